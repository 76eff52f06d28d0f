"""What people and programs get."""
