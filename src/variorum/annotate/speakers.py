"""Who speaks: the actor of the article that a source names, or nobody where it cannot be told.

The head of the source decides ("a spokesman for Reeve" is not Reeve), then a name beside it in apposition. "Who" is
whom it follows. An attribution without a source goes on with the speaker before it, where nothing stands between.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
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
_NOUNS = ("PROPN", "NOUN")
_BODIES = ("PERSON", "ORG", "COUNTRY")
_OTHERS = frozenset(("only", "other", "lone", "next", "last", "first", "second", "third"))
_PLAIN = 4  # tokens of a description that says no more than an office: "the union minister"
_LONGEST = 8  # tokens of a description
_MOST = 20  # names between a speech and the next that are looked at
_STRESSED = ("himself", "herself", "itself", "themselves")  # "the president himself"
_DESCRIBING = ("DET", "ADJ", "NOUN")
_RELATIVE = ("WP", "WDT", "WP$")
_JOINS_TITLES = ("-", "'s", "’s", "of", "for")
_CALLING = re.compile(r"(?:surgeon|[a-z](?<!l)ist|alist|naire|neer|tician|gressman|gresswoman|nessman|nesswoman)\Z")
_CALLED = frozenset(  # what one person is and another is not, with nothing to do beside those who are told of
    (
        *("leader", "governor", "mayor", "senator", "candidate", "nominee", "runner", "incumbent", "lawmaker"),
        *("legislator", "brigadier", "general", "colonel", "admiral", "author", "writer", "actor", "actress"),
        *("singer", "comedian", "coach", "host", "historian", "tycoon", "magnate", "mogul", "star", "banker"),
        *("native", "veteran", "old", "democrat", "republican", "premier", "chancellor"),
    )
)
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
            found = self._named(attribution.source[0])
            if found is not None and self._is_told_of(found, attribution):
                found = None
            found = found or self._still(attribution, paragraph) or self._brought_in(attribution, paragraph)
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

    def _is_told_of(self, found: LocalActor, attribution: Attribution) -> bool:
        """Whether "he" or "she" would be whom the words after it name: "he said | Lee would come"."""
        start, end = attribution.source[0]
        if self._parsed.text[start:end].lower() not in _SEX:
            return False
        after = (span for span in attribution.content if span[0] >= end and not self._marks.touching(span))
        return any(m.actor == found.id for span in after for m in self._named_in(span))

    def _named_in(self, span: Span) -> Iterator[Mention]:
        """The people whom a stretch names."""
        first = bisect_left(self._people, span[0], key=lambda m: m.start)
        return takewhile(lambda m: m.start < span[1], self._people[first : first + _MOST])

    def _still(self, attribution: Attribution, paragraph: int) -> LocalActor | None:
        """Whoever spoke last, where "he" or "the senator" can be no other: nobody has been named in between."""
        source = attribution.source[0]
        tokens = [t for t in self._parsed.tokens(source) if not t.is_space]
        sex = _SEX.get(tokens[0].lower_, "") if len(tokens) == 1 else ""
        plain = 1 < len(tokens) < _PLAIN and tokens[0].lower_ == "the" and tokens[-1].lower_ in offices()
        if not (sex or plain):
            return None
        for before, speaker, since in reversed(self._spoke):
            if paragraph - before > 1:
                return None
            if not sex or self._sex(speaker) in ("", sex):
                named = (m for m in self._named_in((since, source[0])) if not _within(m, attribution))
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

    def _brought_in(self, attribution: Attribution, paragraph: int) -> LocalActor | None:
        """The only person whom the report has named before in the paragraph, or else in the one before it, where a
        description says no more than somebody's calling: "Ann Lee was blunt. "…," | the retired surgeon | said".
        """
        start, end = attribution.source[0]
        tokens = [t for t in self._parsed.tokens((start, end)) if not t.is_space]
        if paragraph < 0 or not _is_calling(tokens):
            return None
        noun = tokens[-1]
        found: set[str | None] = set()
        for since in (paragraph, max(paragraph - 1, 0)):
            named = self._named_in((self._parsed.paragraphs[since][0], start))
            told_of = (m for m in named if not _within(m, attribution) and not self._marks.touching((m.start, m.end)))
            found = found or {m.actor for m in told_of}
        actor = self._actors.get(found.pop() or "") if len(found) == 1 else None
        own_words = (m for span in attribution.content for m in self._named_in(span))
        if actor is None or any(m.actor == actor.id for m in own_words):
            return None
        if offices().get(noun.lower_, ("", ""))[1] not in ("", self._sex(actor)):
            return None
        told = [t for t in self._parsed.doc[: tokens[0].i] if t.lower_ == noun.lower_]
        own = [role.span for role in actor.roles]
        return actor if all(any(a <= t.idx < b for a, b in own) for t in told) else None

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
            if (found := self._of_two_titles(tokens)) is not None:
                return found
            found = self._at(head)
            if self._has_company(head, tokens):
                return None
            if found is not None:
                return found if found.kind == "person" else self._titled(tokens) or found
            for child in head.children:
                if child.dep_ == "appos" and child.i in inside and (found := self._at(child)) is not None:
                    return found
            if head.pos_ == "PROPN" or len(heads) > 1 or self._opens_with_name(tokens):
                return self._only_person(tokens)
            return self._after_title(tokens)
        return None

    def _has_company(self, head: Token, tokens: Sequence[Token]) -> bool:
        """Whether a source names another beside its head: then the words are not one speaker's."""
        inside = {t.i for t in tokens}
        own = self._mention_at.get(head.i)
        for word in head.conjuncts:
            if word.i < head.i or word.i not in inside:
                continue
            beside = self._mention_at.get(word.i)
            if beside is None and word.pos_ == head.pos_ == "PROPN" and word.lower_ not in offices():
                return True  # a name that nobody is known by
            near = word.subtree if own is not None and word.pos_ in _NOUNS else (word,)
            others = (self._mention_at.get(t.i) for t in near if t.i in inside)
            known = own.actor if own is not None else None
            if any(m is not None and m.actor != known and m.label in _BODIES for m in others):
                return True
        return False

    def _opens_with_name(self, tokens: Sequence[Token]) -> bool:
        """Whether a source is a name and what is said of it, however that is parsed: "Ann Lee, head of X"."""
        first = self._mention_at.get(tokens[0].i)
        named = first is not None and first.head == "name" and first.label == "PERSON"
        return first is not None and named and self._parsed.text[first.end : first.end + 2].lstrip()[:1] == ","

    def _of_two_titles(self, tokens: Sequence[Token]) -> LocalActor | None:
        """The person at the end of two titles without an article: "former judge and Oxbury mayor | Ann Lee"."""
        told = list(takewhile(lambda t: t.text != ",", tokens))
        titles = list(takewhile(lambda t: (m := self._mention_at.get(t.i)) is None or m.label != "PERSON", told))
        joint = next((k for k, t in enumerate(titles) if t.lower_ == "and"), 0)
        if not joint or titles[-1].lower_ not in offices() or titles[joint - 1].lower_ not in offices():
            return None
        rest = (*titles[:joint], *titles[joint + 1 :])
        plain = all(t.pos_ in _IN_TITLES or t.text in _JOINS_TITLES for t in rest)
        return self._only_person(told) if plain and titles[0].pos_ not in ("DET", "PRON") else None

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
        """Whom a relative pronoun stands for: the noun before it, or whose description that noun is a part of.

        "Ann Lee, the mayor of Oxbury, | who …", "the mayor, Ann Lee, | who …"; nobody where two may be meant: "Ann Lee,
        a friend of Jo Roe, | who …".
        """
        verb = next((t for t in pronoun.ancestors if t.dep_ == "relcl"), None)
        if verb is None or verb.head.i > pronoun.i:
            return None
        noun, found = verb.head, self._at(verb.head)
        if found is not None:
            return found if self._is_free(noun, found) else None
        apposed = (c for c in noun.children if c.dep_ == "appos" and c.i < pronoun.i)
        if (found := next(filter(None, map(self._at, apposed)), None)) is not None:
            return found
        if noun.tag_ == "NNS" or pronoun.lower_ not in ("who", "whom"):
            return None
        if noun.dep_ == "pobj" and self._is_place(noun):  # "the mayor of Oxbury, who"
            noun = noun.head.head
        if noun.dep_ == "conj" and noun.head.dep_ == "appos":  # "Ann Lee, a doctor and former mayor who"
            noun = noun.head
        if noun.dep_ == "appos":
            noun = noun.head
        found = self._at(noun) if noun.i != verb.head.i else None
        return found if found is not None and found.kind == "person" else None

    def _is_free(self, noun: Token, found: LocalActor) -> bool:
        """Whether a name before "who" does not end a description of another: "an adviser to | Jo Roe, | who"."""
        of = noun
        while of.dep_ in ("pobj", "prep", "conj") and of.head.i < of.i:
            of = of.head
        if of.i == noun.i:
            return True
        named = self._at(of.head) if of.dep_ == "appos" and of.head.i < of.i else None
        return of.lower_ not in offices() and (named is None or named.id == found.id)

    def _is_place(self, token: Token) -> bool:
        mention = self._mention_at.get(token.i)
        return mention is not None and mention.label in ("PLACE", "COUNTRY")

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


def _within(mention: Mention, attribution: Attribution) -> bool:
    return any(start <= mention.start < end for start, end in attribution.content)


def _is_calling(tokens: Sequence[Token]) -> bool:
    """Whether a source is "the" and a description by what somebody is, and by nobody else: "the retired surgeon"."""
    if not 1 < len(tokens) <= _LONGEST or tokens[0].lower_ != "the":
        return False
    if any(t.dep_ in ("poss", "prep") or t.text == "," or t.lower_ in _OTHERS for t in tokens):
        return False
    noun = tokens[-1]
    if noun.lower_ in _CALLED:
        return noun.tag_ in ("NN", "NNP", "JJ")
    return noun.tag_ == "NN" and bool(_CALLING.search(noun.lower_))
