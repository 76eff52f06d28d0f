"""Which true values a printed figure allows, and whether two figures allow a common one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from variorum.types import Figure

Booleans = NDArray[np.bool_]
Floats = NDArray[np.float64]

_ABOVE = (
    "over",
    "more than",
    "above",
    "at least",
    "exceed",
    "no fewer",
    "no less",
    "upward",
    "north of",
    "minimum",
    "topped",
    "plus",
)
_BELOW = (
    "under",
    "less than",
    "fewer than",
    "below",
    "at most",
    "no more than",
    "up to",
    "nearly",
    "almost",
    "close to",
    "just under",
    "maximum",
    "as many as",
    "as much as",
    "as long as",
    "as far as",
    "as high as",
    "barely",
    "scarcely",
    "hardly",
)
_ABOUT = (
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "circa",
    "estimated",
    "nearly",
    "almost",
    "close to",
    "an estimated",
    "or so",
    "near",
    "odd",
)
_DIGITS = (2, 3, 4, 5)  # significant digits to which a printed number may have been rounded
_CLOSE = 0.006  # relative difference under which two numbers are one
_WITHIN = 0.99  # of one in the last digit, by which "nearly" may fall short: "nearly 44" is more than 43
_NEARLY = ("nearly", "almost", "close to", "just under", "barely", "scarcely", "hardly")


def qualifier_kind(qualifier: str | None) -> str:
    """`above`, `below`, `about` or `exact`."""
    low = (qualifier or "").lower()
    if not low:
        return "exact"
    if low.startswith(("no fewer", "no less", "not less")):
        return "above"
    if any(w in low for w in _BELOW):
        return "below"
    if any(w in low for w in _ABOVE):
        return "above"
    return "about" if any(w in low for w in _ABOUT) else "exact"


def values_differ(a: Figure, b: Figure) -> bool:
    """Whether no true value fits both, given bounds, ranges, approximation and rounding."""
    return bool(differ([a], [b])[0, 0])


def differ(rows: Sequence[Figure], columns: Sequence[Figure]) -> Booleans:
    """`values_differ` of each of one list with each of another, as a table."""
    low_a, high_a = _bounds(rows)
    low_b, high_b = _bounds(columns)
    meet = (low_a[:, None] <= high_b[None, :]) & (low_b[None, :] <= high_a[:, None])
    kinds_a, kinds_b = (np.array([qualifier_kind(f.qualifier) for f in figures]) for figures in (rows, columns))
    one_sided = np.isin(kinds_a, ("above", "below"))[:, None] & (kinds_a[:, None] == kinds_b[None, :])
    meet &= ~one_sided  # "at least 14" and "at least 17" can both be true, and are two accounts
    x, y = (np.array([f.value for f in figures]) for figures in (rows, columns))
    about = (kinds_a == "about")[:, None] | (kinds_b == "about")[None, :]
    out: Booleans = ~(meet | (about & _within_a_digit(x, y)) | _rounds_to(x, y) | _rounds_to(y, x).T)
    return out


def ratios(rows: Sequence[Figure], columns: Sequence[Figure]) -> Floats:
    """How many times the smaller of two values goes into the larger, as a table."""
    x, y = (np.array([abs(f.value) for f in figures]) for figures in (rows, columns))
    small = np.minimum(x[:, None], y[None, :])
    out: Floats = np.maximum(x[:, None], y[None, :]) / np.where(small == 0, 1, small)
    return out


def gap(a: Figure, b: Figure) -> float:
    """How far apart the true values are at least that two figures allow, as a share of the larger value."""
    (low_a, high_a), (low_b, high_b) = _range(a), _range(b)
    return max(0.0, low_a - high_b, low_b - high_a) / (max(abs(a.value), abs(b.value)) or 1.0)


def _bounds(figures: Sequence[Figure]) -> tuple[Floats, Floats]:
    pairs = np.array([_range(f) for f in figures], dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _range(figure: Figure) -> tuple[float, float]:
    value = figure.value
    high = figure.high if figure.high is not None else value
    kind = qualifier_kind(figure.qualifier)
    tenth = abs(value) * 0.1
    slack = min(tenth, _last_digit(value))
    if kind == "above":
        return value, max(high, value * 1.25 if value < 1000 else value * 1.1)
    if kind == "below":
        nearly = (figure.qualifier or "").lower().startswith(_NEARLY)
        return value - (_WITHIN * slack if nearly else 2 * tenth), high
    if kind == "about":
        return (value if figure.qualifier == "odd" else value - slack), high + slack
    return value, high


def _within_a_digit(x: Floats, y: Floats) -> Booleans:
    """Whether numbers are no further apart than one in the last digit of the rounder: "about 82" and 80."""
    apart = np.abs(x[:, None] - y[None, :])
    last = np.maximum(*np.ix_([_last_digit(v) for v in x], [_last_digit(v) for v in y]))
    out: Booleans = apart <= np.minimum(last, 0.1 * np.maximum(np.abs(x)[:, None], np.abs(y)[None, :]))
    return out


def _last_digit(value: float) -> float:
    """What one more in the last digit other than zero adds: 10 to 450, a million to 141 million."""
    digits = f"{abs(value):.15g}"
    if "e" in digits or not value:
        return abs(value)
    if "." in digits:
        return 10.0 ** -len(digits.partition(".")[2])
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))


def _rounds_to(x: Floats, y: Floats) -> Booleans:
    """Whether y is x rounded to as many digits as y shows."""
    size = np.abs(x)
    known = (size > 0) & np.isfinite(size)
    power = np.floor(np.log10(np.where(known, size, 1.0)))
    out: Booleans = np.zeros((len(x), len(y)), dtype=bool)
    for digits in _DIGITS:
        scale = np.power(10.0, digits - 1 - power)
        rounded = np.where(known, np.round(x * scale) / scale, x)
        out |= np.isclose(rounded[:, None], y[None, :], rtol=1e-9, atol=0.0)
    widest = np.maximum(size[:, None], np.abs(y)[None, :])
    out |= np.abs(x[:, None] - y[None, :]) < _CLOSE * widest
    out &= known[:, None] & (y != 0)[None, :]
    out |= x[:, None] == y[None, :]
    return out
