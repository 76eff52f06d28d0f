"""Whether the installation and a database are sound, and what to do where they are not."""
