"""Whether what a predicate and its actors tell is an event worth reporting, or everyday, accidental or unfounded."""

from spacy.tokens import Token

from variorum.annotate.arguments import agents, patients, recipients, subjects, under
from variorum.annotate.grammar import NOUNS, direct_objects, heads, is_passive
from variorum.annotate.occasion import clause_of
from variorum.annotate.predicates import CONFLICT, Predicate, root_of
from variorum.annotate.status import status_of, words
from variorum.lexicon.actors import offices
from variorum.lexicon.plover import lexicon
from variorum.types import EventActor, Status

Sided = tuple[tuple[EventActor, ...], tuple[EventActor, ...]]

_ALONE = frozenset(
    {"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "RETREAT", "REQUEST", "AGREE", "REJECT", "THREATEN"}
)
_ORDINARY = words(  # verbs that report a political event only between two actors
    "support back defend order let allow meet visit host receive join strike free ask tell remind inform brief assure "
    "discuss talk help train aid assist finance fund supply arm fight push press raid mass order grant shoot lobby "
    "welcome thank praise congratulate execute storm torch train rescue shelter equip yield relent warn "
    "insist blame fault complain hail salute honour honor invite question sue charge"
)
_STRONG = words("accuse condemn denounce convict indict sue impeach")
_BACKS = words("welcome back support praise hail endorse applaud bless")
_AHEAD = frozenset({"will", "would", "’ll", "'ll", "shall"})
_MEDIA = words(
    "radio news post times reporter journalist press magazine reuters people tv star tribune herald gazette journal "
    "daily television network media broadcast interview"
)
_BY_ACTORS = frozenset({"strike", "hit", "seize", "capture", "storm"})
TELLING = frozenset({"tell", "inform", "remind", "brief", "assure"})
_PUBLIC = words("GOV MIL COP REB OPP LEG JUD PTY LAB NGO IGO UAF SPY ELI REF")
_DEALING = words("GOV MIL REB OPP LEG PTY IGO")
_PROPERTY = words(
    "property land camp farm base checkpoint plant factory mine port airport asset newspaper book office home house "
    "ship vessel weapon power area territory drug"
)
SPORT = words(
    "coach quarterback inning playoff linebacker lineman touchdown baseman rebound roster nba nfl mlb nhl halftime "
    "goalkeeper midfielder athletics teammate bullpen backfield boxer jumper free-agent playoffs cornerback "
    "fullback halfback halftime pitcher shortstop outfielder heavyweight knockout bowl championship ncaa"
)
_CONFLICT = words("REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT")
_JOINT = words("AGREE CONSULT COOPERATE AID SUPPORT CONCEDE RETREAT")
_SERVING = (".GOV", ".MIL", ".COP", ".LAB", ".JUD")
_DONE_TO = words("SANCTION COERCE ACCUSE SUPPORT AID ASSAULT THREATEN CONSULT")
_BETWEEN_TWO = words("cooperate co-operate collaborate work ban capture fight order vow swear outlaw")
_SPOKEN = words("ACCUSE REQUEST REJECT AGREE SUPPORT THREATEN")
_ACCIDENTS = words(
    "tremor avalanche climber crash accident collision earthquake quake flood fire blaze storm hurricane cyclone "
    "landslide tsunami"
)
_ENTERS = words("cross roll advance")
_TRAVEL = words("arrive fly travel visit tour")
_MISHAPS = words("fall climb drown derail crash collapse")
_TAKES_PLACE = words("begin start take occur happen go continue resume commence open")
WARLIKE = words(
    "bomb bomber bombing missile rocket airstrike shelling rebel guerrilla troop soldier army gunman militant "
    "insurgent insurgency suicide militia islamist terrorist terrorism war artillery mortar hostage protest protester"
)
HARMED = frozenset({"kill", "injure", "wound", "shoot", "murder", "assassinate", "stab", "kidnap", "abduct"})
TROOPS = words(
    "troop force soldier army unit peacekeeper personnel contingent tank warship police trooper fighter sailor marine"
)


def is_worth(predicate: Predicate, source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether the words and the actors found can be of such an event at all."""
    if _press(target) and predicate.root == "CONSULT":
        return False
    if predicate.trigger[0].lower_ in {"must", "should"} and not (source and any(a.code for a in target)):
        return False
    if predicate.root in {"REQUEST", "REJECT"} and not source and predicate.head.pos_ == "VERB":
        return is_passive(predicate.head) and any(a.code and a.actor for a in target) and _completed(predicate.head)
    if predicate.root == "PROTEST" and any((a.code or "").endswith((".COP", ".MIL", ".GOV")) for a in source):
        return False
    if predicate.head.lemma_ in {"march", "rally", "riot"} and _is_alone(predicate.head):
        return False
    if predicate.mode == "strike" and predicate.head.lemma_ == "walk" and not any(_several(a.name) for a in source):
        return any((a.code or "").endswith((".LAB", ".EDU", ".LEG", ".OPP", ".PTY")) for a in source)
    if predicate.trigger[0].dep_ == "neg" and not (target and any(a.code for a in source)):
        return False
    if predicate.head.lemma_ in _BY_ACTORS and not any(a.code for a in source):
        return False
    if predicate.head.lemma_ in {"injure", "wound"} and not source:
        return False
    if predicate.head.lemma_ in TELLING and not (any(a.code for a in source) and any(a.code for a in target)):
        return False
    if predicate.head.lemma_ == "warn" and not any(c.dep_ in {"dobj", "dative"} for c in predicate.head.children):
        return bool(source) and _warns_of_harm(predicate.head)
    if predicate.head.lemma_ == "lean" and not (source and target and _apart(source, target)):
        return False  # "leaned on his powers"
    if predicate.mode == "order" and not _is_ordered(source, target):
        return False
    if source and target and any(_same(a, b) for a in source for b in target):
        return False
    return {(a.span, a.actor) for a in source} != {(a.span, a.actor) for a in target}


def is_enough(predicate: Predicate, source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether enough actors are known: both for coöperation and for everyday verbs, one for open conflict."""
    coded = any(a.code for a in source + target)
    if not coded and predicate.root not in {"ASSAULT", "COERCE", "PROTEST"}:
        return False
    if source and target:
        return True
    if predicate.head.lemma_ == "offer" and not target:
        return False
    if predicate.head.lemma_.lower() in _STRONG or predicate.mode in {"investigate", "legal"}:
        return any(a.code for a in source + target)
    if predicate.mode == "resign":
        return coded and bool(source)
    if predicate.root == "SUPPORT" and predicate.head.lemma_ in _BACKS and _of_affairs(predicate.head):
        return any(_known(a) for a in source)
    if predicate.root == "PROTEST" and (predicate.thing is not None or predicate.mode == "strike"):
        return bool(source)
    if (predicate.root not in _ALONE and predicate.root != "COOPERATE") or predicate.head.lemma_.lower() in _ORDINARY:
        return False
    if predicate.root == "COOPERATE" and predicate.verb is not None:
        return coded and bool(source)  # "called for joint efforts"
    if predicate.head.pos_ in NOUNS:
        return coded and predicate.root in {"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE"}
    return bool(source) or any(a.code for a in target)


def is_political(predicate: Predicate, status: Status, pair: Sided) -> bool:
    """Whether it is public affairs and is told as such: not crime, sport or an everyday meeting, and no bare noun
    whose status the clause leaves open.

    Abstains too where a speech act has lost its speaker, and from what somebody is asked to stop, which "denied" would
    misstate.
    """
    source, target = pair
    head, root, noun = predicate.head, predicate.root, predicate.head.pos_ in NOUNS
    if not _concerns_public(predicate, pair):
        return False
    sport = any(t.lemma_.lower() in SPORT for t in head.sent)
    if (sport or _capitalised(head)) and not all(any(is_public(a.code) for a in side) for side in pair):
        return False
    if status == "denied" and not noun and head.dep_ in {"xcomp", "pcomp"} and _ends(head):
        return False
    if noun and predicate.verb is None and (told := _as_told(head, root, pair)) is not None:
        return told
    if not noun and root in _SPOKEN and not source and not is_passive(head):
        return False
    if predicate.trigger[0].lower_ in {"must", "should"}:
        return any(a.code for a in source) and any(a.code for a in target) and predicate.head.tag_ == "VB"
    if predicate.mode == "legal" and not source and all(len(a.code or "") == 3 for a in target):
        return False  # "convicted in Norland"
    threat = root == "THREATEN" and not _warns_of_harm(head)
    if not target and not noun and (threat or (root == "ASSAULT" and predicate.thing is None)):
        return False
    if head.lemma_ == "sanction" and not noun and not (source and target):
        return False
    if root in {"ASSAULT", "COERCE"} and _is_crime(predicate, pair):
        return False
    if head.lemma_ in _BETWEEN_TWO and not (source and target):
        return is_passive(head)
    if predicate.trigger[0].dep_ == "neg" and not any(is_public(a.code) for a in target):
        return False
    return root in _CONFLICT or _is_dealing(head, root, pair)


def _as_told(noun: Token, root: str, pair: Sided) -> bool | None:
    """Whether a noun without a verb of its own is told as having come about; None where nothing speaks against it."""
    told = status_of(clause_of(noun)) in {"happened", "ongoing"}
    if root in _JOINT and noun.dep_ in {"dobj", "pobj"} and not told:
        return False
    if noun.dep_ in {"nsubj", "nsubjpass"} and status_of(noun.head) not in {"happened", "ongoing"}:
        return noun.head.lemma_ in _TAKES_PLACE
    if not all(pair):
        return (root == "PROTEST" and bool(pair[0])) or (root == "ASSAULT" and _of_victim(noun))
    return None


def _is_dealing(head: Token, root: str, pair: Sided) -> bool:
    """Whether those who meet, help, allow or work together are such as public affairs are made of."""
    source, target = pair
    if root == "CONSULT" and head.lemma_ in _TRAVEL and not any(is_public(a.code) for a in source):
        return False
    if root == "CONSULT" and head.lemma_ in {"travel", "fly", "arrive"} and not any(_known(a) for a in target):
        return False
    if head.lemma_ in {"allow", "let", "permit"}:
        return any(_known(a) for side in pair for a in side) and _permits(pair)
    if root == "COOPERATE" and not source:
        return False
    if root == "COOPERATE" and all(pair) and len({(a.code or "").partition(".")[0] for side in pair for a in side}) < 2:
        return not any(a.code and a.code.endswith(_SERVING) for a in source)
    if root in {"CONSULT", "SUPPORT"} and not all(any(a.code for a in side) for side in pair):
        return any(is_public(a.code) and _known(a) for side in pair for a in side)
    if head.lemma_ in TELLING and not all(any(_deals(a.code) for a in side) for side in pair):
        return False  # what a lawyer tells a judge is no diplomacy
    if root == "CONSULT" and head.lemma_ in TELLING:
        return bool(recipients(head) or [t for t in patients(head) if t.pos_ in NOUNS])
    return True


def _known(side: EventActor) -> bool:
    """Whether the country, or that it is between countries, is known."""
    return (side.code or ".")[0] != "."


def _of_victim(noun: Token) -> bool:
    """Whether a noun of violence names whom it was done to itself: "the killing of two soldiers", "an attack on"."""
    if noun.lemma_ == "war":
        return False
    return any(c.dep_ == "prep" and c.lower_ in {"of", "on", "against"} for c in noun.children)


def _is_ordered(source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether the order is one to others: nobody's orders to his own officials or soldiers are reported."""
    own = {(a.code or "").partition(".")[0] for a in source}
    return any(a.code and not (a.code.endswith(_SERVING) and a.code.partition(".")[0] in own | {""}) for a in target)


def _same(a: EventActor, b: EventActor) -> bool:
    """Whether the two sides are one by name, though no chain tells so: "Sila" and "Mr. Sila"."""
    if a.name == b.name:
        return True
    last, other = a.name.split()[-1:], b.name.split()[-1:]
    return last == other and a.name[:1].isupper() and (a.actor is None) != (b.actor is None)


def _warns_of_harm(verb: Token) -> bool:
    """Whether it is a hostile deed of the lexicon that is warned of, by those who would do it or for them."""
    return any(
        c.dep_ == "ccomp"
        and any(x.dep_ == "aux" and x.lower_ in _AHEAD for x in c.children)
        and (root_of(c) in CONFLICT or any(t.ent_type_ == "GPE" or t.lower_ in {"it", "we", "he"} for t in subjects(c)))
        for c in verb.children
    )


def _of_affairs(verb: Token) -> bool:
    """Whether what is welcomed or backed is a deed of public affairs, though nobody tells whose: "backed the truce"."""
    return any(t.lemma_.lower() in lexicon().nouns for x in direct_objects(verb) for t in heads(x))


def _apart(source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether the two sides are of two known countries."""
    one, other = ({(a.code or "").partition(".")[0] for a in side} - {""} for side in (source, target))
    return bool(one) and bool(other) and not one & other


def _completed(verb: Token) -> bool:
    """Whether it is told what somebody was asked to do."""
    return any(c.dep_ == "xcomp" for c in verb.children)


def _is_alone(verb: Token) -> bool:
    """Whether it is one person who walks, not a crowd."""
    doers = agents(verb) if verb.pos_ == "VERB" else []
    return len(doers) == 1 and doers[0].tag_ == "NN" and doers[0].lemma_ in offices() | dict.fromkeys(("man", "woman"))


def _permits(pair: Sided) -> bool:
    """Whether somebody known lets somebody known do something: not a law that allows things."""
    met = any(a.actor for a in pair[0]) and any(is_public(a.code) for a in pair[1])
    return met or (any(a.code or a.actor for a in pair[1]) and any(is_public(a.code) for a in pair[0]))


def _capitalised(token: Token) -> bool:
    """Whether the sentence is a headline with every word capitalised, of which no parse can be trusted."""
    words_ = [t for t in token.sent if len(t) > 3 and t.is_alpha][:30]
    return len(words_) > 3 and sum(t.text[0].isupper() for t in words_) > 0.8 * len(words_)


def _is_crime(predicate: Predicate, pair: Sided) -> bool:
    """Whether it is a murder before a court, or an accident: not violence between sides."""
    head = predicate.head
    if head.lemma_ == "murder" and head.pos_ in NOUNS:
        return not pair[0] or not pair[1]
    if head.dep_ == "pcomp" and head.head.head.lemma_ in {"charge", "convict", "guilty", "suspect", "try"}:
        return not any("." not in (a.code or ".") or is_public(a.code) for a in pair[0])
    places = [t for _, t in under(head, frozenset({"in", "by"}))] if head.lemma_ in HARMED else []
    captive = predicate.thing is not None and any(c.pos_ == "PRON" for c in predicate.thing.lefts)
    return any(t.lemma_.lower() in _ACCIDENTS for t in places) or (captive and head.lemma_ == "take")


def _is_mishap(token: Token) -> bool:
    return token.lemma_.lower() in (_ACCIDENTS if token.pos_ in NOUNS else _MISHAPS)


def _ends(verb: Token) -> bool:
    governor = verb.head if verb.dep_ == "xcomp" else verb.head.head
    return governor.lemma_ in {"stop", "cease", "halt", "quit", "end"}


def _concerns_public(predicate: Predicate, pair: Sided) -> bool:
    """Whether a side is a country, a body or somebody in public life, or, of violence, whether arms of war are used."""
    if any(is_public(a.code) for side in pair for a in side):
        return True
    countries = [{(a.code or "").partition(".")[0] for a in side} - {""} for side in pair]
    if all(countries) and not countries[0] & countries[1]:
        return True  # doctors of one country among the people of another
    violent = predicate.root in {"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST"}
    if not violent or not pair[1] or not any(a.code for a in pair[1]):
        return predicate.root == "PROTEST" and any(a.code or _several(a.name) for a in pair[0])
    return any(t.lemma_.lower() in WARLIKE for t in predicate.head.sent)


def _several(name: str) -> bool:
    """Whether a name is of many: "Some 500 workers", "crowd"."""
    return not name[:1].isupper() or any(c.isdigit() for c in name)


def is_public(code: str | None) -> bool:
    """Whether a code is of a country, a body or somebody in public life."""
    country, _, sector = (code or "").partition(".")
    return (bool(country) and not sector) or any(part in _PUBLIC for part in sector.split("."))


def _deals(code: str | None) -> bool:
    """Whether it is a country, its people, or somebody who acts for a state, a party, an army or rebels."""
    country, _, sector = (code or "").partition(".")
    return bool(country) or any(part in _DEALING for part in sector.split("."))


def is_harmless(predicate: Predicate, pair: Sided) -> bool:
    """Whether what is told is nobody's deed: a quake that kills, talks that a meeting was held for, a memo released."""
    head, root = predicate.head, predicate.root
    if head.pos_ != "VERB" or predicate.undergone:
        return False
    if predicate.root == "MOBILIZE" and head.lemma_ in _ENTERS and not any(t.lemma_ in TROOPS for t in agents(head)):
        return True
    if head.lemma_ in HARMED and not pair[0] and any(_is_mishap(t) for t in head.sent):
        return True
    if root in {"ASSAULT", "COERCE"} and not pair[0]:
        doers = agents(head)
        return bool(doers) and not any(t.lemma_.lower() in lexicon().nouns or t.ent_type_ for t in doers)
    if root == "CONSULT" and head.lemma_ == "discuss":
        return head.dep_ in {"advcl", "xcomp"} and head.head.lemma_ not in {"call", "phone", "telephone"}
    if predicate.mode == "release" and predicate.thing is None:
        return not pair[1] or not any(t.pos_ in NOUNS for t in patients(head))
    if head.lemma_ in {"withdraw", "pull"} and root == "RETREAT" and predicate.thing is None:
        objects = [x for t in direct_objects(head) for x in heads(t)]
        return bool(objects) and not any(t.lemma_ in TROOPS for t in objects)
    if head.lemma_ in HARMED:  # "killed the bill"
        return bool(direct_objects(head)) and not pair[1]
    return predicate.mode == "withdraw" and not pair[1] and not any(a.code for a in pair[0])


def is_lost(predicate: Predicate) -> bool:
    """Whether a verb of which nobody is known to be the source has a subject of its own."""
    head = predicate.head
    if predicate.undergone:
        return False
    if head.pos_ != "VERB" or predicate.root == "ASSAULT":
        return head.pos_ == "VERB" and any(t.pos_ == "PRON" and t.dep_ == "nsubj" for t in agents(head))
    return bool(agents(head)) and not (is_passive(head) and head.dep_ == "acl")


def is_vague(predicate: Predicate, pair: Sided) -> bool:
    """Whether the text says to whom it is done, but of that one nothing is known, or only that it is the police's."""
    head, root = predicate.head, predicate.root
    if head.pos_ != "VERB" or pair[1] or predicate.thing is not None or root not in _DONE_TO:
        return False
    opinion = root in {"SUPPORT", "ACCUSE", "REJECT"}  # "welcomed it": a deed, not somebody
    unknown = (t for t in patients(head) if t.pos_ == "PRON" and t.tag_ == "PRP")
    if not is_passive(head) and any(not (opinion and t.lower_ == "it") for t in unknown):
        return True  # "expelled them", of whom nothing tells who they are
    done_to = [t for t in patients(head) if t.pos_ in NOUNS and t.ent_type_ not in {"CARDINAL", "DATE", "TIME"}]
    if is_passive(head):
        return bool(done_to) and not pair[0]
    return bool(done_to) and root == "COERCE" and not any(t.lemma_.lower() in _PROPERTY for t in done_to)


def is_accession(source: tuple[EventActor, ...], target: tuple[EventActor, ...]) -> bool:
    """Whether a country joins something, or anybody a body between countries: not a man his firm."""
    if any((a.code or "").endswith(".REB") for a in target):
        return False
    return any((a.code or "").startswith("IGO") for a in target) or any(len(a.code or "") == 3 for a in source)


def _press(side: tuple[EventActor, ...]) -> bool:
    """Whether it is a medium that is told: then nobody consults, somebody is quoted."""
    return bool(side) and all(
        (a.code or "").endswith((".JRN", ".MED")) or any(w in a.name.lower() for w in _MEDIA) for a in side
    )
