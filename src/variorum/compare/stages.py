"""Words that tell how far a membership or an agreement has come."""

import re
from collections.abc import Sequence

from variorum.types import Event, Span, Status

Cues = Sequence[tuple[str, re.Pattern[str]]]

_GAP = r"[^.;!?\n]{0,60}?"
_JOINING = r"(?:member(?:ship)?|application|accession|bid|quest|candida(?:cy|ture))\b"

IS_MEMBERSHIP = re.compile(r"\b(?:member(?:ship)?|accession|accede\w*|join(?:s|ed|ing)?|allegiance|admitted)\b", re.I)
IS_AGREEMENT = re.compile(r"\b(?:agreement|treaty|pact|accord|memorandum of understanding|deal)\b", re.I)

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
        ("signed", r"\bsign(?:ed|s|ing|ature)?\b"),
        ("negotiated", r"\b(?:negotiat(?:e[ds]?|ing|ions?)|talks (?:on|over|about))\b"),
        ("proposed", r"\b(?:propos\w+|offered|calls? for|called for)\b"),
        ("reached", r"\b(?:reach(?:ed)?|concluded|struck|clinched|agreed)\b"),
    )
]
ARMS = re.compile(
    r"\b(?:arms?|weapon\w*|drones?|missiles?|ammunition|munitions?|tanks?|jets?|warplanes?|artillery|howitzers?|shells?|"
    r"rockets?|military|troops?|helicopters?)\b",
    re.I,
)
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

_ON = re.compile(
    r"\s(?:on|against|by|at|in|from|with|after|before|during|and|but|when|while|that|which|who)\b.*", re.S | re.I
)


def cause_of(match: re.Match[str]) -> str:
    """A cause up to what is said beside it: "over its fishing fleet | in May"."""
    return _ON.sub("", " ".join(match.group(0).split()))


RANK = {  # the order of stages that nothing dates
    stage: n
    for stages in (
        ("applied", "endorsed", "supported", "pledged", "signed", "admitted", "joined", "full membership", "left"),
        ("proposed", "negotiated", "drafted", "reached", "signed", "ratified", "in force", "broken"),
        ("threatened", "proposed", "imposed", "fined", "tightened", "in force", "lifted"),
        ("promised", "supplied", "denied"),
        ("considered", "planned", "held", "suspended"),
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


def sanction_stage(event: Event, words: str) -> str:
    """How far sanctions have come, by their status and the words that tell of them."""
    low = words.lower()
    if event.mode == "sanctions":
        return "lifted"
    if event.status in {"threatened", "planned", "proposed", "hypothetical"}:
        return "threatened" if event.status == "threatened" else "proposed"
    if any(w in low for w in ("tighten", "extend", "expand", "toughen", "renew")):
        return "tightened"
    brought = ("impos", "slap", "sanctioned", "introduc", "announc", "suspend", "cut", "expel", "halt", "froze")
    return "imposed" if any(w in low for w in brought) else "in force"
