"""Who does it and to whom, by rule: the sides of a predicate, read off the parse."""

from spacy.tokens import Token

from variorum.annotate.arguments import agents, subjects, under
from variorum.annotate.grammar import NOUNS, is_passive
from variorum.annotate.predicates import Predicate
from variorum.annotate.reportable import HARMED, Sided
from variorum.annotate.sides import Sides, all_of
from variorum.annotate.status import words
from variorum.annotate.targets import ABOUT, AT_PLACE, claimed, helped, verb_target
from variorum.types import EventActor

_SYMMETRIC = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_NOUN_TARGET = frozenset({"against", "on", "at", "with", "to", "into", "toward", "towards", "upon", "over", "from"})
_UNDERGOES = words(  # nouns whose "of" names the one it is done to, and so does their owner: "the envoy's arrest"
    "arrest detention deportation imprisonment seizure expulsion siege blockade killing assassination murder abduction "
    "kidnapping invasion bombardment bombing shelling massacre shooting release prosecution indictment occupation "
    "slaying slaughter execution stabbing beating lynching torture beheading rape persecution demolition lifting "
    "easing internment jailing extradition conviction capture ouster overthrow impeachment sentencing acquittal pardon "
    "poisoning"
)
_ACTS = words(  # those whose owner does it: "the envoy's praise of"
    "condemnation criticism denunciation rejection support endorsement praise investigation mobilization mobilisation "
    "deployment delivery signing signature ratification boycott backing embrace recognition approval critique rebuke "
    "censure repudiation"
)
_WHO = words("supporter backer critic opponent defender detractor accuser")  # who does it
_CASES = words("investigation probe inquiry trial impeachment prosecution indictment lawsuit")  # that somebody meets
_COMES_FROM = words("SUPPORT ACCUSE REQUEST AID REJECT THREATEN PROTEST ASSAULT")  # roots whose "from" names the doer
_DIRECT = frozenset({"allow", "let", "permit", "topple"})  # what only whoever is named does
_MARKS = frozenset({'"', "”", "“", "''", "``"})
_PAPERS = words(
    "statement letter resolution petition report note message speech declaration communique article memo tweet motion "
    "bill decree order email document text announcement editorial address campaign protest demonstration rally strike"
)
_WISHES = words("expect want hope await anticipate fear seek need foresee predict")
_ONE_SIDED = words("host visit tour offer pledge promise undertake volunteer consent join mediate arbitrate broker")
_BY_PEOPLE = frozenset({"PROTEST", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"})
_FOLK = words("group family member parent youth resident neighbour neighbor union thousand hundred dozen nurse")
_FOLK_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ant", "folk")
_EACH_OTHER = words("fight clash battle exchange trade swap break sever cut restore establish resume")
_BY = frozenset({"by", "from", "among"})
_GETS = words("get receive win obtain secure land lose")
_SUFFERS = words(  # the subject is whom it is done to, or what it is done for
    "draw attract earn face suffer incur endure sustain garner provoke spark trigger prompt cause ignite undergo"
)
_INFLICTED = words("SUPPORT ACCUSE AID SANCTION ASSAULT COERCE THREATEN PROTEST REQUEST REJECT")
_BEFORE = frozenset({"poss", "amod", "compound", "nmod"})
VOICED = frozenset({"THREATEN", "PROTEST", "REQUEST", "ACCUSE", "SUPPORT", "REJECT"})


def sides_of(predicate: Predicate, sides: Sides) -> Sided:
    """The source and the target that the parse gives a predicate; either may be empty."""
    if predicate.head.lemma_.lower() in _WHO:
        return _of_somebody(predicate.head, sides)
    return _noun_sides(predicate, sides) if predicate.head.pos_ in NOUNS else _verb_sides(predicate, sides)


def _of_somebody(noun: Token, sides: Sides) -> Sided:
    """Who is said to be somebody's supporter, critic or the like, and whose."""
    whose = [c for c in noun.lefts if c.dep_ == "poss"] or [t for _, t in under(noun, frozenset({"of", "to"}))]
    bearers = [noun.head] if noun.dep_ == "appos" else subjects(noun.head) if noun.dep_ == "attr" else []
    return all_of(sides, bearers, drill=False), all_of(sides, whose)


def _verb_sides(predicate: Predicate, sides: Sides) -> Sided:
    verb = predicate.head
    if predicate.undergone:
        by = [t for base in (verb, *predicate.trigger[1:]) for _, t in under(base, _BY)]
        return all_of(sides, by), all_of(sides, subjects(verb), places=True)
    if predicate.verb is not None and predicate.head.pos_ in {"VERB", "AUX"}:  # "said that the others must leave"
        source = all_of(sides, agents(predicate.verb)) or all_of(sides, subjects(predicate.verb))
        return source, all_of(sides, subjects(verb))
    ready = predicate.root == "AGREE" and predicate.trigger[0].lower_ in {"prepared", "committed"}
    doers = subjects(verb) if ready else agents(verb) if verb.pos_ == "VERB" else subjects(verb.head)
    named = predicate.root == "CONSULT" or verb.lemma_ in _DIRECT | HARMED
    source = all_of(sides, doers, drill=not named, makers=True) or _sayer(verb, doers, sides)
    if not source and predicate.root in _BY_PEOPLE:
        source = tuple(sides.printed(t) for t in doers if _are_people(t))
    if not source and verb.dep_ == "acl" and verb.tag_ == "VBG" and predicate.root in VOICED:
        source = _written(verb.head, sides)
    if not source and verb.dep_ in {"ROOT", "ccomp"} and verb.tag_ in {"VBD", "VBZ"} and not is_passive(verb):
        source = sides.before(verb)
    if not source and is_passive(verb) and predicate.mode == "expel":  # "were expelled from the country"
        source = tuple(a for _, t in under(verb, frozenset({"from"})) for a in sides.of(t, drill=False))
    return source, verb_target(predicate, sides, {a.actor or a.span for a in source})


def _are_people(noun: Token) -> bool:
    """Whether a plural is one of people, by its make: "growers", "cyclists", "families". What speaks or marches is."""
    lemma = noun.lemma_.lower()
    return noun.tag_ == "NNS" and (lemma in _FOLK or lemma.endswith(_FOLK_ENDINGS))


def _written(paper: Token, sides: Sides) -> tuple[EventActor, ...]:
    """Who speaks in a letter or the like: "issued a statement demanding"."""
    if paper.lemma_ not in _PAPERS:
        return ()
    return all_of(sides, subjects(paper.head)) if paper.dep_ == "dobj" else sides.owners(paper)


def _sayer(verb: Token, doers: list[Token], sides: Sides) -> tuple[EventActor, ...]:
    """Whom "he", "it" or "they" stands for in what somebody says that he will do, where nothing else tells."""
    clause = verb if verb.pos_ == "VERB" else verb.head
    if clause.dep_ != "ccomp" or len(doers) != 1 or doers[0].lower_ not in {"he", "she", "it", "they", "we", "i"}:
        return ()
    said = clause.head
    if said.i > clause.i:
        return ()  # "He fired twice, the sheriff said"
    quoted = any(t.text in _MARKS for t in clause.doc[said.i : clause.i])
    if quoted != (doers[0].lower_ in {"i", "we"}):
        return ()
    tellers = [t for t in agents(said) if t.pos_ in NOUNS]
    return all_of(sides, tellers, drill=False) if said.pos_ == "VERB" else ()


def _noun_sides(predicate: Predicate, sides: Sides) -> Sided:
    noun, verb = predicate.head, predicate.verb
    wished = verb is not None and verb.lemma_ in _WISHES
    source = all_of(sides, agents(verb)) if verb is not None and not wished else ()
    if verb is not None and not source and not wished and not is_passive(verb):
        source = sides.before(verb)
    act = noun.lemma_.lower() in _ACTS
    target: tuple[EventActor, ...] = ()
    if verb is not None and verb.lemma_ in {"have", "enjoy", "gain"} and predicate.root == "SUPPORT":
        return tuple(a for _, t in under(noun, frozenset({"of", "from"})) for a in sides.of(t)), source
    if verb is not None and is_undergone(predicate):
        by = (t for base in (noun, verb) for _, t in under(base, _BY | {"of"} if act and base == noun else _BY))
        return all_of(sides, by) or all_of(
            sides, (c for c in noun.lefts if c.dep_ in {"amod", "poss"}), drill=False
        ), source
    for preposition, other in under(noun, frozenset({"between", "among"})):
        parties = sides.of(other)
        if len(parties) > 1 and preposition:
            return (source, parties) if source else (parties[:1], parties[1:])
    towards = _NOUN_TARGET - ABOUT if predicate.root in {"CONSULT", "AGREE"} else _NOUN_TARGET
    doers = frozenset({"by"})
    if predicate.root in _COMES_FROM:
        towards, doers = towards - {"from"}, doers | {"from"}
    undergoes = (act or noun.lemma_.lower() in _UNDERGOES) and predicate.root != "MOBILIZE"
    for base in (noun, verb):
        for _, other in under(base, towards) if base is not None else ():
            target = target or sides.of(other, places=True)
    if not source:
        source = tuple(a for _, other in under(noun, doers) for a in sides.of(other))
    of = tuple(a for _, other in under(noun, frozenset({"of"})) for a in sides.of(other, drill=act or not undergoes))
    whole = [t for _, other in under(noun, frozenset({"of"})) for _, t in under(other, _NOUN_TARGET)]
    if predicate.root == "MOBILIZE":
        target, of = target or all_of(sides, whole, places=True), () if source else of
    if undergoes:
        target = of or target
    elif source and not target:  # "the withdrawal of its forces from the island"
        target = all_of(sides, whole, places=True)
    elif not source:
        source = of
        if of and predicate.root != "CONSULT" and (owner := all_of(sides, _owner(noun), drill=False)):
            source, target = owner, target or of  # "the emir's threat of an attack on the island"
    left = [c for c in noun.lefts if c.dep_ in _BEFORE and c.lower_ not in {"anti", "-", "–"}]
    topic = [c for c in left if _topical(c) and predicate.root in {"SANCTION", "ACCUSE", "ASSAULT", "COERCE"}]
    target = target or tuple(a for c in topic if predicate.root in {"SANCTION", "ACCUSE"} for a in sides.of(c))
    left = [c for c in left if c not in topic]
    if undergoes and not act and not target:  # "the envoy's arrest"; with "of" its owner is who does it
        owned = [c for c in left if c.dep_ == "poss"]
        target = tuple(a for c in owned for a in sides.of(c, drill=False))
        left = [c for c in left if c not in owned]
    before = tuple(a for c in left if not _against(c) for a in sides.of(c, drill=False))
    target = target or tuple(a for c in left if _against(c) for a in sides.of(c, drill=False))
    if not source:
        source = before
    elif not target and not (before and {a.actor for a in before} == {a.actor for a in source}):
        target = before
    if predicate.root == "PROTEST" and not target and verb is not None:
        target = distinct(claimed(verb, noun, sides, set()), {a.actor or a.span for a in source})
    if not target and predicate.root in {"AID", "MOBILIZE"} and verb is not None:
        target = helped(verb, sides)
    return source, target or _over(noun, verb, sides, source)


def _owner(noun: Token) -> list[Token]:
    """Whose a noun is: "the emir's", "Norlandic"."""
    return [c for c in noun.lefts if c.dep_ == "poss" or (c.dep_ == "amod" and c.ent_type_ == "NORP")]


def is_undergone(predicate: Predicate) -> bool:
    """Whether the subject of what brings a noun about is whom it is done to: "drew criticism", "won backing"."""
    if predicate.verb is None:
        return False
    verb, root = predicate.verb.lemma_, predicate.root
    return (verb in _GETS and root != "ASSAULT") or (verb in _SUFFERS and root in _INFLICTED)


def _topical(child: Token) -> bool:
    """Whether a name before a noun is what it is about, not who does it: "the Norland probe", "the Roe trial"."""
    kinds = {"GPE", "LOC", "PERSON"} if child.head.lemma_.lower() in _CASES else {"GPE", "LOC"}
    plain = child.dep_ in {"compound", "nmod"} and child.pos_ == "PROPN" and child.ent_type_ in kinds
    return plain and not child.text.replace(".", "").isupper()


def _against(child: Token) -> bool:
    """Whether a name before a noun is whom it is against: "anti-Norland protests"."""
    i, doc = child.i, child.doc
    return i >= 2 and doc[i - 1].lower_ in {"-", "–"} and doc[i - 2].lower_ == "anti"


def _over(noun: Token, verb: Token | None, sides: Sides, source: tuple[EventActor, ...]) -> tuple[EventActor, ...]:
    """The one behind what it is about: "sanctions imposed over its programme"."""
    mine = {a.actor or a.span for a in source}
    for base in (noun, verb):
        for _, other in under(base, frozenset({"over", "for"})) if base is not None else ():
            if found := tuple(a for a in sides.owners(other) if (a.actor or a.span) not in mine):
                return found
    return ()


def two_sided(predicate: Predicate, pair: Sided) -> Sided:
    """Split the parties of a mutual deed, and keep nobody on both sides."""
    source, target = pair
    source, target = distinct(source, set()), distinct(target, {a.actor or a.span for a in source})
    failed = predicate.root == "REJECT" and predicate.thing is not None and predicate.head.head.lemma_ == "fail"
    mutual = (
        predicate.root in _SYMMETRIC or predicate.mode == "relations" or failed or _is_mutual(predicate)
    ) and predicate.head.lemma_ not in _ONE_SIDED
    if not target and len(source) > 1 and mutual:
        return source[:1], source[1:]
    if not source and len(target) > 1 and predicate.root in _SYMMETRIC and predicate.head.pos_ in NOUNS:
        return target[:1], target[1:]
    return source, target


def _is_mutual(predicate: Predicate) -> bool:
    """Whether those who do it do it to each other: "blamed each other", "fought a war", "broke off relations"."""
    verb = predicate.verb or predicate.head
    others = [t for t in verb.children if t.dep_ in {"dobj", "pobj"} and t.lower_ in {"other", "another"}]
    others += [t for c in verb.children if c.dep_ == "prep" for t in c.children if t.lower_ in {"other", "another"}]
    if others:
        return True
    return verb.lemma_ in _EACH_OTHER and (predicate.thing is not None or verb.lemma_ in {"fight", "clash", "battle"})


def distinct(found: tuple[EventActor, ...], taken: set[object]) -> tuple[EventActor, ...]:
    """Each actor once, without those taken."""
    out: dict[object, EventActor] = {}
    for actor in found:
        if (actor.actor or actor.span) not in taken:
            out.setdefault(actor.actor or actor.span, actor)
    return tuple(out.values())


def place_of(predicate: Predicate, sides: Sides) -> tuple[EventActor, ...]:
    """Where it is done, where that is all that is said of whom it is done to: "a curfew in the valley"."""
    for base in (predicate.thing, predicate.verb, predicate.head):
        for _, noun in under(base, AT_PLACE) if base is not None else ():
            if found := tuple(a for a in sides.of(noun, places=True, drill=False) if a.code):
                return found
    return ()
