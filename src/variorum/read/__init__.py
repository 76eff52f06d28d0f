"""Any input becomes articles: files, folders, globs and standard input."""

from variorum.read.files import read

__all__ = ["read"]
