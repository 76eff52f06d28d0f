"""Make the weights by which reports are joined to stories: background word counts, a pair model, a cluster model.

    python -m training.stories --articles annotated.msgpack   # weights from all cases, after scores on held-out halves
    python -m training.stories --background                   # only the word counts

The cases are those of research corpora, articles of one election campaign, and reports of our own
(`training/affairs.py`), written apart from each other. Those of the campaign are the articles of the quotation cases;
language models sorted them into affairs by date, title and opening (`data/campaign_stories.jsonl`: the articles of an
affair a line, by a digest of their ids; the rest stand alone). They share their actors and hardly ever their affair, as
an archive's reports do.
The campaign and sibling affairs, two of one kind at a time, are only scored: learning from either too cost the others
half a point of F1.
`--articles` keeps the annotated cases between runs, since annotating them takes minutes.
"""

import argparse
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from training.affairs import affairs, mini_stories, siblings
from training.shared import ROOT, load_cases
from training.trees import grown
from variorum.link import clusters, similarity
from variorum.link.candidates import candidates
from variorum.link.reuse import verbatim_reuse
from variorum.link.sketch import sketch
from variorum.link.stories import Links, grow, linked, pair_features, shared_words
from variorum.link.traits import Profiles, gather
from variorum.link.words import words_of_texts
from variorum.models.stories import Boosted, Logistic
from variorum.models.trees import Trees
from variorum.types import AnnotatedArticle, Article

F64 = NDArray[np.float64]
WEIGHTS = ROOT / "src/variorum/models/weights"
LEAST = 3  # articles that a word must be in to be listed
PAIR_PENALTY = 50.0  # L2, on the sum of the losses
SAMPLES = 40_000  # pairs of clusters
TREES, DEPTH, RATE = 200, 3, 0.06
LINKING = clusters.FEATURES[: clusters.FEATURES.index("only_least")]  # the more of these, the likelier one story
PARTING = clusters.FEATURES[clusters.FEATURES.index("only_least") : clusters.FEATURES.index("log_smaller")]  # the less
OWN = ("affairs", "mini", "siblings")  # the corpora of reports that we wrote
FOLDS = 5
CAMPAIGN = ROOT / "training/data/campaign_stories.jsonl"
DECIMALS = 5  # of a weight


@dataclass(frozen=True)
class Split:
    """Articles with their gold stories, their profiles, and the pairs that are compared."""

    story: NDArray[Any]
    corpus: NDArray[Any]
    family: NDArray[Any]  # a story and its near miss count as one, so that they are held out together
    profiles: Profiles
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    rows: F64

    @property
    def same(self) -> F64:
        return (self.story[self.a] == self.story[self.b]).astype(np.float64)


def background(path: Path = WEIGHTS / "stories.background.json") -> None:
    """In how many news articles a word is, and whether it is mostly a name; counted on the quotation cases."""
    texts = [case["text"] for case in load_cases("quotes.train")]
    frequency: Counter[str] = Counter()
    forms: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for text in texts:
        words = words_of_texts([text])
        seen = set()
        for start, end, capital in zip(words.start, words.end, words.capital, strict=True):
            word = text[start:end].casefold()
            seen.add(word)
            forms[word][int(capital)] += 1
        frequency.update(seen)
    listed = sorted(w for w, n in frequency.items() if n >= LEAST)
    names = [w for w in listed if forms[w][1] > 0.6 * sum(forms[w])]
    rest = sorted(set(listed) - set(names))
    out = {
        "what": "articles that hold a word, of so many news articles; words that are mostly names, and others",
        "articles": len(texts),
        "names": {w: frequency[w] for w in names},
        "others": {w: frequency[w] for w in rest},
    }
    path.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf8")
    print(f"{path.name}: {len(names)} names, {len(rest)} other words")


@dataclass(frozen=True)
class Case:
    """An annotated report, and where it belongs."""

    article: AnnotatedArticle
    story: str
    corpus: str
    family: str


def cases(path: Path | None) -> list[Case]:
    """The story cases, annotated; read from the path where they were kept."""
    if path and path.exists():
        return msgspec.msgpack.decode(path.read_bytes(), type=list[Case])
    told = load_cases("stories.dev")
    found = _annotated(told)
    gold = {c["id"]: c for c in told}
    out = [Case(a, gold[a.id]["story"], gold[a.id]["corpus"], gold[a.id]["story"].removesuffix("plus")) for a in found]
    out += [*_campaign(), *_own()]
    if path:
        path.write_bytes(msgspec.msgpack.encode(out))
    return out


def _annotated(told: Iterable[dict[str, Any]]) -> Iterator[AnnotatedArticle]:
    from variorum.annotate.pipeline import annotate

    yield from annotate(Article(**{k: c[k] for k in ("id", "text", "title", "published")}) for c in told)


def _campaign() -> Iterator[Case]:
    """The articles of the campaign; one text under several ids counts once."""
    told: dict[str, dict[str, Any]] = {}
    for case in sorted((*load_cases("quotes.train"), *load_cases("quotes.dev")), key=lambda c: str(c["id"])):
        told.setdefault(" ".join(case["text"].split())[:300], case)
    lines = CAMPAIGN.read_text(encoding="utf8").splitlines()
    home = {digest: str(n) for n, line in enumerate(lines) for digest in json.loads(line)}
    for article in _annotated(told.values()):
        digest = hashlib.sha1(article.id.encode()).hexdigest()[:12]
        story = f"campaign {home.get(digest, digest)}"
        yield Case(article, story, "campaign", story)


def _own() -> Iterator[Case]:
    """The reports that we wrote: an affair may be two stories, a short one is always one, siblings are two."""
    for corpus, told in (("affairs", affairs()), ("mini", mini_stories())):
        for affair in told:
            groups = affair.key.get("stories") or [[a.id for a in affair.articles]]
            for article in affair.articles:
                which = next(i for i, group in enumerate(groups) if article.id in group)
                own = msgspec.structs.replace(article, id=f"{affair.name} {article.id}")
                yield Case(own, f"{affair.name} {which}", corpus, affair.name)
    for name, pair in siblings():
        for which, reports in enumerate(pair):
            for article in reports:
                own = msgspec.structs.replace(article, id=f"sibling {name} {article.id}")
                yield Case(own, f"sibling {name} {which}", "siblings", f"sibling {name}")


def split(chosen: Sequence[Case]) -> Split:
    """What `find_stories` would see of an archive of these articles."""
    ordered = sorted(chosen, key=lambda case: case.article.id)
    articles = [case.article for case in ordered]
    sketches = sketch(articles)
    profiles = gather(sketches)
    a, b = candidates(sketches)
    rows = pair_features(sketches, profiles, a, b, shared_words(verbatim_reuse(articles)))
    story, corpus, family = (np.array([getattr(c, name) for c in ordered]) for name in ("story", "corpus", "family"))
    return Split(story, corpus, family, profiles, a, b, rows)


def fit(
    names: Sequence[str],
    rows: F64,
    same: F64,
    weight: F64,
    *,
    penalty: float,
    start: Logistic | None = None,
) -> Logistic:
    """A logistic regression with products of features, by Newton's method, with an L2 penalty on all but the bias.

    Args:
        start: a model of like data, from whose weights to set out.
    """
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    z = (rows - mean) / scale
    upper = np.triu_indices(z.shape[1])
    wide = np.hstack((np.ones((len(z), 1)), z, z[:, upper[0]] * z[:, upper[1]]))
    w = np.zeros(wide.shape[1])
    if start is not None:
        w[:] = np.concatenate(([start.bias], start.linear, start.square[upper]))
    ridge = np.full(len(w), penalty)
    ridge[0] = 1e-6
    half = wide.astype(np.float32)  # enough for the curvature, which only shapes the steps
    for _ in range(16):
        p = 1 / (1 + np.exp(-np.clip(wide @ w, -30, 30)))
        gradient = wide.T @ (weight * (p - same)) + ridge * w
        bent = half * np.sqrt(weight * np.maximum(p * (1 - p), 1e-6)).astype(np.float32)[:, None]
        hessian = (bent.T @ bent).astype(np.float64)
        hessian[np.diag_indices(len(w))] += ridge
        step = np.linalg.solve(hessian, gradient)
        w -= step * min(1.0, 4.0 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-4:
            break
    n = z.shape[1]
    square = np.zeros((n, n))
    square[upper] = w[n + 1 :]
    return Logistic(
        tuple(names),
        mean.round(DECIMALS),
        scale.round(DECIMALS),
        round(float(w[0]), DECIMALS),
        w[1 : n + 1].round(DECIMALS),
        square.round(DECIMALS),
    )


def fit_pairs(data: Split, keep: NDArray[np.bool_] | None = None, start: Logistic | None = None) -> Logistic:
    """The pair model; every article weighs the same, however large its story."""
    sizes = Counter(data.story.tolist())
    size = np.array([sizes[s] for s in data.story], dtype=np.float64)
    weight = 2 / (size[data.a] + size[data.b] - 1)
    chosen = np.ones(len(data.a), dtype=bool) if keep is None else keep
    return fit(
        similarity.FEATURES,
        data.rows[chosen],
        data.same[chosen],
        weight[chosen],
        penalty=PAIR_PENALTY,
        start=start,
    )


def held_out_links(data: Split, whole: Logistic, seed: int = 0) -> Links:
    """The chance of each pair within a fold, from a pair model that saw only the other folds.

    Args:
        whole: the model of all folds: near the others, so that they are soon found from there.
    """
    families = sorted(set(data.family.tolist()))
    random.Random(seed).shuffle(families)
    fold_of = {family: i % FOLDS for i, family in enumerate(families)}
    fold = np.array([fold_of[f] for f in data.family])
    chance = np.zeros(len(data.a))
    for f in range(FOLDS):
        model = fit_pairs(data, (fold[data.a] != f) & (fold[data.b] != f), whole)
        inside = (fold[data.a] == f) | (fold[data.b] == f)
        chance[inside] = model.likelihood(data.rows[inside])
    return Links(data.a, data.b, chance)


def fit_clusters(data: Split, links: Links, seed: int = 0) -> Boosted:
    """The cluster model, on parts of one story and on parts of two that look alike."""
    chance = links.mapping()
    rival: Counter[tuple[str, str]] = Counter()
    for (i, j), p in chance.items():
        if p > 0.05 and data.story[i] != data.story[j]:
            first, second = sorted((str(data.story[i]), str(data.story[j])))
            rival[first, second] += 1
    members: dict[str, list[int]] = defaultdict(list)
    for i, story in enumerate(data.story.tolist()):
        members[story].append(i)
    dice, single = random.Random(seed), [clusters.single(data.profiles, i) for i in range(len(data.profiles))]
    rows, same = [], []
    draw = _drawer(dice, members, sorted(rival))
    while len(rows) < SAMPLES:
        one, other, label = draw()
        if one and other:
            parts = [_cluster(single, part) for part in (one, other)]
            rows.append(clusters.evidence(parts[0], parts[1], chance, data.profiles))
            same.append(float(label))
    ways = [(name in LINKING) - (name in PARTING) for name in clusters.FEATURES]
    model = HistGradientBoostingClassifier(
        max_depth=DEPTH,
        max_iter=TREES,
        learning_rate=RATE,
        monotonic_cst=ways,
        l2_regularization=2.0,
        early_stopping=False,
        max_bins=127,
        random_state=seed,
    ).fit(np.array(rows), np.array(same))
    return Boosted(clusters.FEATURES, Trees.of(grown(model, DEPTH, DECIMALS)))


def _drawer(
    dice: random.Random, members: Mapping[str, list[int]], rivals: Sequence[tuple[str, str]]
) -> Callable[[], tuple[list[int], list[int], bool]]:
    stories = sorted(members)
    often = [len(members[story]) ** 0.5 for story in stories]

    def some(story: str) -> list[int]:
        return dice.sample(members[story], dice.choice([1, dice.randint(1, len(members[story]))]))

    def draw() -> tuple[list[int], list[int], bool]:
        if rivals and dice.random() < 0.5:
            one, other = dice.choice(rivals)
            return some(one), some(other), False
        own = list(members[dice.choices(stories, often)[0]])
        dice.shuffle(own)
        if len(own) < 2:
            return [], [], True
        cut = 1 if dice.random() < 0.5 else dice.randint(1, len(own) - 1)
        return own[:cut], own[cut : cut + dice.randint(1, len(own) - cut)], True

    return draw


def _cluster(single: Sequence[clusters.Cluster], members: Sequence[int]) -> clusters.Cluster:
    out = single[members[0]]
    for i in members[1:]:
        out = out.joined(single[i])
    return out


def b_cubed(gold: Sequence[str], found: Sequence[int]) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent (Bagga and Baldwin 1998)."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for i, (g, f) in enumerate(zip(gold, found, strict=True)):
        by_gold[g].add(i)
        by_found[f].add(i)
    hits = [len(by_gold[g] & by_found[f]) for g, f in zip(gold, found, strict=True)]
    p = sum(h / len(by_found[f]) for h, f in zip(hits, found, strict=True)) / len(hits)
    r = sum(h / len(by_gold[g]) for h, g in zip(hits, gold, strict=True)) / len(hits)
    return round(100 * p, 2), round(100 * r, 2), round(200 * p * r / (p + r), 2)


def found_in(data: Split, pair: Logistic, cluster: Boosted) -> NDArray[Any]:
    """The number of the story that each report is put into, in an archive of these reports."""
    found = grow(data.profiles, linked(data.profiles, data.a, data.b, data.rows, pair), cluster)
    home = {i: k for k, members in enumerate(found) for i in members}
    return np.array([home[i] for i in range(len(data.story))])


def score(data: Split, pair: Logistic, cluster: Boosted) -> dict[str, tuple[float, float, float]]:
    """B-cubed of the stories found in an archive of these articles, pooled and by corpus."""
    labels = found_in(data, pair, cluster)
    out = {"pooled": b_cubed(data.story.tolist(), labels.tolist())}
    for corpus in sorted(set(data.corpus.tolist())):
        own = data.corpus == corpus
        out[corpus] = b_cubed(data.story[own].tolist(), labels[own].tolist())
    return out


def exact(chosen: Sequence[Case], pair: Logistic, cluster: Boosted) -> tuple[int, int, int]:
    """Of our affairs, each an archive of its own: stories found exactly, of how many; affairs with a false merge."""
    right = wanted = merged = 0
    for name in sorted({case.family for case in chosen if case.corpus == "affairs"}):
        data = split([case for case in chosen if case.family == name and case.corpus == "affairs"])
        pairs_of = set(zip(data.story.tolist(), found_in(data, pair, cluster).tolist(), strict=True))
        stories, homes = Counter(story for story, _ in pairs_of), Counter(home for _, home in pairs_of)
        right += sum(stories[story] == homes[home] == 1 for story, home in pairs_of)
        wanted += len(stories)
        merged += max(homes.values()) > 1
    return right, wanted, merged


def halves(everything: Sequence[Case]) -> list[list[Case]]:
    """The cases in two halves by story, near misses kept together; those of the campaign by date."""
    told = sorted(case.article.published or "" for case in everything if case.corpus == "campaign")
    middle = told[len(told) // 2] if told else ""
    families = sorted({(case.corpus, case.family) for case in everything if case.corpus != "campaign"})
    side = {family: i % 2 for i, family in enumerate(families)}

    def half_of(case: Case) -> int:
        if case.corpus == "campaign":
            return int((case.article.published or "") >= middle)
        return side[case.corpus, case.family]

    return [[case for case in everything if half_of(case) == half] for half in (0, 1)]


def learned_from(chosen: Sequence[Case]) -> list[Case]:
    """The cases that models learn from."""
    return [case for case in chosen if case.corpus not in ("campaign", "siblings")]


def train(data: Split) -> tuple[Logistic, Boosted]:
    """Both models from one set of stories."""
    pair = fit_pairs(data)
    return pair, fit_clusters(data, held_out_links(data, pair))


def report(name: str, held: Sequence[Case], models: tuple[Logistic, Boosted]) -> None:
    """Print what models that did not see them make of cases, by kind of archive."""
    told = [case for case in held if case.corpus not in (*OWN, "campaign")]
    print(f"held out: {name}", score(split(told), *models), flush=True)
    for corpus in ("campaign", "mini", "siblings"):
        data = split([case for case in held if case.corpus == corpus])
        print(f"  {corpus}, together", score(data, *models)[corpus], flush=True)
    print("  affairs of our own, one by one: exact, of, with a merge", exact(held, *models))
    print("  all in one archive", score(split(held), *models), flush=True)


def _plain(model: Logistic | Boosted) -> dict[str, Any]:
    if isinstance(model, Boosted):
        arrays = {name: getattr(model.trees, name).tolist() for name in ("feature", "threshold", "leaf")}
        return {"features": list(model.features), "base": model.trees.base, **arrays}
    columns = {name: getattr(model, name).tolist() for name in ("mean", "scale", "linear", "square")}
    return {"features": list(model.features), "bias": model.bias, **columns}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="keep the annotated cases in this file")
    parser.add_argument("--background", action="store_true", help="make only the word counts")
    args = parser.parse_args()
    if args.background:
        background()
        return
    everything = cases(args.articles)
    one, other = halves(everything)
    for name, tuned, held in (("second half", one, other), ("first half", other, one)):
        report(name, held, train(split(learned_from(tuned))))
    data = split(learned_from(everything))
    pair, cluster = train(data)
    print("all, trained on all", score(data, pair, cluster))
    out = {"pairs": _plain(pair), "clusters": _plain(cluster)}
    (WEIGHTS / "stories.json").write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
