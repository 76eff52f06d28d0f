"""Any input becomes articles: files, folders, globs and standard input. `variorum.read(...)` is `files.read`."""

from variorum._callable import make_callable

make_callable(__name__, "variorum.read.files", "read")
