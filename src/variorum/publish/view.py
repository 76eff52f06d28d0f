"""A story gathered for showing: its reports in order, under their outlets' names, and all that was found in them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from variorum.errors import UsageError
from variorum.library import Library, likely
from variorum.text import around
from variorum.types import (
    SURE,
    Actor,
    AnnotatedArticle,
    Claim,
    Deed,
    Derivation,
    Disagreement,
    Figure,
    Record,
    Relation,
    Reuse,
    Span,
    SpanRef,
    Statement,
    Story,
    TimelineEntry,
    Utterance,
)

_HOLDS_MANY = re.compile(r"\.(?:jsonl|ndjson|csv|parquet|warc)\b", re.IGNORECASE)  # files with a report on each line
NEAR = 0.44  # mean of what claims of a sentence have elsewhere from which another report may tell it too
_WORD = re.compile(r"\w[\w’'-]*")
_TELLS = 7  # words of four letters and more without which a sentence tells little by itself
_POINTS = re.compile(  # how a sentence opens that lives on what stands before it
    r"[\W_]*(?:and|but|or|so|that|this|it|he|she|they|these|those|there|such|because|we|i|you|what|who)\b",
    re.IGNORECASE,
)
_FEW = 3  # statements of one report that are shown before the rest
_SIGLA = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class PlacedFigure:
    """A figure with the report it stands in."""

    article: AnnotatedArticle
    figure: Figure

    @property
    def ref(self) -> SpanRef:
        f = self.figure
        return SpanRef(article=self.article.id, start=f.start, end=f.end, text=self.article.text[f.start : f.end])


@dataclass(frozen=True)
class Lone:
    """A sentence that one report alone has, and what it claims."""

    sentence: SpanRef
    claims: tuple[Claim, ...]

    @property
    def speaker(self) -> str | None:
        """Who says it, where the report credits all of it to one."""
        names = {s.attributed_to for claim in self.claims for s in claim.statements}
        return names.pop() if len(names) == 1 else None


@dataclass(frozen=True)
class StoryView:
    """One story and every record that bears on it. Articles are in order of publication, undated ones last."""

    story: Story
    articles: tuple[AnnotatedArticle, ...]
    actors: tuple[Actor, ...] = ()
    reuse: tuple[Reuse, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    claims: tuple[Claim, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    doubtful: tuple[Disagreement, ...] = ()  # what may be one more, and is as often none
    timeline: tuple[TimelineEntry, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Deed, ...] = ()
    elsewhere: Mapping[str, AnnotatedArticle] = field(default_factory=dict)  # reports of other stories that are cited

    @cached_property
    def article(self) -> dict[str, AnnotatedArticle]:
        """The reports by their ids, those of other stories that a finding cites among them."""
        return {a.id: a for a in self.articles} | dict(self.elsewhere)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What each report is called: its outlet, with a number or a date where an outlet has several."""
        return label(list(self.article.values()))

    @cached_property
    def sigla(self) -> dict[str, str]:
        """A letter for each report, as an edition letters its witnesses: A to Z, then AA, AB, …"""
        out = {}
        for i, article in enumerate(self.article.values()):
            high, low = divmod(i, len(_SIGLA))
            out[article.id] = (_SIGLA[(high - 1) % 26] if high else "") + _SIGLA[low]
        return out

    @cached_property
    def shared(self) -> tuple[Claim, ...]:
        """Claims of several reports: those with most independent origins first, then what reports say themselves."""

        def order(claim: Claim) -> tuple[int, bool, int]:
            return -claim.origins, bool(credited(claim)), -claim.articles

        return tuple(sorted((c for c in self.claims if c.articles > 1), key=order))

    @cached_property
    def agreed(self) -> tuple[Claim, ...]:
        """Shared claims that nothing disputes, of two origins or more."""
        return tuple(c for c in self.shared if c.origins > 1 and c.id not in self.contested)

    @cached_property
    def copied(self) -> tuple[Claim, ...]:
        """Shared claims that all go back to one origin: repeated, and no more confirmed for that."""
        return tuple(c for c in self.shared if c.origins <= 1 and c.id not in self.contested)

    @cached_property
    def alone(self) -> dict[str, tuple[Lone, ...]]:
        """The sentences that one report alone has, by article id, in the order of its text.

        A sentence is left out where another report has a claim of it or tells one otherwise, where others come near to
        its claims in words and meaning, for they may well tell it too, and where it tells little by itself.
        """
        told = {d.id for d in self.disagreements if d.kind != "wording"}
        out: dict[str, list[Lone]] = {}
        for sentence, claims in self._sentences.items():
            known = any(c.articles > 1 or not told.isdisjoint(self.contested.get(c.id, ())) for c in claims)
            if not known and _tells(sentence.text) and sum(c.elsewhere for c in claims) < NEAR * len(claims):
                out.setdefault(sentence.article, []).append(Lone(sentence, claims))
        return {a.id: tuple(out[a.id]) for a in self.articles if a.id in out}

    @cached_property
    def _sentences(self) -> dict[SpanRef, tuple[Claim, ...]]:
        """The sentences that state something, in the order of their text, each with its claims."""
        found: dict[tuple[str, Span], dict[str, Claim]] = {}
        held = {a.id: a for a in self.articles}
        for claim in self.claims:
            for s in claim.statements:
                if s.article in held:
                    sentence = around((s.start, s.end), held[s.article].sentences)
                    found.setdefault((s.article, sentence), {})[claim.id] = claim
        return {
            SpanRef(article=id, start=start, end=end, text=held[id].text[start:end]): tuple(claims.values())
            for (id, (start, end)), claims in sorted(found.items(), key=lambda item: item[0])
        }

    @cached_property
    def telling(self) -> dict[str, tuple[Lone, ...]]:
        """Of what one report alone says, the few sentences that say most, in the order of its text."""
        out = {}
        for article, found in self.alone.items():
            best = sorted(found, key=_substance, reverse=True)[:_FEW]
            out[article] = tuple(lone for lone in found if lone in best)
        return out

    @cached_property
    def contested(self) -> dict[str, tuple[str, ...]]:
        """Claims of which a statement stands on a side of a disagreement: claim id, ids of the disagreements."""
        spots: dict[str, list[tuple[int, int, str]]] = {}
        for d in self.disagreements:
            for side in d.sides:
                for s in side.statements:
                    spots.setdefault(s.article, []).append((s.start, s.end, d.id))
        out: dict[str, tuple[str, ...]] = {}
        for claim in self.claims:
            hits = [
                name
                for s in claim.statements
                for start, end, name in spots.get(s.article, ())
                if min(end, s.end) - max(start, s.start) > 0.5 * min(end - start, s.end - s.start)
            ]
            if hits:
                out[claim.id] = tuple(dict.fromkeys(hits))
        return out

    @cached_property
    def origins(self) -> int:
        """How many reports are nobody's copy; those that share an ancestor not held count as one."""
        copies = {d.article for d in self.derivations if d.from_ is not None}
        wires = {d.article for d in self.derivations if d.from_ is None} - copies
        own = sum(a.id not in copies and a.id not in wires for a in self.articles)
        return own + bool(wires)

    @cached_property
    def figures(self) -> tuple[PlacedFigure, ...]:
        """Every figure of the story's reports."""
        return tuple(PlacedFigure(a, f) for a in self.articles for f in a.figures)

    @cached_property
    def matrix(self) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
        """Shared claims that several origins tell or somebody disputes, then those of a single origin."""
        first = tuple(c for c in self.shared if c.origins > 1 or c.id in self.contested)
        return first, tuple(c for c in self.shared if c not in first)

    def statement_of(self, claim: Claim, article: str) -> Statement | None:
        """What one report says to a claim."""
        return next((s for s in claim.statements if s.article == article), None)


def credited(claim: Claim) -> tuple[str, ...]:
    """Whom all reports credit with a claim; nobody where one of them speaks in its own voice."""
    names = [s.attributed_to for s in claim.statements]
    return tuple(dict.fromkeys(n for n in names if n)) if all(names) else ()


def called(article: AnnotatedArticle) -> str:
    """What a report is called by itself: its outlet, else its file where that holds no other report, else its id."""
    shared = _HOLDS_MANY.search(article.source) or "://" in article.source
    return article.outlet or ("" if shared else PurePath(article.source).stem) or article.id


def label(articles: Sequence[AnnotatedArticle]) -> dict[str, str]:
    """A name for each report that tells it from the others: its outlet, or its file, or its id."""
    names = {a.id: called(a) for a in articles}
    many = Counter(names.values())
    out: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for a in articles:
        name = names[a.id]
        if many[name] > 1:
            dated = f"{name}, {a.published[:10]}" if a.published else name
            seen[dated] += 1
            name = dated if seen[dated] == 1 and dated != name else f"{dated} ({seen[dated]})"
        out[a.id] = name
    return out


def view(library: Library, story: str) -> StoryView:
    """The view of one story of a library.

    Args:
        library: as `variorum.open` gives it.
        story: a story's id, or the beginning of one that no other story shares.

    Raises:
        UsageError: no such story, or several.
    """
    with library.snapshot():
        chosen = find_story(library, story)
        hidden = library.verdicts("dismiss")
        found: list[Record] = [chosen, *library.store.articles(chosen.articles)]
        found += [actor for actor in library.store.cast(chosen.articles) if actor.id not in hidden]
        of: dict[str, dict[Record, None]] = {"reuse": {}, "derivation": {}, "relation": {}}  # some concern two articles
        for kind, seen in of.items():
            for article in chosen.articles:
                seen |= dict.fromkeys(library.store.records(kind, about=article))
        found += [*of["reuse"], *of["derivation"]]
        found += [*library.claims(chosen.id), *library.utterances(chosen.id), *library.timeline(chosen.id)]
        found += library.events(chosen.id)
        disagreements = library.disagreements(chosen.id)
        relations = [r for r in of["relation"] if isinstance(r, Relation) and r.id not in hidden]
        cited = _cited(disagreements, relations) - set(chosen.articles)
        found += [*disagreements, *relations, *library.store.articles(sorted(cited))]
    return gather(found, chosen.id, confirmed=library.verdicts("confirm"))


def gather(records: Iterable[Record], story: str, *, confirmed: Collection[str] = ()) -> StoryView:
    """The view of one story, from records of any kind in any order.

    Args:
        story: a story's id, or the beginning of one that no other story shares.
        confirmed: ids of findings that a person confirmed: a disagreement among them is doubtful no longer.

    Raises:
        UsageError: no such story, or several.
    """
    held = tuple(records)
    chosen = choose([r for r in held if isinstance(r, Story)], story)
    inside = set(chosen.articles)
    every = {r.id: r for r in held if isinstance(r, AnnotatedArticle)}
    articles = sorted((every[i] for i in chosen.articles if i in every), key=lambda a: (a.published or "9999", a.id))
    disagreements = sorted(
        (r for r in held if isinstance(r, Disagreement) and chosen.id in r.stories), key=lambda d: (-d.score, d.id)
    )
    shown = likely(disagreements, SURE, confirmed)
    sure = {d.id for d in shown}
    relations = tuple(r for r in held if isinstance(r, Relation) and _stages_in(r, inside))
    cited = _cited(disagreements, relations)
    return StoryView(
        story=chosen,
        articles=tuple(articles),
        actors=_present([r for r in held if isinstance(r, Actor)], chosen),
        reuse=tuple(sorted((r for r in held if isinstance(r, Reuse) and _passes(r, inside)), key=_where)),
        derivations=tuple(r for r in held if isinstance(r, Derivation) and r.article in inside),
        claims=tuple(r for r in held if isinstance(r, Claim) and r.story == chosen.id),
        utterances=tuple(r for r in held if isinstance(r, Utterance) and r.story == chosen.id),
        disagreements=tuple(shown),
        doubtful=tuple(d for d in disagreements if d.id not in sure),
        timeline=tuple(sorted((r for r in held if isinstance(r, TimelineEntry) and chosen.id in r.stories), key=_when)),
        relations=relations,
        events=tuple(sorted((r for r in held if isinstance(r, Deed) and r.story == chosen.id), key=_weighed)),
        elsewhere={i: every[i] for i in sorted(cited - inside) if i in every},
    )


def find_story(library: Library, wanted: str) -> Story:
    """The story of a library with this id, or the only one whose id begins so.

    Raises:
        UsageError: no such story, or several.
    """
    exact = library.store.record("story", wanted)
    return exact if isinstance(exact, Story) else choose(library.stories(), wanted)


def choose(stories: Sequence[Story], wanted: str) -> Story:
    """The story with this id, or the only one whose id begins so.

    Raises:
        UsageError: no such story, or several.
    """
    exact = [s for s in stories if s.id == wanted]
    found = exact or [s for s in stories if wanted and s.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"there is no story {wanted!r}; `variorum show stories` lists them")
    raise UsageError(f"{wanted!r} begins the ids of {len(found)} stories; give more of it")


def _present(actors: Sequence[Actor], story: Story) -> tuple[Actor, ...]:
    """The actors of a story, those in most of its reports first."""
    inside, named = set(story.articles), set(story.actors)

    def weight(actor: Actor) -> tuple[int, int]:
        reports = {article for article, _ in actor.locals if article in inside}
        return -len(reports), -sum(m.article in inside for m in actor.mentions)

    return tuple(sorted((a for a in actors if a.id in named), key=weight))


def _tells(text: str) -> bool:
    """Whether a sentence tells something by itself: "And that is what we will do" does not."""
    words = _WORD.findall(text)
    named = any((word[0].isupper() and len(word) > 1) or word[0].isdigit() for word in words[1:])
    return sum(len(word) > 3 for word in words) >= _TELLS and (named or not _POINTS.match(text))


def _substance(lone: Lone) -> tuple[bool, int]:
    """Whether a sentence is a long one, and how many of its words carry something: names, numbers, long words."""
    words = lone.sentence.text.split()
    heavy = sum(word[:1].isupper() or any(c.isdigit() for c in word) or len(word) > 6 for word in words)
    return len(words) > 4, min(heavy, 12)


def _cited(disagreements: Iterable[Disagreement], relations: Iterable[Relation]) -> set[str]:
    """Articles that findings point at."""
    sides = {s.article for d in disagreements for side in d.sides for s in side.statements}
    return sides | {s.article for r in relations for stage in r.stages for s in stage.statements}


def _stages_in(relation: Relation, articles: set[str]) -> bool:
    return any(s.article in articles for stage in relation.stages for s in stage.statements)


def _passes(reuse: Reuse, articles: set[str]) -> bool:
    return reuse.a.article in articles and reuse.b.article in articles


def _where(reuse: Reuse) -> tuple[str, str, int, int]:
    return reuse.a.article, reuse.b.article, reuse.a.start, reuse.b.start


def _weighed(deed: Deed) -> tuple[int, int, bool, str, str]:
    """What most origins tell of first; then what both sides of are known of, in the order of time."""
    return -deed.origins, -deed.articles, not (deed.source and deed.target), deed.from_ or "9999", deed.id


def _when(entry: TimelineEntry) -> tuple[str, str]:
    return entry.from_, entry.to
