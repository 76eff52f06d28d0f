"""One article at a time: what it mentions, measures, quotes and reports. `variorum.annotate(...)` is `pipeline.annotate`."""

from variorum._callable import make_callable

make_callable(__name__, "variorum.annotate.pipeline", "annotate")
