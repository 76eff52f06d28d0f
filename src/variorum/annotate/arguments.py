"""Who does it and to whom: the agents and the patients of a predicate, read off the dependency parse."""

from collections.abc import Iterator

from spacy.tokens import Token

from variorum.annotate.grammar import NOUNS, direct_objects, is_passive
from variorum.annotate.status import words

_RELATIVE = frozenset({"who", "which", "that", "whom"})
_OBJECT_CONTROL = words(
    "accuse ask urge tell order force persuade push press invite allow permit enable help warn compel oblige beg "
    "arrest detain jail imprison sentence fine indict sue punish penalise penalize investigate encourage direct task "
    "assign mandate empower instruct require advise convince lead cause get command suspect blame criticise criticize "
    "condemn "
    "denounce praise thank slam decry deplore censure rebuke berate lambast lambaste chide castigate reprimand hail "
    "laud applaud commend salute congratulate assail excoriate sanction "
    "ban bar prevent stop block charge convict want expect let make desire need like"
)
_WHEN = frozenset({"DATE", "TIME"})
_REACH = 6  # steps of control followed: past it no reader would either


def agents(verb: Token, reach: int = _REACH) -> list[Token]:
    """Who does what the verb says: its subject, the agent of its passive, or whoever controls it from above."""
    if is_passive(verb):
        return [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    return subjects(verb, reach)


def patients(verb: Token, reach: int = _REACH) -> list[Token]:
    """To whom it is done: objects of an active verb, the subject of a passive one, the antecedent of a participle."""
    found = direct_objects(verb)
    if found or not is_passive(verb):
        return found
    return subjects(verb, reach)


def recipients(verb: Token) -> list[Token]:
    """Who is told, given or sent something: "told her counterpart", "gave the port to"."""
    out: list[Token] = []
    for child in verb.children:
        if child.dep_ == "dative":
            out.extend([child] if child.pos_ != "ADP" else [t for t in child.children if t.dep_ == "pobj"])
    return out


def under(token: Token, prepositions: frozenset[str]) -> Iterator[tuple[str, Token]]:
    """Each (preposition, its object) that hangs on the token."""
    for child in token.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "PART"}:
            low = child.lower_
            for t in child.children:
                if t.dep_ == "pobj" and low in prepositions:
                    yield low, t
                elif t.dep_ == "prep" and low not in {
                    "along",
                    "together",
                }:  # "out of the deal", "from within the group"
                    yield from ((low, x) for x in t.children if x.dep_ == "pobj" and t.lower_ in prepositions)


def subjects(verb: Token, reach: int = _REACH) -> list[Token]:
    """The grammatical subjects, also where they are shared or controlled: "agreed to send", "met and signed"."""
    own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if len(own) > 1:  # a parse that has lost a clause: the nearest is the verb's
        between = own[0].doc[own[0].i : own[-1].i]
        if any(t.text == "," or t.pos_ == "VERB" for t in between) or all(t.lower_ != "and" for t in between):
            own = [min(own, key=lambda t: abs(t.i - verb.i))]
    if own:
        return [verb.head if verb.dep_ == "relcl" and t.lower_ in _RELATIVE else t for t in own]
    if reach == 0:
        return []
    head, dep = verb.head, verb.dep_
    if dep == "acl":
        return [head] if verb.tag_ in {"VBG", "VBN", "VBD"} else _of_noun(head, reach)
    if dep == "pcomp" and head.lower_ == "as":
        return patients(head.head, reach) if head.head.pos_ == "VERB" else []
    if dep == "pcomp" and head.lower_ == "for" and head.head.lemma_ in {"lash", "hit", "rail", "turn"}:
        return [t for _, t in under(head.head, frozenset({"at", "against", "on"}))]
    if dep == "pcomp":
        return _controlled(head.head, reach) if head.head.pos_ not in NOUNS else _of_noun(head.head, reach)
    if dep == "advcl" and (given := _empowered(verb)):
        return given
    if dep == "advcl" and head.lemma_ in {"call", "appeal"} and any(c.lower_ == "to" for c in verb.children):
        return _controlled(head, reach)
    if dep == "conj" and head.dep_ == "relcl" and verb.tag_ == "VBD" and any(c.lemma_ == "have" for c in head.children):
        outer = next((t for t in head.ancestors if t.pos_ == "VERB" and t.i < head.i), None)
        return subjects(outer, reach - 1) if outer is not None else []  # "rejected those who had fled and said"
    if dep in {"conj", "advcl", "ccomp"} and head.pos_ in {"VERB", "AUX"}:
        return subjects(head, reach - 1)
    if dep == "xcomp":
        return _controlled(head, reach)
    return []


def _empowered(verb: Token) -> list[Token]:
    """Who is given leave or means to do it: "gave the go-ahead to militants to attack"."""
    if verb.head.lemma_ not in {"give", "grant", "offer", "issue"} or all(c.lower_ != "to" for c in verb.children):
        return []
    return recipients(verb.head)


def _controlled(governor: Token, reach: int) -> list[Token]:
    """The subject that a governor lends to its complement: its object after "urge", its own subject after "agree"."""
    if governor.pos_ == "ADJ" and governor.lower_ in {"guilty", "responsible", "accountable"}:
        return patients(governor.head) if governor.head.pos_ == "VERB" else subjects(governor.head, reach - 1)
    if governor.pos_ == "ADJ":
        return subjects(governor.head, reach - 1) if governor.head.pos_ in {"VERB", "AUX"} else []
    if governor.pos_ not in {"VERB", "AUX"}:
        return []
    if governor.lemma_ in {"call", "appeal", "count", "rely"}:
        called = [t for _, t in under(governor, frozenset({"on", "upon", "to", "for"})) if t.ent_type_ not in _WHEN]
        if called:
            return called
    if governor.lemma_.lower() in _OBJECT_CONTROL:
        return patients(governor, reach - 1) or recipients(governor) or subjects(governor, reach - 1)
    return subjects(governor, reach - 1)


def _of_noun(noun: Token, reach: int) -> list[Token]:
    """Whose plan, decision or attempt it is."""
    if noun.lemma_ in {"suspicion", "charge", "allegation", "accusation", "count"} and noun.dep_ == "pobj":
        return patients(noun.head.head, reach - 1)  # "arrested him on suspicion of"
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners = owners or [t for _, t in under(noun, frozenset({"by"}))]
    if owners:
        return owners
    head = noun.head.head if noun.dep_ == "pobj" else noun.head
    if head.pos_ in {"VERB", "AUX"} and noun.dep_ in {"dobj", "attr", "pobj"}:
        return subjects(head, reach - 1)
    return []


def together(token: Token, most: int = 20) -> list[Token]:
    """The token and those joined to it by "and" or a comma."""
    out: list[Token] = []
    stack = [token]
    while stack and len(out) < most:
        node = stack.pop(0)
        out.append(node)
        stack = [c for c in node.children if c.dep_ == "conj" and c.i > node.i] + stack
    out = [*_before(token), *out]
    if len(out) > 1 and not any(c.dep_ == "cc" for t in out for c in t.children):
        out = out[:2] if _titles(out[0], out[1]) else out[:1]
    return [t for t, after in zip(out, [*out[1:], None], strict=True) if after is None or not _titles(t, after)]


def _before(name: Token) -> list[Token]:
    """People joined before a name by "and" whom the parse hangs under their own title: "Minister Li and Premier Wu"."""
    if name.ent_type_ != "PERSON":
        return []
    left = (t for t in name.subtree if t.i < name.i and t.dep_ == "appos" and t.ent_type_ == "PERSON")
    return [t for t in left if any(c.dep_ == "cc" and c.lower_ == "and" for c in t.children)]


def _titles(noun: Token, name: Token) -> bool:
    """Whether a noun tells the office of the name after it, though the parse joins them: "the premier, Ann Lee"."""
    if noun.pos_ not in NOUNS or noun.ent_type_ == "PERSON" or name.ent_type_ != "PERSON":
        return False
    return all(t.lower_ not in {"and", "or", "&"} for t in noun.doc[noun.i + 1 : name.i])
