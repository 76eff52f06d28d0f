"""Pronouns: whom "he", "its" and "they" mean, or nobody where two could be meant."""

from itertools import islice

from spacy.tokens import Token

from variorum.annotate.chains import Chain
from variorum.annotate.focus import Seen, State, Text, clause, is_subject
from variorum.lexicon.speech import SAY

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "themselves"), "they"),
}
_SHARING = frozenset(("xcomp", "advcl", "pcomp", "conj"))
_DEEPEST = 6  # verbs that share one subject
_LONGEST = 200  # tokens of a sentence that is searched for its speaker


def antecedent(text: Text, state: State, token: Token, kind: str, number: int) -> Chain | None:
    """The chain that a pronoun means, or None where two could be meant."""
    if token.lower_ in ("his", "her", "its", "their") and 0 < token.i < len(token.doc) - 1:
        before, after = token.nbor(-1).lower_, token.nbor(1).lower_
        if before in ("for", "on") and after == "part":
            return None  # the one meant is named after it
    if kind in "mf":
        return _person(text, state, token, kind, number)
    if kind == "it":
        if token.lower_ == "it" and _expletive(token):
            return None
        return _thing(text, state, token, number)
    return _many(text, state, token, number)


def _person(text: Text, state: State, token: Token, kind: str, number: int) -> Chain | None:
    quoted = text.in_quotes(token.idx)
    other = "f" if kind == "m" else "m"
    found = [s for s in state.people() if s.chain.gender != other]
    if token.dep_ in ("dobj", "pobj", "dative", "iobj") and token.lower_ in ("him", "her"):
        verbs = _governing(clause(token))
        acting = {s.chain for s in found if s.subject and s.root is not None and clause(s.root) in verbs}
        found = [s for s in found if s.chain not in acting]
    if token.dep_ == "nsubj":
        found = [s for s in found if s.sentence != number or not _beside(s.root, token)]
    verb = token.head
    if token.dep_ == "nsubj" and verb.dep_ == "conj" and not quoted:
        before = next((c for c in verb.head.children if c.dep_ == "nsubj" and c.lower_ == token.lower_), None)
        if before is not None:  # "she agreed that Roe would lose, but | she said"
            return next((s.chain for s in found if s.root is not None and s.root.i == before.i), None)
    speaks = token.dep_ == "nsubj" and _speaks(token)
    if quoted:
        return _person_in_quotes(text, state, found, token, number)
    if speaks:
        found = [s for s in found if not s.quoted]  # whom a speaker names is not the speaker
        if found and _is_in_speech(found[0], token):
            found = [s for s in found if s.chain is not found[0].chain]
    scores: dict[int, tuple[float, Chain]] = {}
    for rank, s in enumerate(found[:8]):
        score = _weight(state, s, token, kind, speaks=speaks) - 0.1 * rank
        score += _above(s, token) if s.sentence == number else 0.0
        if id(s.chain) not in scores or score > scores[id(s.chain)][0]:
            scores[id(s.chain)] = score, s.chain
    return _best(list(scores.values()))


def _beside(root: Token | None, subject: Token) -> bool:
    """Whether a name hangs on the verb that a pronoun is the subject of: "of Reeve, | he said", where he is another."""
    return root is not None and root.dep_ in ("pobj", "dobj") and clause(root) == clause(subject) == subject.head


def _weight(state: State, seen: Seen, token: Token, kind: str, *, speaks: bool) -> float:
    """How likely a mention is whom a pronoun for a person means.

    Args:
        state: what the text has named so far.
        seen: the mention.
        token: the pronoun.
        kind: its sex, "m" or "f".
        speaks: whether it is the subject of a verb of speech, as whoever spoke last then is.
    """
    away = state.told - seen.told
    weight = -2.0 * away + (2.5 if seen.subject else 0.0) - (1.5 if seen.quoted else 0.0)
    weight += 0.8 if seen.chain.gender == kind else 0.0
    root = seen.root
    if root is None:
        return weight
    verb = clause(root)
    if seen.subject and away < 2 and _is_main(verb):
        weight += 0.5
        weight += 0.5 if speaks and verb.lemma_.lower() in SAY else 0.0
    if not seen.subject and root.dep_ == "poss" and is_subject(root.head):
        weight += 1.0  # "| Lee's plan would help"
    return weight


def _is_main(verb: Token) -> bool:
    """Whether no other verb governs a verb: what somebody is reported to have done is not the sentence's own."""
    while verb.dep_ == "conj" and verb.head.i < verb.i:
        verb = verb.head
    return verb.dep_ in ("ROOT", "parataxis")


def _is_in_speech(seen: Seen, token: Token) -> bool:
    """Whether the name before a pronoun stands in what is said, in the midst of it: "| Lee, she said, would come"."""
    doc, before, after = token.doc, token.i - 1, token.head.i + 1
    if before < 0 or after >= len(doc) or doc[before].text != "," or doc[after].text != ",":
        return False
    name = seen.root
    return name is not None and name.pos_ == "PROPN" and name.dep_ != "poss" and token.sent.start <= name.i < token.i


def _above(seen: Seen, token: Token) -> float:
    """How near above a pronoun the verb of a subject stands: "the spokesman denied that the leader said he would"."""
    if not seen.subject or seen.root is None:
        return 0.0
    verb, depth = clause(seen.root), 0
    for node in islice(token.ancestors, 12):
        if node == verb:
            return max(0.0, 0.9 - 0.3 * depth)
        depth += node.pos_ in ("VERB", "AUX")
    return 0.0


def _governing(verb: Token) -> list[Token]:
    """A verb and those whose subject it shares: "she sang before | asking him"."""
    out = [verb]
    while (
        len(out) < _DEEPEST
        and verb.dep_ in _SHARING
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    ):
        verb = clause(verb.head)
        out.append(verb)
    return out


def _best(scores: list[tuple[float, Chain]]) -> Chain | None:
    scores.sort(key=lambda x: -x[0])
    if not scores or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.5):
        return None
    return scores[0][1]


def _person_in_quotes(text: Text, state: State, found: list[Seen], token: Token, number: int) -> Chain | None:
    """Within quotation marks: somebody other than the speaker, whoever was last said to speak, or last acted."""
    subjects = [s for s in state.recent(number, 1) if s.subject and not s.quoted]
    speaker = _said_by(text, token) or next((s.chain for s in subjects if s.root is not None and _speaks(s.root)), None)
    if speaker is None:
        speaker = next((s.chain for s in found if s.subject and not s.quoted and not _passive(s.root)), None)
    others = {id(s.chain): s.chain for s in found if s.chain is not speaker}
    return next(iter(others.values())) if len(others) == 1 else None


def _said_by(text: Text, token: Token) -> Chain | None:
    """Whoever the sentence names as the speaker, before the quotation or after it."""
    sentence = token.sent
    for verb in sentence if len(sentence) < _LONGEST else ():
        if verb.pos_ == "VERB" and verb.lemma_.lower() in SAY and not text.in_quotes(verb.idx):
            for child in verb.children:
                if child.dep_ == "nsubj" and child.i in text.heads:
                    return text.heads[child.i]
    return None


def _passive(token: Token | None) -> bool:
    return token is not None and token.dep_ == "nsubjpass"


def _speaks(token: Token) -> bool:
    """Whether a token is the subject of a verb of saying."""
    verb = clause(token.head)
    return verb.lemma_.lower() in SAY


def _thing(text: Text, state: State, token: Token, number: int) -> Chain | None:
    """A country or organisation: the subject of the clause or of the sentence before, else the only one named there."""
    kinds = ("country", "organisation", "agreement")
    found = [s for s in state.recent(number, 1) if s.chain.kind in kinds and not s.chain.plural]
    here = [s for s in found if s.sentence == number]
    if token.lower_ == "its" and here:
        subjects = [s for s in here if s.subject]
        if subjects:
            return subjects[0].chain
        distinct = {id(s.chain) for s in here}
        return here[0].chain if len(distinct) == 1 else None
    people = any(s.chain.kind == "person" and s.subject for s in state.recent(number, 1))
    subjects = [s for s in found if s.subject]
    if subjects and (not people or token.lower_ == "its" or subjects[0].sentence == number):
        return subjects[0].chain
    return None


def _many(text: Text, state: State, token: Token, number: int) -> Chain | None:
    """A group that was the subject of this sentence or of the one before."""
    found = [s for s in state.recent(number, 1) if s.subject]
    if not found or text.in_quotes(token.idx) != found[0].quoted:
        return None
    chain, root = found[0].chain, found[0].root
    plural = chain.plural or (root is not None and root.tag_ in ("NNS", "NNPS"))
    alone = root is None or not any(c.dep_ == "conj" for c in root.children)
    return chain if plural and alone and chain.kind != "person" else None


def _expletive(token: Token) -> bool:
    """Whether "it" stands for nothing: "it is important that", "it may take some time to"."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    lemma = verb.lemma_.lower()
    if lemma in ("seem", "appear", "rain", "snow", "turn", "happen", "take", "emerge"):
        return True
    if lemma == "be" or any(c.dep_ in ("auxpass",) for c in verb.children):
        return any(c.dep_ in ("acomp", "ccomp", "xcomp", "advcl", "csubj", "attr") for c in verb.children)
    return False
