"""Who speaks: the actor of the article that a source names, or nobody where it cannot be told.

The head of the source decides ("a spokesman for Reeve" is not Reeve), then a name beside it in apposition. "Who" is
whom it follows. An attribution without a source goes on with the speaker before it, where nothing stands between.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from spacy.tokens import Token

from variorum.annotate.attribution import Attribution
from variorum.annotate.chains import sex_of
from variorum.annotate.marks import Marks
from variorum.annotate.parsed import Parsed
from variorum.lexicon.actors import offices
from variorum.lexicon.speech import NAME, SAY
from variorum.types import LocalActor, Mention, Span

_IN_TITLES = ("NOUN", "PROPN", "ADJ", "DET", "NUM")
_SEX = {"he": "m", "she": "f"}
_PLAIN = 4  # tokens of a description that says no more than an office: "the union minister"
_MOST = 20  # names between a speech and the next that are looked at
_STRESSED = ("himself", "herself", "itself", "themselves")  # "the president himself"
_DESCRIBING = ("DET", "ADJ", "NOUN")
_RELATIVE = ("WP", "WDT", "WP$")
_JOINS_TITLES = ("-", "'s", "’s", "of", "for")
REACH = 60  # tokens before a quotation without a cue, among which a verb may name its speaker


class Speakers:
    """Finds speakers, one attribution after another in the order of the text."""

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention], actors: Sequence[LocalActor], marks: Marks) -> None:
        self._parsed = parsed
        self._actors = {actor.id: actor for actor in actors}
        named = {m.actor for m in mentions if m.head == "name"}
        named |= {actor.id for actor in actors if actor.kind == "organisation"}  # "the Norlish foreign ministry"
        self._mention_at: dict[int, Mention] = {}  # by token
        for mention in mentions:
            if mention.actor in named:
                for token in parsed.tokens((mention.start, mention.end)):
                    held = self._mention_at.get(token.i)
                    if held is None or held.end - held.start > mention.end - mention.start:
                        self._mention_at[token.i] = mention
        self._marks = marks
        self._naming = sorted((m for m in mentions if m.actor in self._actors), key=lambda m: m.start)
        self._people = [m for m in mentions if m.head == "name" and m.label == "PERSON"]
        self._called = {m.actor: sex for m in mentions if (sex := _SEX.get(parsed.text[m.start : m.end].lower()))}
        self._last: tuple[int, LocalActor | None, bool] = (-1, None, False)
        self._spoke: list[tuple[int, LocalActor, int]] = []  # the last people who did: paragraph, who, end of it

    def of(self, attribution: Attribution, *, direct: bool) -> LocalActor | None:
        """The speaker of the next attribution.

        Args:
            attribution: later in the text than those asked about before.
            direct: whether its content stands between quotation marks.
        """
        start = attribution.content[0][0]
        paragraph = self._marks.paragraph(start)
        if attribution.source:
            found = self._named(attribution.source[0]) or self._still(attribution.source[0], paragraph)
        elif attribution.cue or not direct:
            found = None
        else:
            found = self._goes_on(paragraph, start)
        if attribution.source or found:
            self._last = (paragraph, found, direct)
            if found and found.kind == "person":
                end = max(end for spans in (attribution.content, attribution.source) for _, end in spans)
                self._spoke = [*self._spoke[-2:], (paragraph, found, end)]
        return found

    def _goes_on(self, paragraph: int, start: int) -> LocalActor | None:
        """Who is still speaking where a quotation has no words that say so."""
        before, speaker, direct = self._last
        opens = paragraph >= 0 and start - self._parsed.paragraphs[paragraph][0] < 2
        if before == paragraph:
            return speaker
        if opens:
            return speaker if direct and before == paragraph - 1 else None
        return self._judge_before(paragraph, start)

    def _still(self, source: Span, paragraph: int) -> LocalActor | None:
        """Whoever spoke last, where "he" or "the senator" can be no other: nobody has been named in between."""
        tokens = [t for t in self._parsed.tokens(source) if not t.is_space]
        sex = _SEX.get(tokens[0].lower_, "") if len(tokens) == 1 else ""
        plain = 1 < len(tokens) < _PLAIN and tokens[0].lower_ == "the" and tokens[-1].lower_ in offices()
        if not (sex or plain):
            return None
        for before, speaker, since in reversed(self._spoke):
            if paragraph - before > 1:
                return None
            if not sex or self._sex(speaker) in ("", sex):
                first = bisect_left(self._people, since, key=lambda m: m.start)
                named = takewhile(lambda m: m.start < source[0], self._people[first : first + _MOST])
                other = any(m.actor != speaker.id for m in named) or self._of_another_country(source, speaker)
                return None if other else speaker
        return None

    def _of_another_country(self, source: Span, speaker: LocalActor) -> bool:
        """Whether a description names a country, "the Norlish minister", that is not the speaker's, or may be that of
        another person of the article."""
        first = bisect_left(self._naming, source[0], key=lambda m: m.start)
        inside = takewhile(lambda m: m.end <= source[1], self._naming[first:])
        named = {of for m in inside if (of := _country(self._actors[m.actor or ""]))}
        own = _country(speaker)
        if not named or own in named:
            return False
        return bool(own) or any(a.kind == "person" and _country(a) in named for a in self._actors.values())

    def _sex(self, actor: LocalActor) -> str:
        """What the article, or else the given name, tells of somebody's sex."""
        return self._called.get(actor.id) or sex_of(actor.name)

    def _judge_before(self, paragraph: int, start: int) -> LocalActor | None:
        """The subject, or the agent of a passive, of the last verb of speech or judgement before, in the paragraph."""
        if paragraph < 0:
            return None
        tokens = self._parsed.tokens((self._parsed.paragraphs[paragraph][0], start))
        for token in reversed(tokens[-REACH:]):
            if token.pos_ == "VERB" and token.lemma_.lower() in SAY | NAME:
                for child in token.children:
                    if child.dep_ == "nsubj":
                        return self._at(child)
                    if child.dep_ == "agent":
                        return next((self._at(c) for c in child.children if c.dep_ == "pobj"), None)
        return None

    def _named(self, source: Span) -> LocalActor | None:
        told = [t for t in self._parsed.tokens(source) if not t.is_space and t.lower_ not in _STRESSED]
        tokens = told[:1] + list(takewhile(lambda t: t.tag_ not in _RELATIVE, told[1:]))  # ", who chairs the union"
        if not tokens:
            return None
        inside = {t.i for t in tokens}
        heads = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
        for head in heads[:1]:
            if head.tag_ in ("WP", "WDT"):
                return self._antecedent(head)
            found = self._at(head)
            if found is not None and self._has_company(tokens, found):
                return None
            if found is not None:
                return found if found.kind == "person" else self._titled(tokens) or found
            for child in head.children:
                if child.dep_ == "appos" and child.i in inside and (found := self._at(child)) is not None:
                    return found
            if head.pos_ == "PROPN" or len(heads) > 1:
                return self._only_person(tokens)
            return self._after_title(tokens)
        return None

    def _has_company(self, tokens: Sequence[Token], found: LocalActor) -> bool:
        """Whether a source names another beside the one found: then the words are not one speaker's."""
        joined = (t for t in tokens if t.dep_ == "conj" and t.pos_ in ("PROPN", "NOUN"))
        others = (self._mention_at.get(t.i) for t in joined)
        return any(m is not None and m.actor != found.id and m.label in ("PERSON", "ORG", "COUNTRY") for m in others)

    def _titled(self, tokens: Sequence[Token]) -> LocalActor | None:
        """The person at the end of a source whose title names a body ("the league's secretary-general Ida Moor")."""
        at = len(tokens)
        while at and (mention := self._mention_at.get(tokens[at - 1].i)) and mention.label == "PERSON":
            at -= 1
        title_only = all(t.pos_ in _IN_TITLES or t.text in _JOINS_TITLES for t in tokens[:at])
        return self._only_person(tokens) if at < len(tokens) and title_only else None

    def _after_title(self, tokens: Sequence[Token]) -> LocalActor | None:
        """The person named after a title and a comma ("the chief of the carriers' union, Osman Rindal,"), unless the
        title may be another's: "a spokesman for the president, Ada Reeve"; "its president, Ada Reeve" is one."""
        title = list(takewhile(lambda t: t.text != ",", tokens))
        told = [t for t in tokens[len(title) + 1 :] if t.text != ","]
        name = list(dropwhile(lambda t: t.pos_ in _DESCRIBING, told))  # "the Norlish engineer | Osman Rindal"
        of_somebody = title[-1].lower_ in offices() and title[0].tag_ != "PRP$"
        others = len(title) < 2 or of_somebody or any(t.lower_ == "for" for t in title)
        if others or not name or any(t.pos_ != "PROPN" for t in name):
            return None
        return self._only_person(name)

    def _antecedent(self, pronoun: Token) -> LocalActor | None:
        """Whom a relative pronoun stands for."""
        verb = next((t for t in pronoun.ancestors if t.dep_ == "relcl"), None)
        return self._at(verb.head) if verb is not None else None

    def _at(self, token: Token) -> LocalActor | None:
        """The actor whose mention holds the token, if that can speak: a person, a body, or a country's government."""
        mention = self._mention_at.get(token.i)
        if mention is None or mention.actor is None:
            return None
        actor = self._actors.get(mention.actor)
        if actor is None or actor.kind in ("agreement", "place"):
            return None
        if mention.label == "NORP" and (actor.kind == "country" or token.tag_ in ("JJ", "NN", "NNP")):
            return None  # one of a people or a party, or the people: "the Norlish", "a Norlish-born singer"
        named_after = (c.dep_ == "compound" and c.pos_ == "PROPN" and c.idx < mention.start for c in token.children)
        if actor.kind == "country" and any(named_after):
            return None  # "Acme Norland"
        return actor

    def _only_person(self, tokens: Sequence[Token]) -> LocalActor | None:
        """The one person that a source names."""
        found = {m.actor for t in tokens if (m := self._mention_at.get(t.i)) and m.label == "PERSON"}
        return self._actors.get(found.pop() or "") if len(found) == 1 else None


def _country(actor: LocalActor) -> str:
    """The code of the country that an actor is, or is of."""
    return actor.country or (actor.code or "")[:3]
