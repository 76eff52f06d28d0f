"""What the articles say of each name: who is meant by it, as far as the name and its country tell."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from variorum.lexicon.actors import country_name, entry_of
from variorum.lexicon.naming import generation
from variorum.link.people import parted_by_generation, person
from variorum.spelling import fold
from variorum.types import ActorKind, AnnotatedArticle, LocalActor, Mention

_POLITICAL = frozenset(("GOV", "ELI", "PTY", "LEG", "MIL", "OPP", "SPY", "JUD", "COP", "REB"))


@dataclass(slots=True, eq=False)
class Profile:
    """All chains that have one name, kind and country: never two actors unless they are namesakes in one country."""

    key: tuple[str, ...]
    kind: ActorKind
    name: str
    country: str | None = None
    names: Counter[str] = field(default_factory=Counter)  # as printed
    roles: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    company: set[str] = field(default_factory=set)  # who else is named in its articles
    locals: list[tuple[str, str]] = field(default_factory=list)
    mentions: list[tuple[str, Mention]] = field(default_factory=list)
    settled: bool = False  # the key alone says who it is: a country, an organisation of the lexicon
    size: int = 0  # chains

    @property
    def sectors(self) -> set[str]:
        """Its PLOVER sectors, those of public life as one."""
        found = {c.partition(".")[2] for c in self.codes} - {""}
        return {"GOV" if s in _POLITICAL else s for s in found}

    @property
    def namesake(self) -> bool:
        """Whether somebody is named with it who is a parent or child of the same name."""
        return self.kind == "person" and bool(generation(self.name)) and parted_by_generation(self.name, self.company)

    @property
    def single(self) -> bool:
        """Whether it is a person's name of one word."""
        return self.kind == "person" and sum(w.weight >= 1 for w in person(self.name).words) < 2


def profiles_of(articles: Sequence[AnnotatedArticle], parted: Collection[frozenset[str]] = ()) -> list[Profile]:
    """The profiles of all named actors of the articles, in the order of first mention. Linear.

    Args:
        articles: annotated articles.
        parted: pairs of names, folded, that a person split: where one chain bears both, the mentions under the second
            make a profile of their own.
    """
    out: dict[tuple[str, ...], Profile] = {}
    for article in articles:
        by_actor: dict[str, list[Mention]] = {}
        for mention in article.mentions:
            if mention.actor:
                by_actor.setdefault(mention.actor, []).append(mention)
        keys = {}
        for actor in article.actors:
            mentions = by_actor.get(actor.id, [])
            named = any(m.head == "name" and (m.label != "NORP" or actor.kind == "country") for m in mentions)
            if not actor.name or not named:
                continue
            away = _away(article, actor, mentions, parted) if parted else set()
            profile = _profile(out, actor)
            keys[actor.id] = profile
            _fill(profile, article, actor, [m for m in mentions if id(m) not in away])
            for mention in mentions:
                if id(mention) in away:
                    _set_apart(out, article, actor, mention)
        company = {p.key[1] for p in keys.values() if p.kind in ("person", "organisation", "country")}
        for profile in keys.values():
            if profile.kind in ("person", "organisation") and not profile.settled:
                profile.company |= company - {profile.key[1]}
    return list(out.values())


def _printed(article: AnnotatedArticle, mention: Mention) -> str:
    return " ".join(article.text[mention.start : mention.end].split())


def _away(
    article: AnnotatedArticle, actor: LocalActor, mentions: Iterable[Mention], parted: Collection[frozenset[str]]
) -> set[int]:
    """The mentions of a chain, by identity, whose name was split from a name that it keeps."""
    kept, away = [fold(actor.name)], set()
    for mention in mentions:
        name = fold(_printed(article, mention)) if mention.head == "name" else kept[0]
        if any(frozenset((name, other)) in parted for other in kept):
            away.add(id(mention))
        elif name not in kept:
            kept.append(name)
    return away


def _set_apart(
    out: dict[tuple[str, ...], Profile], article: AnnotatedArticle, actor: LocalActor, mention: Mention
) -> None:
    """Give a mention to the profile of its own printed name; what the chain says is not said of it."""
    name = _printed(article, mention)
    key = (actor.kind, fold(name), "")
    profile = out.setdefault(key, Profile(key, actor.kind, name))
    profile.names[name] += 1
    profile.mentions.append((article.id, mention))


def _profile(out: dict[tuple[str, ...], Profile], actor: LocalActor) -> Profile:
    key, name, settled = _key(actor)
    profile = out.get(key)
    if profile is None:
        profile = out[key] = Profile(key, actor.kind, name, actor.country, settled=settled)
    return profile


def _key(actor: LocalActor) -> tuple[tuple[str, ...], str, bool]:
    """What the chains of one profile share, the name to show, and whether it settles who is meant."""
    if actor.kind == "country" and actor.country:
        return ("country", actor.country), country_name(actor.country), True
    if actor.kind in ("organisation", "agreement"):
        bodies = (f"U.S. {actor.name}",) if (actor.code or "").startswith("USA") else ()  # "Congress"
        for name in (actor.name, *actor.aliases, *bodies):
            entry = entry_of(name)
            if entry is not None and entry.kind in ("organisation", "seat", "agreement"):
                return ("entry", entry.name), entry.name, True
    return (actor.kind, fold(actor.name), actor.country or ""), actor.name, actor.kind in ("place", "other")


def _fill(profile: Profile, article: AnnotatedArticle, actor: LocalActor, mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        profile.mentions.append((article.id, mention))
        if mention.head == "name" and mention.label != "NORP":
            profile.names[_printed(article, mention)] += 1
    profile.roles.update(" ".join(role.role.split()) for role in actor.roles)
    if actor.code:
        profile.codes[actor.code] += 1
    profile.locals.append((article.id, actor.id))
    profile.size += 1
