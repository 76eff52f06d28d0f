"""Search for copies in an archive, beside the peers, in one run on the same texts; times are CPU seconds.

    python -m benchmarks.reuse [--sizes 10000 100000] [--million]

The texts are invented, a few percent of them copies with seeded edits. Every program is given plain texts: shingling
counts. Peers (datasketch, rensa, gaoya) are used where they are installed, and passed over otherwise.
"""

import argparse
import importlib
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from training.archives import archive
from variorum.link.index import AnchorIndex
from variorum.link.words import words_of_texts

SHINGLE = 8
PERMUTATIONS, THRESHOLD = 128, 0.3
Pairs = set[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--million", action="store_true", help="add a run over 1,000,000 reports")
    args = parser.parse_args()
    words_of_texts(["warm up " * 10_000])
    beside_peers(args.sizes[0])
    sizes = [*args.sizes, *([1_000_000] if args.million else [])]
    seconds = [growth(n) for n in sizes]
    for small, large, before, after in zip(sizes, sizes[1:], seconds, seconds[1:], strict=False):
        print(f"{large:,} reports take {after / before:.1f} times as long as {small:,}")


def beside_peers(n: int) -> None:
    """Time and recall of each program on the same texts."""
    texts, copies = _texts(n)
    seconds, found = _timed(ours, texts)
    print(f"{n:,} reports, {len(copies):,} copies; recall is of the pairs of copy and source")
    print(f"  variorum    {seconds:8.2f} s  {n / seconds:9,.0f} reports/s  recall {_recall(found, copies):.4f}")
    for name, peer in (("datasketch", datasketch), ("rensa", rensa), ("gaoya", gaoya)):
        try:
            module = importlib.import_module(name)
        except ImportError:
            print(f"  {name:10}  not installed: passed over")
            continue
        took, theirs = _timed(lambda t, p=peer, m=module: p(m, t), texts)  # type: ignore[misc]
        rate, recall = n / took, _recall(theirs, copies)
        print(
            f"  {name:10}  {took:8.2f} s  {rate:9,.0f} reports/s  recall {recall:.4f}  {took / seconds:.1f} times ours"
        )


def growth(n: int) -> float:
    """Time and memory over an archive that is never held whole, and the cost of one report more."""
    index, seconds, copies, numbers = AnchorIndex(), 0.0, [], {}
    for first, batch in _batches(n, 5000):
        texts = []
        for i, (name, text, source) in enumerate(batch, first):
            numbers[name] = i
            texts.append(text)
            if source:
                copies.append((numbers[source], i))
        start = time.process_time()
        index.add(texts)
        seconds += time.process_time() - start
    start = time.process_time()
    a, b, _ = index.pairs()
    seconds += time.process_time() - start
    recall = _recall(set(zip(a.tolist(), b.tolist(), strict=True)), copies)
    start = time.process_time()
    index.similar(texts[-1])
    index.add(texts[-1:])
    one = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{n:,} reports: {seconds:.1f} s, recall {recall:.4f}, peak {peak:.1f} GB; one more takes {1000 * one:.1f} ms"
    )
    return seconds


def ours(texts: Sequence[str]) -> Pairs:
    index = AnchorIndex()
    index.add(texts)
    a, b, _ = index.pairs()
    return set(zip(a.tolist(), b.tolist(), strict=True))


def datasketch(module: Any, texts: Sequence[str]) -> Pairs:
    lsh = module.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    out: Pairs = set()
    for i, text in enumerate(texts):
        sketch = module.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([s.encode() for s in _shingles(text)])
        out.update((j, i) for j in lsh.query(sketch))
        lsh.insert(i, sketch)
    return out


def rensa(module: Any, texts: Sequence[str]) -> Pairs:
    lsh = module.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    out: Pairs = set()
    for i, text in enumerate(texts):
        sketch = module.RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(_shingles(text))
        out.update((j, i) for j in lsh.query(sketch))
        lsh.insert(i, sketch)
    return out


def gaoya(module: Any, texts: Sequence[str]) -> Pairs:
    minhash = importlib.import_module("gaoya.minhash")
    index = minhash.MinHashStringIndex(
        hash_size=32, jaccard_threshold=THRESHOLD, num_bands=32, band_size=4, analyzer="word", ngram_range=(8, 8)
    )
    out: Pairs = set()
    for i, text in enumerate(texts):
        out.update((j, i) for j in index.query(text))
        index.insert_document(i, text)
    return out


def _shingles(text: str) -> list[str]:
    words = text.casefold().split()
    return [" ".join(words[k : k + SHINGLE]) for k in range(max(1, len(words) - SHINGLE + 1))]


def _texts(n: int) -> tuple[list[str], list[tuple[int, int]]]:
    numbers, texts, copies = {}, [], []
    for i, (name, text, source) in enumerate(archive(n)):
        numbers[name] = i
        texts.append(text)
        if source:
            copies.append((numbers[source], i))
    return texts, copies


def _batches(n: int, size: int) -> Iterator[tuple[int, list[tuple[str, str, str | None]]]]:
    batch: list[tuple[str, str, str | None]] = []
    for i, item in enumerate(archive(n)):
        batch.append(item)
        if len(batch) == size or i == n - 1:
            yield i + 1 - len(batch), batch
            batch = []


def _timed(run: Callable[[Sequence[str]], Pairs], texts: Sequence[str]) -> tuple[float, Pairs]:
    start = time.process_time()
    found = run(texts)
    return time.process_time() - start, found


def _recall(found: Pairs, wanted: Sequence[tuple[int, int]]) -> float:
    return sum(pair in found for pair in wanted) / max(1, len(wanted))


if __name__ == "__main__":
    main()
