"""Settings that more than one room shares."""
