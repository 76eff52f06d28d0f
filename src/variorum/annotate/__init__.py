"""One article at a time: who, when, how much, who said what, what was done. `variorum.annotate(...)` runs it all."""

from variorum._callable import make_callable

make_callable(__name__, "variorum.annotate.pipeline", "annotate")
