"""One article at a time: who, when, how much, who said what, what was done."""
