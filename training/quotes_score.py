"""Calibrate the score of attributions: the probability that content and source are right.

    python -m training.quotes_score  # on the training cases that were kept from training

An attribution is right when its content and a gold content share more than half of each, and the sources touch or are
both missing. The score is logistic in the log-odds of the content's edges and of its links (Platt 1999). Prints the
constants for `annotate.attribution` and the table of reliability.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.quotes_cases import held_out
from training.shared import load_cases
from variorum.annotate.attribution import Attribution, attributions, evidence
from variorum.annotate.marks import Marks
from variorum.text import overlap, paragraphs
from variorum.types import Span

Floats = NDArray[np.float64]


def is_right(found: Attribution, gold: list[dict[str, Any]]) -> bool:
    """Whether a gold attribution has the content and the source."""

    def shared(a: list[Span], b: list[Span]) -> int:
        return sum(overlap(x, y) for x in a for y in b)

    size = sum(end - start for start, end in found.content)
    for case in gold:
        content = [(s, e) for s, e in case["content"]]
        both = shared(list(found.content), content)
        if 2 * both >= size and 2 * both >= sum(end - start for start, end in content) > 0:
            source = [(s, e) for s, e in case["source"]]
            return shared(list(found.source), source) > 0 if source else not found.source
    return False


def fit(x: Floats, y: Floats) -> Floats:
    """Logistic regression by Newton's method, lightly regularised."""
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + 0.01 * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + 0.01 * np.eye(x.shape[1])
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def table(p: Floats, y: Floats) -> None:
    """Print how often attributions of each range of scores are right, and the expected calibration error."""
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        held = (p >= low) & (p < low + 0.1 + 1e-9 * (low > 0.85))
        if held.any():
            error += held.mean() * abs(p[held].mean() - y[held].mean())
            print(f"| {low:.1f}–{low + 0.1:.1f} | {held.sum()} | {p[held].mean():.2f} | {y[held].mean():.2f} |")
    print(f"expected calibration error {error:.3f}")


def gather(cases: list[dict[str, Any]]) -> tuple[Floats, Floats]:
    """Evidence and rightness of every attribution that the tagger finds."""
    rows, right = [], []
    for case in cases:
        spans = paragraphs(case["text"])
        marks = Marks.of(case["text"], spans)
        for found in attributions(case["text"], spans, [[q.span for q in m] for m in marks.by_paragraph]):
            rows.append(evidence(found.edges, found.linked))
            right.append(is_right(found, case["attributions"]))
    return np.array(rows), np.array(right, dtype=float)


def main() -> None:
    cases = [case for case in load_cases("quotes.train") if held_out(case)]
    x, y = gather(cases[::2])
    weights = fit(x, y)
    print("CALIBRATION =", tuple(round(w, 3) for w in weights.tolist()))
    other, truth = gather(cases[1::2])
    table(1 / (1 + np.exp(-other @ weights)), truth)
    print(f"of {len(truth)}, {math.fsum(truth):.0f} are right")


if __name__ == "__main__":
    main()
