"""The command line: it parses and prints; the work is in the library."""
