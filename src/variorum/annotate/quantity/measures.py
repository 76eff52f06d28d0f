"""What an amount measures: what grew, what it is a share of, what it cost, who died. Read off the parse."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from variorum.annotate.numerals import word_set
from variorum.annotate.quantity import verbs
from variorum.annotate.quantity.amounts import Amount
from variorum.annotate.quantity.units import MEASURES

_ACCOUNT = word_set(  # words of the amount itself
    "% percent per cent million billion trillion thirds quarters fifths tenths euro dollar pound"
)
_LEVEL_PREPOSITIONS = frozenset({"to", "at", "above", "below", "near", "in", "from", "over", "under"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT"})
_CLIMB = 14
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_PEOPLE_UNITS_NOT = MEASURES


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: the measure's name, the noun it is read off, the verb, and whether the subject was a pronoun."""

    name: str | None = None
    noun: Token | None = None
    verb: Token | None = None
    pronoun: bool = False
    change: str | None = None  # "growth" or "decline"


def name_of(noun: Token) -> str:
    """A noun with its compounds and telling adjectives, in lower case; "number of infections" is infections."""
    word = noun.text if noun.ent_type_ in _NAMES else noun.lower_
    if word in verbs.HOLLOW:
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in"):
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        return name_of(inner)
    words = [
        t.lower_
        for t in noun.lefts
        if (t.dep_ == "compound" and t.pos_ in ("NOUN", "PROPN", "ADJ") and t.lower_ not in _ACCOUNT)
        or (t.dep_ == "amod" and t.lower_ in verbs.TELLING)
    ]
    nested = [t.lower_ for c in noun.lefts if c.dep_ == "compound" for t in c.lefts if t.dep_ in ("compound", "amod")]
    return " ".join([*(w for w in nested if w not in _ACCOUNT), *words, word])


def measure(doc: Doc, amount: Amount, noun: Token | None) -> Measured:
    """What the amount measures, from the nearest word that tells."""
    if amount.kind in ("age", "magnitude"):
        return Measured(name=amount.kind)
    core = _core(doc, amount, noun)
    if found := _of_phrase(doc, amount, core):
        return found
    if amount.kind in ("percent", "money", "points", "fraction") and (found := _modified(doc, amount)):
        return found
    if found := _governing_noun(doc, amount, core):
        return found
    return _clause(doc, amount, core, noun)


def _core(doc: Doc, amount: Amount, noun: Token | None) -> Token:
    """The token that stands for the amount in the parse."""
    if amount.kind == "count" and noun is not None and (doc[amount.last + 1].lower_ != "of"):
        return noun
    return doc[amount.first : amount.last + 1].root


def _object_of(preposition: Token) -> Token | None:
    return next((c for c in preposition.children if c.dep_ in ("pobj", "pcomp")), None)


def _of_phrase(doc: Doc, amount: Amount, core: Token) -> Measured | None:
    """ "30 percent of exports", "3.5 million tonnes of coal": what follows "of"."""
    at = core.i + 1 if amount.kind == "count" else amount.last + 1
    if amount.kind == "fraction" and "in" in doc[amount.first : amount.last + 1].text.lower().split():
        return _ratio_of(doc, amount)
    if at >= len(doc) or doc[at].lower_ != "of":
        if (
            amount.kind == "fraction"
            and at < len(doc)
            and doc[at].lower_ in ("the", "its", "their")
            and doc[at].head.pos_ == "NOUN"
        ):
            return Measured(name="share of " + name_of(doc[at].head), noun=doc[at].head)
        return None
    whole = _object_of(doc[at]) or _next_noun(doc, at + 1)
    if whole is None or whole.pos_ in ("NUM",):
        return None
    if amount.kind == "count":
        if core.lower_ in MEASURES:
            return Measured(name=name_of(whole), noun=whole)
        return None
    if amount.kind == "money":
        return Measured(name=name_of(whole), noun=whole)
    if amount.kind not in ("percent", "fraction"):
        return None
    if name_of(whole) in ("gdp", "gross domestic product", "domestic product"):
        return None
    verb = _verb_above(core)
    before = doc[amount.before].lower_ if amount.before >= 0 else ""
    shares = verb is not None and verb.lower_ in verbs.SHARE and verb.i < amount.first and before != "to"
    if verb is not None and shares and (subject := _subject(verb)):
        return Measured(name=f"share of {name_of(subject)} in {name_of(whole)}", noun=whole, verb=verb)
    return Measured(name="share of " + name_of(whole), noun=whole, verb=verb)


def _next_noun(doc: Doc, i: int) -> Token | None:
    return next((t for t in doc[i : i + 5] if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"), None)


def _ratio_of(doc: Doc, amount: Amount) -> Measured | None:
    noun = _next_noun(doc, amount.last + 1)
    return Measured(name="share of " + name_of(noun), noun=noun) if noun is not None else None


def _modified(doc: Doc, amount: Amount) -> Measured | None:
    """ "a 12% stake", "a 5% rise in exports": the noun that the amount stands before."""
    i = amount.last + 1
    if i >= len(doc) or doc[i].pos_ not in ("NOUN", "ADJ", "PROPN") or doc[i].is_sent_start:
        return None
    head = doc[i]
    while (
        head.i + 1 < len(doc)
        and doc[head.i + 1].pos_ == "NOUN"
        and doc[head.i + 1].tag_ != "NNS"
        and head.pos_ in ("NOUN", "ADJ")
    ):
        head = doc[head.i + 1]
    if head.pos_ == "ADJ":  # "90 percent effective"
        return Measured()
    if head.pos_ != "NOUN" or head.ent_type_ in ("DATE", "TIME") or head.lower_ in ("year", "month", "quarter", "day"):
        return None
    return _changed(head) or Measured(name=name_of(head), noun=head)


def _changed(head: Token) -> Measured | None:
    """ "rise in exports": growth of exports."""
    change = "growth" if head.lower_ in verbs.UP_NOUNS else "decline" if head.lower_ in verbs.DOWN_NOUNS else None
    if change is None:
        return None
    for preposition in _prepositions_of(head):
        what = _object_of(preposition) if preposition.lower_ in ("in", "of", "for") else None
        if what is not None and _is_matter(what):
            return Measured(name=f"{name_of(what)} {change}", noun=what, change=change)
    compounds = [t for t in head.lefts if t.dep_ == "compound" and t.pos_ in ("NOUN", "PROPN")]
    if compounds:
        return Measured(name=" ".join(t.lower_ for t in compounds) + " " + change, noun=compounds[-1], change=change)
    if head.lower_ == "loss" or head.lower_ == "cut":
        return None
    return Measured(name=change if head.lower_ == "growth" else None, noun=head, change=change)


def _is_matter(noun: Token) -> bool:
    """Whether a noun can be what rose or fell, rather than when or by how much."""
    return (
        noun.pos_ in ("NOUN", "PROPN")
        and not noun.like_num
        and noun.ent_type_ not in ("DATE", "TIME", "PERCENT", "MONEY")
    )


def _prepositions_of(head: Token) -> list[Token]:
    """Prepositions that hang on a noun, or on the amount between them ("a growth of 6% in trade")."""
    direct = [c for c in head.children if c.dep_ == "prep"]
    inner = [c for p in direct for o in p.children for c in o.children if c.dep_ == "prep"]
    near = [t for t in head.doc[head.i + 1 : head.i + 9] if t.dep_ == "prep" and t not in direct and t not in inner]
    return [*direct, *inner, *near]


def _governing_noun(doc: Doc, amount: Amount, core: Token) -> Measured | None:
    """ "a budget of €4.2 billion", "a growth of 6% in trade": the noun before "of"."""
    i = amount.before
    while i >= 0 and doc[i].lower_ in ("between", "some", "just"):
        i -= 1
    if i < 1 or doc[i].lower_ != "of" or amount.kind == "count":
        return None
    head = doc[i - 1]
    if head.pos_ not in ("NOUN", "PROPN"):
        head = doc[i].head
    if head.pos_ != "NOUN":
        return None
    if found := _changed(head):
        return found if found.name else None
    if head.lower_ in verbs.HOLLOW:
        above = head
        return _clause(doc, amount, above, None, hollow=head)
    return Measured(name=name_of(head), noun=head)


def _verb_above(token: Token) -> Token | None:
    for _ in range(_CLIMB):
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass", "amod"):
            return token
        if token.head == token:
            return None
        token = token.head
    return None


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, shared ones and those of relative clauses and participles among them."""
    for _ in range(5):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                if child.tag_ in ("WDT", "WP") and verb.dep_ == "relcl":
                    return verb.head
                return child
        if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep") and verb.head.pos_ in ("VERB", "AUX", "ADJ"):
            verb = verb.head
        elif verb.dep_ in ("relcl", "acl") and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        else:
            return None
    return None


def _object(verb: Token, core: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "dobj" and c != core and core not in c.subtree), None)


def _clause(doc: Doc, amount: Amount, core: Token, noun: Token | None, *, hollow: Token | None = None) -> Measured:
    """What the clause says of the amount: its verb, its subject, and the preposition before the amount."""
    verb = _verb_above(core)
    if amount.kind == "money" and amount.before >= 0 and doc[amount.before].lower_ in ("cost", "costs", "costing"):
        return Measured(name="cost", noun=doc[amount.before], verb=verb)
    if amount.kind == "count" and (found := _casualties(doc, amount, core, noun, verb)):
        return found
    if verb is None:
        return Measured()
    word, preposition = verb.lower_, _preposition(doc, amount, hollow)
    counted = amount.kind == "count" and noun is not None and noun.lower_ not in (*MEASURES, "points", "point")
    if (
        amount.kind == "money"
        and word in verbs.MONEY_VERBS
        and preposition not in ("to", "from")
        and not _is_rate(verb, core)
    ):
        return Measured(name=verbs.MONEY_VERBS[word], noun=verb, verb=verb)
    if word in verbs.UP or word in verbs.DOWN or _particle(doc, amount):
        return _of_change(doc, amount, core, verb, preposition) if not counted else Measured(verb=verb)
    if counted:
        return Measured(verb=verb)
    level = word in verbs.LEVEL or (preposition in ("at", "to", "above", "below") and amount.kind != "money")
    if valued := _valued(doc, amount):
        return Measured(name=f"value of {name_of(valued)}", noun=valued, verb=verb)
    if (level or _worth(doc, amount)) and _tells(amount, noun):
        return _named(_subject(verb), verb)
    if amount.kind == "money" and word in ("set", "sets"):  # "the budget sets aside 3 trillion yen"
        return _named(_subject(verb), verb)
    return Measured(verb=verb)


def _tells(amount: Amount, noun: Token | None) -> bool:
    """Whether a level makes sense of it: not "the town is 40 kilometres away"."""
    return (
        amount.kind != "count" or noun is None or noun.lower_ in ("degrees", "points", "kilometres", "knots", "miles")
    )


def _is_rate(verb: Token, core: Token) -> bool:
    return verb.lower_ in ("raise", "raised", "raises") and any(c.lower_ == "by" for c in verb.children)


def _worth(doc: Doc, amount: Amount) -> bool:
    before = {t.lower_ for t in doc[max(amount.first - 5, 0) : amount.first]}
    return amount.kind == "money" and bool(before & {"worth", "valued", "estimated", "priced"})


def _valued(doc: Doc, amount: Amount) -> Token | None:
    """The noun that is "worth" an amount of money, where it stands right before ("watches worth €2 million")."""
    if amount.kind != "money":
        return None
    for token in doc[max(amount.first - 4, 1) : amount.first]:
        if token.lower_ == "worth" and doc[token.i - 1].pos_ == "NOUN":
            return doc[token.i - 1]
    return None


def _particle(doc: Doc, amount: Amount) -> bool:
    return amount.before >= 0 and doc[amount.before].lower_ in ("up", "down")


def _preposition(doc: Doc, amount: Amount, hollow: Token | None) -> str:
    """The preposition that leads the amount: a bound that is one counts ("above $85")."""
    i = hollow.i - 1 if hollow is not None else amount.before
    for _ in range(4):
        if i < 0:
            return ""
        word = doc[i].lower_
        if doc[i].tag_ in ("IN", "TO") or word in ("by", "to", "at"):
            return str(word)
        if doc[i].pos_ not in ("DET", "ADJ", "ADV"):
            break
        i -= 1
    bound = (amount.qualifier or "").split()
    return bound[0] if bound and bound[0] in ("above", "below") else ""


def _of_change(doc: Doc, amount: Amount, core: Token, verb: Token, preposition: str) -> Measured:
    """A verb of rising or falling: by how much (growth, decline), or to what level."""
    down = verb.lower_ in verbs.DOWN
    if _particle(doc, amount):
        down = doc[amount.before].lower_ == "down"
    elif verb.lower_ in ("edged", "edge", "edges", "edging"):
        down = any(c.lower_ in ("down", "lower") for c in verb.children)
    what = _object(verb, core) if preposition in ("by", "to", "from", "at") else None
    subject = what if what is not None and what.pos_ == "NOUN" else _subject(verb)
    found = _named(subject, verb)
    rate = preposition == "at" and any(
        t.lower_ in ("rate", "pace") for t in doc[max(amount.first - 4, 0) : amount.first]
    )
    level = preposition in _LEVEL_PREPOSITIONS and not rate and preposition not in ("in", "over", "under")
    if level or found.name is None:
        return found if level else Measured(verb=verb, pronoun=found.pronoun, change="decline" if down else "growth")
    change = "decline" if down else "growth"
    return Measured(name=f"{found.name} {change}", noun=found.noun, verb=verb, change=change)


def _named(subject: Token | None, verb: Token) -> Measured:
    if subject is None:
        return Measured(verb=verb)
    if subject.pos_ == "PRON" or subject.tag_ == "DT":
        return Measured(verb=verb, pronoun=subject.lower_ in ("it", "this", "that", "they", "these", "which"))
    if subject.pos_ not in ("NOUN", "PROPN") or subject.ent_type_ in ("PERSON", "GPE"):
        return Measured(verb=verb)
    if subject.like_num or subject.lower_ in ("%", "percent"):
        return Measured(verb=verb)
    return Measured(name=name_of(subject), noun=subject, verb=verb)


def _casualties(doc: Doc, amount: Amount, core: Token, noun: Token | None, verb: Token | None) -> Measured | None:
    """ "killed 120 people", "six were injured", "12 dead": what befell those counted."""
    if noun is not None and noun.lower_ in verbs.CASUALTY_WORDS:
        return Measured(name=verbs.CASUALTY_WORDS[noun.lower_], noun=noun, verb=verb)
    i = amount.last + 1
    if noun is None and i < len(doc) and doc[i].lower_ in verbs.CASUALTY_WORDS:
        return Measured(name=verbs.CASUALTY_WORDS[doc[i].lower_], verb=verb)
    if (
        noun is not None
        and noun.lower_ == "lives"
        and verb is not None
        and verb.lower_ in verbs.WIN | {"cost", "took", "lost"}
    ):
        return Measured(name="deaths", noun=noun, verb=verb)
    if verb is None or verb.lower_ not in verbs.PEOPLE_VERBS or (noun is not None and noun.lower_ in MEASURES):
        return None
    name = verbs.PEOPLE_VERBS[verb.lower_]
    if verb.lower_ == "missing" and any(c.dep_ == "dobj" for c in verb.children):  # "missing four games"
        return None
    node = core
    while node.dep_ in ("nummod", "conj", "appos", "quantmod") and node.head != verb and node.head != node:
        node = node.head
    passive = (
        any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or verb.dep_ in ("acl",) or verb.tag_ == "VBN"
    )
    intransitive = verb.lower_ in (
        "die",
        "died",
        "dies",
        "drowned",
        "perished",
        "drown",
        "dying",
        "vanished",
        "disappeared",
        "missing",
    )
    if node.dep_ in ("nsubj", "nsubjpass"):
        return Measured(name=name, verb=verb) if passive or intransitive else None
    if node.dep_ in ("dobj", "conj", "pobj", "nummod") or node == verb:
        if node.dep_ == "pobj" and node.head.lower_ not in ("than", "to", "least"):
            return None
        return Measured(name=name, verb=verb)
    return (
        Measured(name=name, verb=verb)
        if noun is None and node.head == verb and node.dep_ not in ("npadvmod",)
        else None
    )
