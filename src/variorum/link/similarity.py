"""How alike two reports are: the evidence, feature by feature, and the chance that they tell of one affair."""

import numpy as np
from numpy.typing import NDArray

from variorum.link.calendar import common
from variorum.link.terms import F64, coverage
from variorum.link.traits import Profiles
from variorum.link.words import I64

FEATURES = (
    "terms",
    "phrases",
    "names",
    "others",
    "numbers",
    "names_shared",
    "others_shared",
    "numbers_shared",
    "lead",
    "lead_names",
    "first",
    "cover_least",
    "cover_most",
    "names_cover_least",
    "names_cover_most",
    "name_held_least",
    "name_held_most",
    "name_missing_least",
    "name_missing_most",
    "lead_numbers_cover_least",
    "lead_numbers_cover_most",
    "verbatim",
    "meaning",
    "best_sentence",
    "sentences",
    "dated",
    "days_apart",
    "over_3_days",
    "over_10_days",
    "over_40_days",
    "day_shared",
    "day_differs",
    "weekday_shared",
    "weekday_differs",
    "month_shared",
    "month_differs",
    "year_shared",
    "year_differs",
    "length_ratio",
    "shorter",
    "no_names",
    "no_numbers",
)
COMMON = 3.0  # rarity of a word, up to which it is no news that two reports share it
_CHUNK = 4096


def features(profiles: Profiles, a: I64, b: I64, verbatim: F64) -> F64:
    """One row of `FEATURES` for each pair of articles (a[i], b[i]), which share `verbatim[i]` words in passages."""
    columns = {
        name: getattr(profiles, name).cosines(a, b)
        for name in ("terms", "phrases", "names", "others", "numbers", "lead", "lead_names", "first")
    }
    for name in ("names", "others", "numbers"):
        part = getattr(profiles, name)
        rarity = profiles.idf[np.searchsorted(profiles.terms.hashes, part.hashes)]
        columns[f"{name}_shared"] = np.log1p(part.shared(a, b, np.maximum(rarity - COMMON, 0.0)))
    for name, part in (
        ("cover", profiles.lead),
        ("names_cover", profiles.lead_names),
        ("lead_numbers_cover", profiles.lead_numbers),
    ):
        there, back = (coverage(part, profiles.terms, *pair, profiles.idf) for pair in ((a, b), (b, a)))
        columns |= _sided(name, there[0], back[0])
        if part is profiles.lead_names:
            columns |= _sided("name_held", there[1], back[1]) | _sided("name_missing", there[2], back[2])
    columns["verbatim"] = np.log1p(verbatim)
    columns |= _meaning(profiles.sentences, a, b)
    columns |= _time(profiles, a, b)
    lengths = np.log(np.maximum(np.stack((profiles.length[a], profiles.length[b])), 1.0))
    columns["length_ratio"] = np.abs(lengths[0] - lengths[1])
    columns["shorter"] = lengths.min(axis=0)
    columns["no_names"] = (_empty(profiles.names.bounds, a) | _empty(profiles.names.bounds, b)).astype(float)
    columns["no_numbers"] = (_empty(profiles.numbers.bounds, a) | _empty(profiles.numbers.bounds, b)).astype(float)
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _sided(name: str, one: F64, other: F64) -> dict[str, F64]:
    """What holds of one report towards the other, and of that towards the one, so that their order does not count."""
    return {f"{name}_least": np.minimum(one, other), f"{name}_most": np.maximum(one, other)}


def _time(profiles: Profiles, a: I64, b: I64) -> dict[str, F64]:
    """How far apart the reports were published, and whether the calendar words they hold meet."""
    days = np.abs(profiles.day[a] - profiles.day[b])
    columns = {"dated": ~np.isnan(days)}
    days = np.nan_to_num(days, nan=0.0)
    columns |= {f"over_{limit}_days": days > limit for limit in (3, 10, 40)}
    dates = profiles.dates
    meets = [common(mask, a, b)[0] for mask in dates.days]
    some = np.any([mask != 0 for mask in dates.days], axis=0)
    shared = np.any(meets, axis=0)
    columns["day_shared"], columns["day_differs"] = shared, ~shared & some[a] & some[b]
    for name, masks in (("weekday", dates.weekdays), ("month", dates.months), ("year", dates.years)):
        columns[f"{name}_shared"], columns[f"{name}_differs"] = common(masks, a, b)
    return {name: column.astype(np.float64) for name, column in columns.items()} | {"days_apart": np.log1p(days)}


def _empty(bounds: I64, rows: I64) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = bounds[rows] == bounds[rows + 1]
    return out


def _meaning(vectors: NDArray[np.float32], a: I64, b: I64) -> dict[str, F64]:
    """Cosine of the leads, the best pair of their sentences, and the mean of each sentence's best."""
    mean = vectors.sum(axis=1)
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    filled = np.linalg.norm(vectors, axis=2) > 0
    whole, best, each = np.zeros(len(a)), np.zeros(len(a)), np.zeros(len(a))
    for low in range(0, len(a), _CHUNK):
        i, j = a[low : low + _CHUNK], b[low : low + _CHUNK]
        whole[low : low + _CHUNK] = np.einsum("nd,nd->n", mean[i], mean[j])
        grid = np.matmul(vectors[i], vectors[j].transpose(0, 2, 1))
        best[low : low + _CHUNK] = grid.max(axis=(1, 2))
        rows = (grid.max(axis=2) * filled[i]).sum(axis=1) / np.maximum(filled[i].sum(axis=1), 1)
        columns = (grid.max(axis=1) * filled[j]).sum(axis=1) / np.maximum(filled[j].sum(axis=1), 1)
        each[low : low + _CHUNK] = (rows + columns) / 2
    return {"meaning": whole, "best_sentence": best, "sentences": each}
