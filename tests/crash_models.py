"""Importing this loads what annotates, so that processes forked afterwards have it (see `crash_driver`)."""

from variorum.annotate.pipeline import annotate
from variorum.types import Article

LOADED = list(annotate([Article(id="a", text="“We will stay out,” said Mara Ilves of Velmar.", language="en")]))
