"""Where a predicate stands: happened, under way, planned, proposed, threatened, denied or only supposed.

The status is read off the parse: the predicate's own auxiliaries and negation, then the words that govern it ("plans
to", "denied that", "a threat of", "if"), up to the clause in which the report itself speaks. The classes of governors
follow the veridicality signatures of Karttunen (2012) and FactBank (Saurí and Pustejovsky 2009), in our own word list.
"""

from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from variorum.types import Polarity, Status


def words(text: str) -> frozenset[str]:
    """A set of words out of one line of them."""
    return frozenset(text.split())


_RANK: dict[str, int] = {
    "happened": 0,
    "ongoing": 1,
    "planned": 2,
    "proposed": 3,
    "threatened": 4,
    "hypothetical": 5,
    "denied": 6,
}
_NEGATORS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "no", "nothing", "nobody", "none"})
_MODALS: dict[str, Status] = {
    "will": "planned",
    "wo": "planned",
    "shall": "planned",
    "'ll": "planned",
    "’ll": "planned",
    "would": "hypothetical",
    "'d": "hypothetical",
    "could": "hypothetical",
    "might": "hypothetical",
    "may": "hypothetical",
    "can": "hypothetical",
    "ca": "hypothetical",
    "should": "proposed",
    "must": "proposed",
    "ought": "proposed",
}
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "assuming", "should"})
_PHRASAL_DENIALS = frozenset({("rule", "out"), ("call", "off"), ("back", "out"), ("hold", "off"), ("turn", "down")})
_TOLD = words("report allegation claim rumour rumor accusation charge suggestion speculation story news")
_NOMINAL = frozenset({"NOUN", "PROPN"})
_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_REACH = 12  # governors looked at: a bound on odd parses, far above any sentence that is meant to be read


def status_of(token: Token) -> Status:
    """Where the predicate stands that `token` heads (a verb, or a noun that names a deed).

    A main clause in a past or present tense has happened; what no rule settles is taken as told, and has happened too.
    """
    best = _own(token)
    node = token
    for _ in range(_REACH):
        step = _governed(node)
        if step is None:
            break
        found, governor = step
        if _RANK[found] > _RANK[best]:
            best = found
        if governor is None:
            break
        if governor.pos_ in _VERBAL and node.dep_ == "xcomp" and _supposed(governor):
            best = _stronger(best, "hypothetical")
        node = governor
    return best


def polarity_of(token: Token) -> Polarity:
    """Whether the predicate is affirmed or denied: negations and words of denial above it, counted by twos."""
    negative = _negated(token)
    node = token
    for _ in range(_REACH):
        head = node.head
        if head is node or node.dep_ in {"relcl", "advcl", "parataxis"}:
            break
        if node.dep_ == "conj":
            negative ^= _shares_auxiliaries(node) and _negated(head)
        elif node.dep_ in {"ccomp", "xcomp", "pcomp", "acl", "dobj", "pobj", "nsubjpass"}:
            if _is_answered(node):
                break
            if governor_class(head) == "denied":
                negative ^= True
            if node.dep_ == "xcomp" or governor_class(head) == "denied":
                negative ^= _negated(head)
        elif node.dep_ != "prep":
            break
        node = head
    return "negative" if negative else "positive"


def governor_class(token: Token) -> str | None:
    """The class of a governing word in the lexicon of governors, or None."""
    pos = "V" if token.pos_ in _VERBAL else "N" if token.pos_ in _NOMINAL else "A"
    table = _governors()
    lemma = token.lemma_.lower()
    if pos == "V" and any(c.dep_ == "prt" and (lemma, c.lower_) in _PHRASAL_DENIALS for c in token.children):
        return "denied"
    return table.get((pos, lemma))


@cache
def _governors() -> dict[tuple[str, str], str]:
    table: dict[tuple[str, str], str] = {}
    source = files("variorum").joinpath("lexicon/governors.tsv").read_text(encoding="utf8")
    for line in source.splitlines():
        if line and not line.startswith("#"):
            pos, kind, lemmas = line.split("\t")
            table.update({(pos, lemma): kind for lemma in lemmas.split()})
    return table


def _stronger(a: Status, b: Status) -> Status:
    return b if _RANK[b] > _RANK[a] else a


def _negated(token: Token) -> bool:
    """Whether the word's own clause negates it: "did not", "no agreement was reached", "without signing"."""
    count = 0
    if token.pos_ in _VERBAL and any(c.dep_ == "prep" and c.lower_ == "until" for c in token.children):
        return False  # not until then, but then
    for child in token.children:
        low = child.lower_
        if child.i + 1 < len(child.doc) and child.nbor().lower_ in {"only", "just", "merely"}:
            continue  # "not only" affirms
        if child.dep_ == "neg" or (child.dep_ in {"det", "advmod", "preconj"} and low in _NEGATORS):
            count += not (low == "no" and child.dep_ == "advmod" and child.i > token.i)
        elif child.dep_ in _SUBJECTS or child.dep_ in {"dobj", "attr"}:
            count += low in {"nobody", "nothing", "none", "neither"}
            count += any(c.lower_ in {"no", "neither"} and c.dep_ in {"det", "neg"} for c in child.children)
    if token.dep_ == "pcomp" and token.head.lower_ == "without":
        count += 1
    return count % 2 == 1


def _own(token: Token) -> Status:
    """What the word's own auxiliaries, modifiers and negation say."""
    status: Status = _modifiers(token) if token.pos_ in _NOMINAL else _auxiliaries(token)
    if _negated(token):
        return "hypothetical" if token.pos_ in _VERBAL and _supposed(token) else "denied"
    if token.pos_ in _VERBAL and _supposed(token):
        return _stronger(status, "hypothetical")
    return status


def _supposed(verb: Token) -> bool:
    """Whether a conditional conjunction or a question mark leaves the clause open."""
    if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children):
        return True
    return verb.dep_ == "ROOT" and any(c.lower_ == "?" for c in verb.children)


def _auxiliaries(token: Token) -> Status:
    status: Status = "happened"
    to = bare = progressive = False
    for child in token.children:
        if child.dep_ not in {"aux", "auxpass"}:
            bare |= child.dep_ in _SUBJECTS
            continue
        low = child.lower_
        if low in _MODALS:
            status = _stronger(status, _modal(token, low))
        elif low == "to":
            to = True
        elif low in {"going"}:
            status = _stronger(status, "planned")
        elif child.lemma_ == "be" and token.tag_ == "VBG":
            progressive = True
        bare = True
    if progressive and status == "happened":
        status = "planned" if token.lower_ == "going" and any(c.dep_ == "xcomp" for c in token.children) else "ongoing"
    if token.dep_ == "ROOT" and token.tag_ == "VB" and not bare and not to:
        return _stronger(status, "proposed")  # an imperative
    if to and (token.dep_ == "ROOT" or (token.dep_ == "relcl" and token.head.dep_ == "ROOT")):
        return _stronger(status, "planned")  # a headline: "Envoy to visit"
    return status


def _modal(token: Token, modal: str) -> Status:
    """A modal's status; "would" and "could" after a past verb of saying are its "will" and "can"."""
    if modal in {"would", "could", "should", "might"} and any(
        c.dep_ == "aux" and c.lower_ == "have" for c in token.children
    ):
        return "hypothetical"
    if modal in {"would", "'d"} and _reported(token):
        return "planned"
    return _MODALS[modal]


def _reported(token: Token) -> bool:
    node = token
    while node.dep_ == "conj" and node.head.i < node.i:
        node = node.head
    conditional = any(
        child.dep_ == "advcl" and any(m.lower_ in _CONDITIONS for m in child.children) for child in token.children
    )
    return node.dep_ == "ccomp" and node.head.tag_ in {"VBD", "VBN", "VBG"} and not conditional


def _modifiers(noun: Token) -> Status:
    status: Status = "happened"
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"}:
            kind = _governors().get(("A", child.lower_)) or _governors().get(("A", child.lemma_.lower()))
            if kind in _RANK:
                status = _stronger(status, kind)  # type: ignore[arg-type]
    return status


def _shares_auxiliaries(token: Token) -> bool:
    """Whether a conjunct takes the auxiliaries of the first verb: "will strengthen and develop"."""
    if any(c.dep_ in {"aux", "auxpass", "nsubj", "nsubjpass"} for c in token.children):
        return False
    if any(c.dep_ == "cc" and c.lower_ == "but" for c in token.head.children):
        return False
    return token.tag_ in {"VB", "VBN", "VBG", "VBP"} and token.tag_ == token.head.tag_


def _governed(token: Token) -> tuple[Status, Token | None] | None:
    """The status that the governing word gives, and where to go on from; None at the top."""
    head, dep = token.head, token.dep_
    if head is token or head.i == token.i:
        return None
    if dep == "conj":
        if token.tag_ in {"VBD", "VBZ"} and head.tag_ in {"VB", "VBG", "VBN"} and not _supposed(head):
            return None  # "failed to free them and broke off the talks": a new finite clause
        if token.pos_ in _VERBAL and not _shares_auxiliaries(token):
            own: Status = "hypothetical" if _supposed(head) else "happened"
            return (own, head) if own != "happened" or not _has_subject(token) else None
        return _own(head), head
    if token.pos_ in _NOMINAL:
        return _noun_governed(token, head, dep)
    if dep in {"acl", "ccomp", "relcl"} and head.lemma_.lower() in _TOLD and _untrue(head):
        return "denied", None
    if dep in {"ccomp", "xcomp", "pcomp", "acl", "advcl", "csubj"}:
        return _clause_governed(token, head, dep)
    if dep in {"prep", "agent"}:
        return "happened", head
    if dep == "relcl" and head.lemma_ in _TOLD and any(c.lower_ == "no" for c in head.lefts):
        return "hypothetical", None  # "no news that they left", as parsers read it
    return None


def _untrue(noun: Token) -> bool:
    """Whether a report is said not to be true: "rumours that they left were unfounded"."""
    clause = noun.head
    if noun.dep_ != "nsubj" or clause.lemma_ != "be":
        return False
    said = {c.lower_ for c in clause.children if c.dep_ == "acomp"}
    return bool(said & {"false", "untrue", "unfounded", "baseless", "wrong"}) or ("true" in said and _negated(clause))


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in token.children)


def _clause_governed(token: Token, head: Token, dep: str) -> tuple[Status, Token | None] | None:
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)
    if head.lemma_ == "call" and infinitive and any(c.dep_ == "dobj" for c in head.children):
        return "happened", head  # "called him to discuss"
    if dep == "csubj" and _own(head) != "happened":
        return "hypothetical", None  # "leaving would be a mistake"
    if head.pos_ in _NOMINAL and any(c.lower_ == "no" for c in head.lefts):
        return "hypothetical", None  # "no sign that they left"
    if dep == "pcomp":  # "accused of sending", "ruled out by sending", "before leaving"
        governor = head.head
        if head.lower_ in {"after", "since", "while", "when", "upon", "despite", "besides", "beyond", "including"}:
            return "happened", None
        if head.lower_ == "about" and governor.lemma_ in {"talk", "think", "speak", "joke", "dream"}:
            return "hypothetical", None
        if head.lower_ == "by" and governor.pos_ in _VERBAL and governor_class(governor) is None:
            return "happened", governor
        if head.lower_ in {"before", "without", "instead"}:
            return ("denied" if head.lower_ != "before" else "happened"), None
        return _by_class(governor, "happened", infinitive=False)
    if dep == "advcl":
        if any(
            c.dep_ == "mark" and c.lower_ in {"when", "once", "until", "before", "after", "as"} for c in token.children
        ):
            future = token.tag_ in {"VBZ", "VBP"} and _own(head) == "planned"
            return ("planned" if future else "happened"), None
        if infinitive and (head.pos_ == "ADJ" or governor_class(head) == "inherit"):
            return _by_class(head, "planned", infinitive=True)
        if infinitive:
            return "planned", head
        return ("happened", head) if token.tag_ in {"VBG", "VBN"} and not _has_subject(token) else None
    if dep == "xcomp" and head.lemma_ == "have" and any(c.lower_ == "yet" for c in (*head.children, *token.children)):
        return "denied", head  # "had yet to reply"
    if dep == "xcomp" and head.lemma_ == "be" and infinitive:
        return _stronger("planned", _own(head)), head
    if dep in {"acl", "ccomp"} and head.lemma_.lower() in _TOLD and governor_class(head.head) == "denied":
        return "denied", None  # "rejected reports that they left"
    if dep == "acl" and not infinitive and token.tag_ in {"VBN", "VBG", "VBD"}:
        return None
    unknown: Status = "planned" if infinitive and dep != "ccomp" else "happened"
    return _by_class(head, unknown, infinitive=infinitive)


def _by_class(governor: Token, unknown: Status, *, infinitive: bool) -> tuple[Status, Token | None]:
    """What a governor of a clause makes of it."""
    kind = governor_class(governor)
    negated = _negated(governor)
    if kind is None:
        verb = governor.pos_ in _VERBAL
        return unknown, (governor if verb and unknown != "happened" else None)
    if kind == "hypothetical" and governor.lower_ == "able" and governor.head.tag_ == "VBD" and not negated:
        return "happened", governor.head
    if kind == "denied":
        return ("hypothetical" if negated else "denied"), governor
    if kind == "inherit":
        return _own(governor), governor
    if kind == "ongoing":
        return _stronger("ongoing", _own(governor)), governor
    if kind == "hypothetical" and governor.pos_ in _VERBAL and not infinitive:
        return "hypothetical", None
    status: Status = kind  # type: ignore[assignment]
    if negated:
        status = "denied"
    elif _own(governor) in {"hypothetical", "denied"}:
        status = "hypothetical"
    return status, None if status == "denied" else governor


def _is_answered(noun: Token) -> bool:
    """Whether a noun tells what another has done, which is answered with no: "disavowed the mayor's endorsement"."""
    owned = noun.pos_ in _NOMINAL and any(c.dep_ == "poss" for c in noun.children)
    return owned and noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_ in _ANSWERING


def _noun_governed(noun: Token, head: Token, dep: str) -> tuple[Status, Token | None] | None:
    """A noun that names a deed takes the status of the verb that says it came about, or of what is done about it."""
    preposition = ""
    if dep == "pobj":
        preposition, head, dep = head.lower_, head.head, "pobj"
    if dep in {"compound", "nmod", "pobj"} and head.pos_ in _NOMINAL:
        kind = governor_class(head)
        if dep == "pobj" and preposition in {"of", "about"} and head.lemma_.lower() in _TOLD:
            return "happened", head
        if kind in _RANK and (dep != "pobj" or preposition in {"of", "for", "to", "against"}):
            return _by_class(head, "happened", infinitive=False)
        return None
    if dep not in {"dobj", "nsubjpass", "pobj", "nsubj", "attr", "oprd"} or head.pos_ not in _VERBAL:
        return None
    kind = None if dep != "pobj" and head.lemma_ in {"call", "ask", "commit"} else governor_class(head)
    if dep == "nsubj":
        return (_own(head), head) if kind in {"inherit", "ongoing", "planned"} and head.lemma_ in _OCCUR else None
    if _is_answered(noun):
        return "happened", head
    if kind is None or (dep == "pobj" and preposition not in _GOVERNING.get(head.lemma_, frozenset())):
        return None
    if kind == "planned" and head.lemma_ in {"approve", "authorize", "authorise", "want", "try"} and dep == "pobj":
        return None
    return _by_class(head, "happened", infinitive=False)


_OCCUR = frozenset({"begin", "start", "take", "occur", "happen", "go", "continue", "resume", "be", "commence", "open"})
_ANSWERING = frozenset({"disavow", "reject", "dismiss", "repudiate", "refuse", "veto", "rebuff"})
_GOVERNING: dict[str, frozenset[str]] = {
    "call": frozenset({"for"}),
    "push": frozenset({"for"}),
    "ask": frozenset({"for"}),
    "press": frozenset({"for"}),
    "appeal": frozenset({"for"}),
    "plead": frozenset({"for"}),
    "prepare": frozenset({"for"}),
    "plan": frozenset({"for", "on"}),
    "hope": frozenset({"for"}),
    "agree": frozenset({"on", "to"}),
    "commit": frozenset({"to"}),
    "threaten": frozenset({"with"}),
    "warn": frozenset({"of", "about"}),
    "insist": frozenset({"on"}),
    "enter": frozenset({"into"}),
    "schedule": frozenset({"for"}),
}
