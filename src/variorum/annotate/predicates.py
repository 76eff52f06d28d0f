"""Words that report a political event: verbs, verbs with their objects, and nouns, looked up in our PLOVER lexicon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from variorum.annotate.grammar import EMPTY, NOUNS, direct_objects, heads, is_passive
from variorum.annotate.idle import RACES, SAYING, is_cut, is_idle, is_ridden
from variorum.annotate.phrases import burden, downs_tools, idiom, names, rung, unwelcome, verdict
from variorum.annotate.status import governor_class, words
from variorum.lexicon.actors import actor_nouns
from variorum.lexicon.plover import Coding, Lexicon, lexicon


@dataclass(frozen=True)
class Predicate:
    """A word that may report an event. `verb` is the verb that brings a noun about ("held" of "held talks")."""

    head: Token
    trigger: tuple[Token, ...]
    root: str
    mode: str | None
    verb: Token | None = None
    thing: Token | None = None  # the object that settled the root: the "drones" of "delivered drones"
    undergone: bool = False  # whether the subject is whom it is done to: "came under attack", "drew criticism"


def find_predicates(tokens: Iterable[Token]) -> Iterator[Predicate]:
    """The predicates among the tokens, in order; a noun that a verb already stands for is not given twice."""
    taken: set[int] = set()
    table = lexicon()
    for token in tokens:
        if token.pos_ == "VERB":
            found = _verb(token, table)
        elif token.pos_ in NOUNS and token.i not in taken:
            found = _noun(token, table)
        else:
            continue
        if found is not None and found.head.i not in taken:
            taken.update(t.i for t in found.trigger)
            yield found


def find_stances(tokens: Iterable[Token]) -> Iterator[Predicate]:
    """What is said of others' duty or of one's own readiness: "said they must leave", "is willing to pay"."""
    for token in tokens:
        if token.dep_ == "aux" and any(c.dep_ == "nsubj" and c.i > token.i for c in token.head.children):
            continue  # "should the others do so" is a condition
        if token.lower_ in {"must", "should"} and token.dep_ == "aux" and token.head.pos_ in {"VERB", "AUX"}:
            said = token.head.head
            if any(c.lower_ == "have" and c.dep_ == "aux" for c in token.head.children):
                continue
            if token.head.lemma_ in _STATES:
                continue
            if token.head.dep_ == "ccomp" and said.pos_ == "VERB" and said.lemma_ in SAYING:
                yield Predicate(token.head, (token, token.head), "REQUEST", None, verb=said)
        elif token.dep_ == "neg" and token.head.pos_ == "VERB" and _refuses(token.head):
            yield Predicate(token.head, (token, token.head), "REJECT", None)
        elif token.lemma_ in {"vow", "swear"} and token.pos_ == "VERB" and (deed := _sworn(token)) is not None:
            harm = root_of(deed) in CONFLICT
            yield Predicate(token, (token, deed), "THREATEN" if harm else "AGREE", None)
        elif token.lower_ in {"responsible", "behind"} and (teller := _blames(token)) is not None:
            yield Predicate(token.head, (teller, token), "ACCUSE", None, verb=teller)
        elif token.lower_ in READY and token.pos_ in {"ADJ", "VERB"} and token.tag_ != "VBD":
            bound = (x for c in token.children if c.lower_ == "to" for x in c.children)
            deeds = (c for c in (*token.children, *bound) if c.dep_ in {"xcomp", "pcomp"} and c.pos_ == "VERB")
            deed = next(deeds, None)
            if deed is not None and deed.lemma_ != "renew" and root_of(deed) not in CONFLICT:
                yield Predicate(token, (token, deed), "AGREE", None)


def _sworn(verb: Token) -> Token | None:
    """The deed of the lexicon that somebody vows to do."""
    deed = next((c for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "VERB"), None)
    return deed if deed is not None and root_of(deed) is not None else None


def _blames(token: Token) -> Token | None:
    """The verb of a speaker who says that others "were responsible" or "were behind" it."""
    clause = token.head
    if token.dep_ not in {"acomp", "prep"} or clause.lemma_ != "be" or clause.dep_ != "ccomp":
        return None
    return clause.head if clause.head.lemma_ in SAYING | {"believe", "allege", "claim", "suspect"} else None


def _refuses(verb: Token) -> bool:
    """Whether "will not" stands with a verb that has no coding of its own, in no condition."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    will = bool(auxiliaries & {"will", "would", "wo"}) and "have" not in auxiliaries
    return will and verb.dep_ in {"ROOT", "ccomp", "conj"} and root_of(verb) is None


def root_of(verb: Token) -> str | None:
    """The root that a verb has in the lexicon."""
    found = _verb(verb, lexicon())
    return found.root if found else None


def is_known(word: Token) -> bool:
    """Whether a word is a verb of the lexicon, also where it reports nothing: "declined to comment"."""
    table = lexicon()
    names = {_key(word)[0], word.lemma_.lower()}
    listed = any(names & part.keys() for part in (table.verbs, table.objects, table.idioms))
    return word.pos_ == "VERB" and (listed or root_of(word) is not None)


READY = frozenset({"willing", "ready", "prepared", "committed"})
_STATES = words("be have understand know see remember realise realize think believe feel expect get note wait bear")
CONFLICT = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "THREATEN", "REJECT", "ACCUSE"})


def _key(verb: Token) -> tuple[str, Token | None]:
    """The verb's lemma, with its particle where it has one."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.dep_ == "prt":
            return f"{lemma}+{child.lower_}", child
        if (
            child.dep_ in {"advmod", "acomp", "oprd"}
            and child.i == verb.i + 1
            and f"{lemma}+{child.lower_}" in lexicon().verbs
        ):
            return f"{lemma}+{child.lower_}", child  # "walked out" as parsers read it
    return lemma, None


def _verb(verb: Token, table: Lexicon) -> Predicate | None:
    if (held := verdict(verb)) is not None:
        return Predicate(verb, (verb, held), "ACCUSE", "legal" if held.lower_ == "guilty" else None)
    if verb.dep_ in {"amod", "compound"} or (verb.dep_ == "conj" and verb.head.pos_ not in {"VERB", "AUX"}):
        return None
    key, particle = _key(verb)
    plain = verb.lemma_.lower()
    own = (verb, particle) if particle is not None else (verb,)
    options = table.objects.get(key) or (table.objects.get(plain) if particle is None else None)
    if options:
        for thing in direct_objects(verb) if not is_ridden(verb) else ():
            for words, (root, mode) in options:
                noun = next((t for t in heads(thing) if names(t, words)), None)
                if noun is not None:
                    return Predicate(verb, (*own, noun), root, mode, thing=noun)
    for name in (key, plain):
        if (phrase := idiom(verb, table.idioms.get(name, ()))) is not None:
            noun, its, undergone = phrase
            return Predicate(verb, (*own, noun), *its, undergone=undergone)
    if (diplomat := unwelcome(verb)) is not None:
        return Predicate(verb, (verb, diplomat), "SANCTION", "expel", thing=diplomat)
    if (duties := burden(verb)) is not None:
        return Predicate(verb, (verb, duties), "SANCTION", None)
    if plain == "strike" and downs_tools(verb):
        return Predicate(verb, own, "PROTEST", "strike")
    if plain == "receive" and any(t.ent_type_ == "PERSON" for t in direct_objects(verb)):
        return Predicate(verb, own, "CONSULT", "meet")
    if plain == "call" and particle is None and rung(verb):
        return Predicate(verb, own, "CONSULT", "talk")
    for name in (key, plain):
        if name in table.prepositions and (found := _with_preposition(verb, own, table.prepositions[name])):
            return found
    if plain == "attack" and any(c.lower_ == "for" for c in verb.children):
        return Predicate(verb, own, "ACCUSE", None)  # with words
    coding = table.verbs.get(key) or (table.verbs.get(plain) if particle is None else None)
    if coding is None and plain in _BUILDS and any(c.lower_ in {"jointly", "together"} for c in verb.children):
        return Predicate(verb, own, "COOPERATE", None)
    return Predicate(verb, own, *coding) if coding and not is_idle(verb) and not is_cut(verb) else None


def _with_preposition(verb: Token, own: tuple[Token, ...], table: dict[str, Coding]) -> Predicate | None:
    """A verb that only a preposition makes an event: "called for", "pulled out of" (but not "called on Monday")."""
    for child in verb.children:
        if child.dep_ not in {"prep", "prt", "dative"} or (verb.lemma_ in _SPEAKING and child.dep_ == "prt"):
            continue
        nested = next((c for c in child.children if c.dep_ == "prep"), None)
        names = (child.lower_, nested.lower_ if nested is not None else "")
        name = next((n for n in names if n in table), None)
        if name == "for" and verb.lemma_ == "call" and (curb := _curb(child)) is not None:
            return Predicate(verb, (*own, child, curb), "ACCUSE", "disapprove", thing=curb)
        objects = [t for c in (child, nested) if c is not None for t in c.children if t.dep_ == "pobj"]
        if name is not None and bool(direct_objects(verb)) != (verb.lemma_ == "return") and verb.lemma_ in _BARE:
            return None
        if verb.lemma_ == "call" and name in {"on", "upon"} and not _is_told(verb, child):
            return None  # given the floor
        if verb.lemma_ in {"drop", "pull", "back", "walk"} and any(t.lemma_ in RACES for t in objects):
            return None  # "dropped out of the race"
        if verb.lemma_ == "call" and name == "for" and any(c.lower_ == "back" for c in verb.children):
            return None
        if verb.lemma_ == "insist" and any(t.lemma_ in {"anonymity", "condition"} for t in objects):
            return None
        if verb.lemma_ == "fire" and is_passive(verb):
            return None  # from a job
        if verb.lemma_ == "take" and name == "to" and all(t.lemma_ != "street" for t in objects):
            return None
        if name is not None and not any(t.ent_type_ in {"DATE", "TIME"} for t in objects):
            coding = table[name]
            if coding == ("REJECT", "withdraw") and _troops(verb, objects):
                coding = ("RETREAT", None)
            return Predicate(verb, tuple(sorted({*own, child}, key=lambda t: t.i)), *coding)
    return None


def _is_told(verb: Token, preposition: Token) -> bool:
    """Whether it is said what those who are called upon are to do."""
    clauses = (c for t in (verb, preposition, *preposition.children) for c in t.children)
    return any(c.lower_ == "for" or any(x.lower_ == "to" for x in c.children) for c in clauses if c.pos_ != "PUNCT")


def _curb(preposition: Token) -> Token | None:
    """The sanctions that are called for, which is to denounce whoever they are to fall on."""
    things = (t for t in preposition.children if t.dep_ == "pobj" and t.lemma_ in {"sanction", "embargo", "boycott"})
    return next(things, None)


def _troops(verb: Token, objects: list[Token]) -> bool:
    """Whether it is troops that are pulled out, or a place that they are pulled out of: not a deal that is left."""
    return bool(direct_objects(verb)) or any(t.ent_type_ in {"GPE", "LOC"} for t in objects)


def _noun(noun: Token, table: Lexicon) -> Predicate | None:
    if noun.lemma_ == "release" and not _frees(noun):
        return None
    if noun.lemma_ == "charge" and noun.tag_ == "NN" and noun.dep_ == "pobj" and noun.head.lower_ in {"in", "under"}:
        return None  # "in charge of"
    if noun.lemma_ == "opposition" and all(c.lower_ != "to" for c in noun.rights):
        return None  # those who are in it
    if noun.ent_type_ in _TIMES or any(c.lower_ in _BODILY for c in noun.lefts):
        return None  # "on March 3", "a heart attack"
    if noun.lemma_ == "conference" and any(c.lower_ in {"press", "news"} for c in noun.lefts):
        return None
    coding = _noun_coding(noun, table)
    if coding is None or noun.dep_ == "compound" or noun.ent_type_ in _NAMES or _answered(noun):
        return None
    verb = _light(noun)
    trigger = (noun,) if verb is None else tuple(sorted((verb, noun), key=lambda t: t.i))
    return Predicate(noun, trigger, *coding, verb=verb)


def _frees(release: Token) -> bool:
    """Whether somebody is set free, not a statement or a film brought out."""
    freed = [t for c in release.children if c.lower_ == "of" for t in c.children if t.dep_ == "pobj"]
    freed += [c for c in release.children if c.dep_ == "poss"]
    return any(
        t.ent_type_ in {"PERSON", "NORP", "CARDINAL"} or t.pos_ == "PRON" or t.lemma_.lower() in actor_nouns()
        for t in freed
    )


def _answered(noun: Token) -> bool:
    """Whether a speech act is only what something else answers: "rejected the demand", "his rejection of the call"."""
    head = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.lemma_.lower() not in _SPOKEN or noun.dep_ not in {"dobj", "pobj", "nsubjpass"}:
        return False
    return head.lemma_.lower() in _ANSWERS


def _noun_coding(noun: Token, table: Lexicon) -> Coding | None:
    """The coding of a noun, or of the word that says what an empty one is about: "a mediation effort"."""
    lemma = noun.lemma_.lower()
    if lemma in {"strike", "raid"} and _armed(noun):
        return "ASSAULT", None
    if lemma in {"attack", "assault"} and (any(c.lower_ in _BY_WORD for c in noun.lefts) or _on_words(noun)):
        return "ACCUSE", None
    before = [c for c in noun.children if c.dep_ in {"compound", "amod"}]
    if lemma == "call" and any(c.lower_ in {"phone", "telephone", "video"} for c in before):
        return "CONSULT", "talk"
    if lemma == "call" and noun.head.pos_ == "VERB" and any(c.lower_ == "for" for c in noun.rights):
        return "REQUEST", None
    if lemma in _JOINT and any(c.lower_ == "joint" for c in before):
        return "COOPERATE", "military" if lemma in _DRILLS else None
    coding = table.nouns.get(lemma) or table.nouns.get(noun.lower_)
    if coding is None and lemma in EMPTY:
        coding = next((table.nouns[c.lemma_.lower()] for c in before if c.lemma_.lower() in table.nouns), None)
    return coding


def _on_words(noun: Token) -> bool:
    """Whether an attack is one on what somebody says or decides: "the attack on her record"."""
    aims = (t for c in noun.children if c.lower_ == "on" for t in c.children if t.dep_ == "pobj")
    return any(t.lemma_.lower() in _OPINIONS for t in aims)


def _armed(noun: Token) -> bool:
    """Whether a strike or raid is one by arms, not one by workers or by the police."""
    head = noun.head
    if noun.dep_ == "dobj" and (head.lemma_ in {"conduct", "launch"} or (head.lemma_ == "carry" and noun.i > head.i)):
        return noun.tag_ == "NNS" or noun.lemma_ == "raid"
    if any(t.lemma_ in _CRAFT for c in noun.children if c.lower_ == "by" for t in c.children):
        return True
    before = any(c.lower_ in _ARMS or c.lower_.endswith("-led") for c in noun.lefts)
    return before or (noun.lemma_ == "strike" and any(c.lower_ in {"on", "against"} for c in noun.rights))


def _light(noun: Token) -> Token | None:
    """The verb that only says that the noun came about: "held talks", "sanctions imposed", "the visit took place"."""
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and governor_class(child) == "inherit":
            return child
        if child.dep_ == "relcl" and _has_done(child):
            return child
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in NOUNS:
        first = first.head
    head = first.head
    if head.lemma_ in {"end", "stop", "halt", "avert", "avoid", "follow", "condemn", "call", "reject"}:
        return None
    if noun.lemma_ == "plea" and head.lemma_ in {"enter", "change"}:
        return None  # before a court
    if head.pos_ == "VERB" and first.dep_ in {"dobj", "nsubjpass"}:
        brings = governor_class(head) in _BRINGS or head.lemma_.lower() in _SPEED
        return head if brings and not _is_request(head) else None
    if first.dep_ == "pobj" and head.lower_ == "in" and (taking := _takes_part(head.head)) is not None:
        return taking
    if first.dep_ != "pobj" or head.head.pos_ not in {"VERB", "AUX"}:
        return None
    verb = head.head
    if head.lower_ == "in" and noun.lemma_ == "protest":
        return verb  # "shut their shops in protest"
    if head.lower_ == "on" and noun.lemma_ in {"alert", "strike"}:
        return verb
    if head.lower_ == "for" and verb.lemma_ == "call" and noun.lemma_.lower() in EMPTY:
        return verb
    return verb if head.lower_ in {"into", "out", "on"} and verb.lemma_ in {"enter", "carry", "go"} else None


def _has_done(verb: Token) -> bool:
    """Whether a relative clause only says who does what a noun tells: "the attack | that he launched on"."""
    if verb.lemma_ not in _DOES or is_passive(verb):
        return False
    doers = [c for c in verb.children if c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"}]
    done = [c for c in verb.children if c.dep_ == "dobj"]
    return len(doers) == 1 and all(c.tag_ in {"WDT", "WP", "IN"} for c in done)


def _takes_part(node: Token) -> Token | None:
    """The verb by which somebody takes part: "took part in", "participated in"."""
    verb = node.head if node.lemma_ == "part" and node.dep_ == "dobj" else node
    part = verb.lemma_ == "take" and any(t.lemma_ == "part" for t in verb.children)
    return verb if part or verb.lemma_ in {"participate", "engage"} else None


def _is_request(verb: Token) -> bool:
    """Whether the verb's subject asks others for the deed, and so does not do it."""
    return verb.lemma_.lower() in lexicon().verbs and governor_class(verb) == "proposed"


_BUILDS = words("build develop produce manufacture launch operate run explore construct make design fund mine")
_BODILY = words("heart panic asthma cardiac traumatic respiratory")
_DRILLS = words("exercise drill manoeuvre maneuver patrol operation")
_JOINT = (
    _DRILLS
    | EMPTY
    | words(
        "venture plant project production factory force fund facility centre center team task training mission "
        "unit commission research"
    )
)
_SPOKEN = words("demand request appeal plea threat warning ultimatum criticism accusation allegation condemnation")
_ANSWERS = words(
    "reject rejection refuse refusal dismiss dismissal deny denial accept acceptance answer ignore heed meet rebuff "
    "defy oppose opposition welcome consider discuss face fight despite amid resist cite"
)
_BRINGS = frozenset({"inherit", "ongoing", "planned", "proposed", "threatened"})
_SPEED = words(
    "speed accelerate announce order resume intensify expand step stag prolong extend issue make voice express level "
    "lodge file deliver renew repeat reiterate unleash broker clinch seal ink exchange trade levy enact adopt place "
    "organise organize join face draw attract earn suffer incur endure sustain garner provoke spark trigger ignite "
    "restart reopen relaunch convene chair attend mediate declare cement receive win secure obtain"
)
_DOES = words(
    "make launch level lodge file issue voice wage mount hold impose stage deliver sign unleash hurl carry give"
)
_NAMES = frozenset({"PERSON", "GPE", "ORG", "LAW", "FAC", "PRODUCT", "WORK_OF_ART"})
_TIMES = frozenset({"DATE", "TIME", "EVENT"})
_SPEAKING = frozenset({"speak", "talk"})
_BARE = frozenset({"shoot", "return", "call", "push", "press", "fly", "sue"})
_ARMS = words("air missile drone military rocket artillery suicide retaliatory bombing cross-border commando night")
_CRAFT = words("jet plane warplane aircraft helicopter drone bomber fighter gunship")
_OPINIONS = words(
    "record accounting plan policy character credibility proposal decision reputation integrity legacy claim argument "
    "right speech democracy freedom value law proceeding coverage judgment judgement idea view stance motive tradition"
)
_BY_WORD = words("scathing verbal blistering stinging personal rhetorical scornful political campaign partisan")
