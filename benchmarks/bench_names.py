"""Names: microseconds a pair, and how the matching of an archive's names grows.

    python -m benchmarks.bench_names [--names 100000]

Generated names stand for an archive's distinct names. Where `nomenklatura` is installed, OpenSanctions' logic_v2 runs
beside ours on the same pairs. Prints one JSON object.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from variorum import spelling
from variorum.link import people
from variorum.link.blocking import pairs
from variorum.link.comparisons import Comparisons
from variorum.link.name_words import alike
from variorum.link.names import match_names


def _list(text: str) -> list[str]:
    return text.split()


_START = _list(
    "ba be bo da de do fa fi ga ge go ha he ho ja jo ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe po ra re ri"
)
_MIDDLE = _list(
    "ban bar den dor fan gar hir jan kel lam lin man mir nan nor ral ram rin sal san shan tar ten tol van ver vin zan"
)
_END = _list(
    "a an ani ari ashvili enko er es ev evic i ian idis in ini ko la man nen oglu ov ova owski poulos sen "
    "skyi son ti yan"
)


def generate(count: int, *, seed: int = 7) -> list[str]:
    """Distinct names of two or three words, a fifth of them another's name with one letter changed."""
    rng = random.Random(seed)

    def word() -> str:
        return (
            rng.choice(_START) + "".join(rng.choice(_MIDDLE) for _ in range(rng.randint(0, 2))) + rng.choice(_END)
        ).title()

    out: dict[str, None] = {}
    while len(out) < count:
        if out and rng.random() < 0.2:
            base = rng.choice(list(out)[-50:])
            i = rng.randrange(1, len(base))
            out[base[:i] + rng.choice("aeioulnrst") + base[i + 1 :]] = None
        else:
            out[" ".join(word() for _ in range(rng.choice((2, 2, 3))))] = None
    return list(out)


def archive(names: Sequence[str]) -> dict[str, Any]:
    """Seconds to block and match all names, and how many pairs were compared."""
    start = time.perf_counter()
    compared = same = 0
    for i, j in pairs(names, persons=True):
        compared += 1
        same += match_names(names[i], names[j]).same
    seconds = time.perf_counter() - start
    return {"names": len(names), "seconds": round(seconds, 1), "compared": compared, "same": same}


def joined(names: Sequence[str]) -> dict[str, Any]:
    """Seconds to compare all names at once, and one name more out of what was kept; how many were worked out then."""
    started = time.perf_counter()
    first = Comparisons()
    whole = compared(names, first)
    at_once = time.perf_counter() - started
    kept = first.found()
    for cached in (people.person, alike, spelling.romanize, spelling.fold, spelling.skeleton):
        cached.cache_clear()  # as in a new process
    started = time.perf_counter()
    again = Comparisons(kept)
    more = compared([*names, "Zanfar Belvinoglu"], again)
    one_more = time.perf_counter() - started
    assert set(whole) <= set(more)
    return {
        "names": len(names),
        "at_once_seconds": round(at_once, 3),
        "one_more_seconds": round(one_more, 3),
        "ratio": round(at_once / one_more, 1),
        "worked_out_at_once": len(kept),
        "worked_out_for_one_more": len(again.found()),
    }


def compared(names: Sequence[str], known: Comparisons) -> list[tuple[int, int, float]]:
    """All pairs worth comparing, with their scores."""
    found = pairs(names, persons=True, keys=known.keys)
    return [(i, j, known.match(names[i], names[j], "person")[0]) for i, j in found]


def per_pair(match: Callable[[str, str], object], cases: Sequence[tuple[str, str]], repeat: int = 5) -> float:
    """Microseconds a pair, the best of several rounds."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        for a, b in cases:
            match(a, b)
        best = min(best, time.perf_counter() - start)
    return round(1e6 * best / len(cases), 1)


def peer() -> Callable[[str, str], object] | None:
    """OpenSanctions' matcher on two people's names, or None where it is not installed."""
    try:
        from followthemoney import model
        from nomenklatura.matching import LogicV2, ScoringConfig
    except ImportError:
        return None
    config = ScoringConfig.defaults()

    def match(a: str, b: str) -> object:
        left, right = (model.get_proxy({"id": n, "schema": "Person", "properties": {"name": [n]}}) for n in (a, b))
        return LogicV2.compare(left, right, config)

    return match


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=100_000)
    args = parser.parse_args()
    sample = generate(2_000, seed=11)
    cases = list(zip(sample[::2], sample[1::2], strict=True))
    out: dict[str, Any] = {"us_per_pair": {"variorum": per_pair(match_names, cases)}}
    other = peer()
    if other is not None:
        out["us_per_pair"]["logic_v2"] = per_pair(other, cases, repeat=2)
    for share in (4, 2, 1):
        out[f"archive_1_{share}"] = archive(generate(args.names // share))
    out["one_more"] = joined(generate(max(1, args.names // 10)))
    print(json.dumps(out, indent=2))


if __name__ == "__main__":
    main()
