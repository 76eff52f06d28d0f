"""Corrections that people make, put in words that stay true when everything is built anew."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

from variorum.errors import UsageError
from variorum.library import Library
from variorum.types import Actor, Judgement, Story

Verb = Literal["merge", "split", "confirm", "dismiss"]
FINDINGS = ("disagreement", "claim", "utterance", "event", "relation", "story", "actor")


def judge_actors(library: Library, verb: Literal["merge", "split"], actors: Sequence[str], note: str = "") -> Judgement:
    """Say that actors are one, or that names belong to different ones.

    Args:
        actors: ids of actors, or names as printed; two or more.

    Raises:
        UsageError: there are fewer than two, or no article prints such a name.
    """
    known = {name for actor in library.actors() for name in _names(actor)}
    names = []
    for given in actors:
        found = library.store.record("actor", given)
        name = found.name if isinstance(found, Actor) else given
        if name not in known:
            raise UsageError(f"no actor is called {given!r}; `variorum show actors` lists them")
        names.append(name)
    return _keep(library, verb, "actor", _grouped(verb, [(name,) for name in names], "actors"), note)


def judge_stories(library: Library, verb: Literal["merge", "split"], ids: Sequence[str], note: str = "") -> Judgement:
    """Say that stories are one, or that articles belong to different ones.

    Args:
        ids: of stories or articles; several articles that stay together may be joined by commas.

    Raises:
        UsageError: there are fewer than two, or there is no such story or article.
    """
    groups = [tuple(article for id in given.split(",") for article in _articles(library, id)) for given in ids]
    return _keep(library, verb, "story", _grouped(verb, groups, "stories or articles"), note)


def judge_findings(
    library: Library, verb: Literal["confirm", "dismiss"], ids: Sequence[str], note: str = ""
) -> Judgement:
    """Confirm findings, or dismiss them: those are kept but no longer shown.

    Raises:
        UsageError: there is no such finding.
    """
    for id in ids:
        if not any(library.store.record(kind, id) for kind in FINDINGS):
            raise UsageError(f"no finding {id!r}; `variorum export` gives their ids")
    return _keep(library, verb, "finding", tuple((id,) for id in ids), note)


def _names(actor: Actor) -> Iterable[str]:
    return (actor.name, *(alias.name for alias in actor.aliases))


def _articles(library: Library, id: str) -> tuple[str, ...]:
    story = library.store.record("story", id)
    if isinstance(story, Story):
        return story.articles
    return (library.article(id).id,)


def _grouped(verb: Verb, groups: Sequence[tuple[str, ...]], what: str) -> tuple[tuple[str, ...], ...]:
    members = [member for group in groups for member in group]
    if len(groups) < 2 or len(set(members)) < len(members):
        raise UsageError(f"name two or more different {what} to {verb}")
    return (tuple(members),) if verb == "merge" else tuple(groups)


def _keep(
    library: Library,
    verb: Verb,
    what: Literal["actor", "story", "finding"],
    groups: tuple[tuple[str, ...], ...],
    note: str,
) -> Judgement:
    key = repr((verb, what, sorted(map(sorted, groups))))
    judgement = Judgement(
        id=hashlib.blake2b(key.encode("utf8", "replace"), digest_size=6).hexdigest(),
        verb=verb,
        what=what,
        groups=groups,
        note=note,
        at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )
    library.judge(judgement)
    return judgement
