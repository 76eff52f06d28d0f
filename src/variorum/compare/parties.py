"""Who the sides of an event are across articles: countries for those who act for them, else bodies of countries."""

from collections import Counter
from collections.abc import Sequence

from variorum.types import Actor, AnnotatedArticle, EventActor, LocalActor


class Parties:
    """The parties that relations hold between."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self.names = {a.id: a.name for a in actors}
        self._ids = {local: a.id for a in actors for local in a.locals}
        countries: dict[str, Actor] = {}
        for actor in actors:
            if actor.kind == "country" and actor.country:
                best = countries.get(actor.country)
                if best is None or len(actor.mentions) > len(best.mentions):
                    countries[actor.country] = actor
        self._countries = {code: a.id for code, a in countries.items()}

    def of_side(self, article: AnnotatedArticle, side: EventActor) -> str | None:
        """The party that one side of an event belongs to, or None where it is nobody's."""
        country = _country(side.code)
        if country in self._countries:
            return self._countries[country]
        local = self._local(article, side.actor)
        return self._organisation(article, local) if local is not None else None

    def of_local(self, article: AnnotatedArticle, local: LocalActor) -> str | None:
        """The country that an actor acts for, or the body between countries that it is."""
        country = local.country or _country(local.code)
        if country in self._countries:
            return self._countries[country]
        return self._organisation(article, local)

    def of_code(self, country: str) -> str | None:
        """The actor that a country is."""
        return self._countries.get(country)

    def is_body(self, party: str, article: AnnotatedArticle) -> bool:
        """Whether a party is a body that countries are members of."""
        return any(
            a.kind == "organisation" and _between(a) and self._ids.get((article.id, a.id)) == party
            for a in article.actors
        )

    def leading(self, article: AnnotatedArticle) -> tuple[str, str] | None:
        """The two countries that an article is about, where no third comes near them."""
        local = {a.id: a for a in article.actors}
        counts: Counter[str] = Counter()
        for mention in article.mentions:
            actor = local.get(mention.actor or "")
            party = self._countries.get((actor.country or _country(actor.code) or "") if actor is not None else "")
            if party is not None:
                counts[party] += 1
        top = counts.most_common(3)
        if len(top) < 2 or (len(top) == 3 and top[2][1] * 2 > top[1][1]):
            return None
        first, second = sorted((top[0][0], top[1][0]))
        return first, second

    def _organisation(self, article: AnnotatedArticle, local: LocalActor) -> str | None:
        return self._ids.get((article.id, local.id)) if local.kind == "organisation" and _between(local) else None

    def _local(self, article: AnnotatedArticle, local: str | None) -> LocalActor | None:
        return next((a for a in article.actors if a.id == local), None) if local else None


def _country(code: str | None) -> str | None:
    first = (code or "").partition(".")[0]
    return first if len(first) == 3 and first not in {"IGO", "NGO", "IMG", "MNC"} else None


def _between(actor: LocalActor) -> bool:
    return (actor.code or "").startswith("IGO")
