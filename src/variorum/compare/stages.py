"""Words that tell how far a membership or an agreement has come."""

import re
from collections.abc import Sequence

from variorum.types import Event, Span, Status

Cues = Sequence[tuple[str, re.Pattern[str]]]

_GAP = r"[^.;!?\n]{0,60}?"
_JOINING = r"(?:member(?:ship)?|application|accession|bid|quest|candida(?:cy|ture))\b"

IS_MEMBERSHIP = re.compile(r"\b(?:member(?:ship)?|accession|accede\w*|join(?:s|ed|ing)?|allegiance|admitted)\b", re.I)
IS_AGREEMENT = re.compile(
    r"\b(?:agreement|treaty|pact|accord|memorandum of understanding|deal|protocol|convention|contract)\b", re.I
)

MEMBERSHIP: Cues = [
    (stage, re.compile(pattern, re.I))
    for stage, pattern in (
        ("left", r"\b(?:left|quit|withdrew from|pulled out of|leave|exit(?:ed|s)?)\b"),
        ("admitted", r"\b(?:admitted|accepted|welcomed|received)\b.{0,30}?\bas an? (?:new |full )*member\b"),
        ("admitted", r"\b(?:became|joined)\b.{0,30}?\b(?:member|organi[sz]ation|bloc|union|alliance)\b"),
        ("endorsed", rf"\b(?:endors|approv|accept)(?:ed|es|ing|s)?\b{_GAP}\b{_JOINING}"),
        ("supported", rf"\b(?:support|back)(?:ed|s|ing)?\b{_GAP}\b{_JOINING}"),
        ("applied", rf"\b(?:appl(?:ied|ies|y|ying) (?:for|to)\b|application (?:for|to)\b){_GAP}"),
        ("signed", rf"\bsign(?:ed|s|ing)?\b{_GAP}\b(?:documents?|memorandum|declaration|protocol|accord|papers)\b"),
        ("pledged", r"\b(?:pledged?|vow(?:ed)?|promised?|agreed) to join\b"),
        ("full membership", r"\b(?:joins?\b|full member(?:ship)?\b|accession (?:procedure|process))"),
    )
]
AGREEMENT: Cues = [
    (stage, re.compile(pattern, re.I))
    for stage, pattern in (
        ("broken", r"\b(?:violat|breach|renege|abandon|tore up|withdr[ae]w|pull(?:ed|s|ing)? out|scrapp)\w*"),
        (
            "in force",
            r"\b(?:entered|enters?|came|comes?|go(?:es)?|went) into force\b|\btook effect\b|\btakes? effect\b",
        ),
        ("ratified", r"\bratif\w+"),
        (
            "drafted",
            rf"\b(?:work on|working on|drafting|drafted|draft of)\b{_GAP}\b(?:agreement|treaty|pact|accord|deal)",
        ),
        ("drafted", r"\b(?:final stages?|nearly (?:completed|finished|ready)|close to (?:completing|finali[sz]ing))\b"),
        ("initialled", r"\binitial(?:l?ed|l?ing|s)\b"),
        ("signed", r"\b(?:sign(?:ed|s|ing|ature)?|inked|inks|sealed|seals)\b"),
        ("negotiated", r"\b(?:negotiat(?:e[ds]?|ing|ions?)|talks (?:on|over|about))\b"),
        ("proposed", r"\b(?:propos\w+|offered|calls? for|called for)\b"),
        ("reached", r"\b(?:reach(?:ed)?|concluded|struck|clinched|agreed)\b"),
    )
]
ARMS = re.compile(
    r"\b(?:arm(?:s|ed|ing)?|weapon\w*|drones?|missiles?|ammunition|munitions?|tanks?|jets?|warplanes?|artillery|howitzers?|shells?|"
    r"rockets?|military|troops?|helicopters?)\b",
    re.I,
)
AIDED = re.compile(
    r"\b(?:aid|assist|help|relief|suppl(?:y|ies)|food|medic|money|cash|fund|grant|loan|credit|donat|contribut|support|"
    r"financ|humanitarian|[mb]illion|dollar|euro|gas|oil|grain|wheat|water|equipment|vaccin|tent|doctor|expert|"
    r"engineer|team|rebuild|reconstruct|ship|boat|plane|aircraft|helicopter|len[dt])\w*|[$€£]",
    re.I,
)
CIVIL = re.compile(r"\b(?:food|medic\w*|relief|humanitarian|blankets?|tents?|doctors?|money|grain|wheat)\b", re.I)
FINES = frozenset({"fine", "fin", "penalise", "penalize"})  # "fin" is what taggers make of "fined"
SIGNS = frozenset({"sign", "reach", "conclude", "strike", "clinch", "ink", "finalise", "finalize", "seal", "ratify"})
WITH = re.compile(r"\b(?:with|between)\s+")
JOINS = {"join": "joined", "leave": "left", "quit": "left"}
TELLING = re.compile(r"\b(?:t(?:old|ells?|elling)|assur|inform|brief|remind|congratulat|host)\w*", re.I)
RESCUE = re.compile(r"\b(?:rescu|evacuat|airlift|shelter|admit|train)\w*", re.I)
TALKS = re.compile(r"\b(?:talks?|negotiations?|dialogue|contacts?|ties|relations?|cooperation|mediation)\b", re.I)
BACKING = re.compile(r"\b(?:support|membership)\b", re.I)
VESSEL = re.compile(r"\b(?:planes?|airliners?|jets?|flights?|aircraft|ships?|vessels?|tankers?|trains?)\b", re.I)
APART = re.compile(r"[;:]|,(?! and\b)|\b(?:who|which|that|said|says|saying)\b", re.I)
SHARED = re.compile(r"\b(?:two (?:countr|nation|state|side)\w*|both|bilateral|mutual|between|we|our)\b", re.I)
FOR = re.compile(r"\b(?:for|over|because of) ([^\W\d][^.,;:!?()\n“”\"]{2,60})")
OVER = re.compile(
    r"\b(?:over|because of|in response to) ((?:its|their|the|his|her)\s)?([^\W\d][^.,;:!?()\n“”\"]{2,48})"
)

_BORNE = frozenset({"sanction", "embargo", "tariff", "curb", "penalty", "penaltie", "boycott", "blacklisting"})
_ENVOY = re.compile(r"\b(?:ambassador|envoy|diplomat|attach[eé]|consul|charg[eé])s?\b", re.I)
_HOME = re.compile(r"\b(?:recall|withdr[ae]w|call|pull|bring|br[o]ught)\w*", re.I)
CURB = re.compile(r"\b(?:sanction|tariff|dut(?:y|ies)|embargo|bann?|fine[sd]?|blacklist|lev(?:y|ies)|curb)\w*", re.I)
WITHHOLDS = re.compile(
    rf"{CURB.pattern}|\b(?:fr[eo]ez|frozen|boycott|blockad|penal|restrict|suspend|halt|cut(?:s|ting)? off|withh[eo]ld|"
    r"restrain|bar(?:s|red|ring)\b|seiz|stop|cancel|revok)\w*",
    re.I,
)
_LIFTS = re.compile(r"\b(?:lift|eas(?:e|ing)|remov|relax|waiv)\w*", re.I)
_STAYS = re.compile(r"\b(?:remain|stay|ke[ep]pt?|maintain|continu)\w*", re.I)
PLACED = re.compile(r"\b(?:in|at|near|inside|outside|across|throughout)\s+(?:the\s+)?$", re.I)
AWAY = re.compile(r"[;:]|\b(?:who|whose|whom|said|says|saying)\b", re.I)  # between an agreement and its stage
BESIDE = re.compile(r"[\w'’]*,?\s*(?:,|\band\b)\s*(?:[A-Z]\S+\s+){0,3}(?:of\s+)?(?:the\s+)?$")
_ON = re.compile(
    r"\s(?:on|against|by|at|in|from|with|after|before|during|and|but|when|while|that|which|who)\b.*", re.S | re.I
)


def cause_of(match: re.Match[str]) -> str:
    """A cause up to what is said beside it: "over its fishing fleet | in May"."""
    return _ON.sub("", " ".join(match.group(0).split()))


RISES = re.compile(r"\b(?:increas|growth|grew|rise|rising|rose|up|gain|jump|climb)\w*", re.I)
FALLS = re.compile(r"\b(?:decreas|declin|fall|fell|drop|down)\w*", re.I)
_TOPIC = re.compile(
    r"\b(?:on|over|about|for|covering|regulating|to (?:\w+ )?(?:build|expand|share|develop|regulate))\s+"
    r"([^.,;:!?()\n“”\"]{3,50})"
)
_PLAIN = re.compile(  # what is said of any agreement, and tells none from another
    r"(?:the|an?|new|major|landmark|historic|bilateral|joint|first|second|final|strategic|important|draft|trade|peace|"
    r"partnership|cooperation|framework|comprehensive|key|provisional|interim|their|its|his|her|this|that|such|signed|"
    r"tentative|formal|international|free|basic|binding|mutual|.*\d.*|.*ed|\w+-(?:point|year|page|term|month|part))$"
)


def topic_of(text: str, agreement: re.Match[str]) -> str:
    """What an agreement is about, in the words beside its noun: "fishing" of "a new fishing protocol"."""
    before: list[str] = re.findall(r"[\w-]+", text[max(0, agreement.start() - _BESIDE) : agreement.start()])[-2:]
    named: list[str] = [w for w in before if w.islower() and not _PLAIN.match(w)]
    if named and before[-1] == named[-1]:
        return named[-1]
    after = _TOPIC.match(text, agreement.end() + 1)
    return cause_of(after).partition(" ")[2].removeprefix("the ") if after is not None else ""


def amount_of(value: float, unit: str) -> str:
    """An amount as people write it: "3.3 billion USD"."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:g} {word} {unit}"
    return f"{value:g} {unit}"


_BESIDE = 40  # code points before an agreement's noun that tell what it is about

RANK = {  # the order of stages that nothing dates
    stage: n
    for stages in (
        ("applied", "endorsed", "supported", "pledged", "signed", "admitted", "joined", "full membership", "left"),
        ("proposed", "negotiated", "drafted", "initialled", "reached", "signed", "ratified", "in force", "broken"),
        ("threatened", "proposed", "imposed", "fined", "tightened", "in force", "lifted"),
        ("promised", "supplied", "denied"),
        ("considered", "planned", "held", "envoy expelled", "envoy recalled", "suspended"),
    )
    for n, stage in enumerate(stages)
}


def stage_in(cues: Cues, text: str) -> tuple[str, Span] | None:
    """The first stage of the list that the words tell of, and where."""
    for stage, pattern in cues:
        match = pattern.search(text)
        if match is not None:
            return stage, match.span()
    return None


def contact_stage(event: Event) -> str:
    """How far a contact has come."""
    if event.status in {"planned", "proposed"}:
        return "planned"
    if event.status in {"denied", "hypothetical", "threatened"}:
        return "denied" if event.status == "denied" else "considered"
    return "held"


def supply_stage(status: Status) -> str:
    """How far aid or arms have come."""
    return {"happened": "supplied", "ongoing": "supplied", "denied": "denied"}.get(status, "promised")


def sanction_stage(event: Event, words: str, told: str) -> str:
    """How far sanctions have come, by their status and the words that tell of them.

    Args:
        words: from the first to the last word of the event's trigger.
        told: all words of the event.
    """
    low = words.lower()
    if event.mode == "sanctions" or _LIFTS.search(told):
        return "lifted"
    if _STAYS.search(told) and event.status != "threatened":
        return "in force"
    if event.status in {"threatened", "planned", "proposed", "hypothetical"}:
        return "threatened" if event.status == "threatened" else "proposed"
    if any(w in low for w in ("tighten", "extend", "expand", "toughen", "renew")):
        return "tightened"
    borne = len(event.trigger) == 1 and low.rstrip("s") in _BORNE  # "US sanctions on both", not "put duties on"
    return "in force" if borne else "imposed"


def envoy_stage(words: str) -> str | None:
    """What becomes of an envoy, where sanctions are of that kind: he is called home or sent away."""
    if not _ENVOY.search(words):
        return None
    return "envoy recalled" if _HOME.search(words) else "envoy expelled"
