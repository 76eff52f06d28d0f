"""The pages that `variorum serve` gives: one file for each concern, all on a `Library`."""
