"""Verbs and nouns that say what an amount measures. Compiled for this project; forms are spelt out, so that no
lemmatizer is needed."""

from variorum.annotate.numerals import word_set


def _forms(*verbs: str) -> frozenset[str]:
    """All forms of verbs; an irregular verb is given with its forms, joined by slashes."""
    out: set[str] = set()
    for verb in verbs:
        base, *rest = verb.split("/")
        stem = base.removesuffix("e")
        out |= {base, *rest, base + "s", base + "es", stem + "ing", base + base[-1] + "ing"}
        if not rest:
            out |= {stem + "ed", base + base[-1] + "ed"}
        if base.endswith("y"):
            out |= {base[:-1] + "ied", base[:-1] + "ies"}
    return frozenset(out)


UP = _forms(
    "rise/rose/risen", "grow/grew/grown", "climb", "increase", "jump", "surge", "soar", "gain", "advance",
    "swell/swelled/swollen",
    "expand", "raise", "lift", "boost", "edge", "rally", "leap/leapt", "widen", "improve", "add", "accelerate",
    "spike", "rocket",
    "hike", "balloon", "mount", "skyrocket", "rebound", "recover",
)  # fmt: skip
DOWN = _forms(
    "fall/fell/fallen", "drop", "decline", "decrease", "slip", "slide/slid", "plunge", "tumble",
    "shrink/shrank/shrunk", "contract",
    "lose/lost", "dip", "sink/sank/sunk", "slump", "lower", "cut/cut", "reduce", "ease", "narrow", "plummet",
    "retreat", "slash",
    "shed/shed", "weaken", "crash", "dive", "halve",
)  # fmt: skip
UP_NOUNS = word_set("rise increase growth jump gain surge climb hike spike boost expansion upturn uptick rebound")
DOWN_NOUNS = word_set("fall drop decline decrease slump dip plunge cut loss reduction slide contraction shrinkage")
SHARE = _forms("make/made", "account", "constitute", "represent", "comprise", "form", "cover", "supply")
WIN = _forms(
    "win/won", "take/took/taken", "get/got", "receive", "secure", "garner", "poll", "capture", "claim", "collect"
)
LEVEL = _forms(
    "be/is/are/was/were/been", "stand/stood", "reach", "hit/hit", "total", "amount", "average", "come/came", "exceed",
    "top", "remain",
    "measure", "near", "approach", "pass", "stay", "end", "close", "open", "number", "run/ran",
)  # fmt: skip
KILL = _forms("kill", "die/died/dying", "drown", "perish", "murder", "slay/slain", "execute")
INJURE = _forms("injure", "wound", "hurt/hurt", "maim")
MOVE = _forms("displace", "evacuate", "uproot")
ARREST = _forms("arrest", "detain", "jail")
MISS = frozenset({"missing", "vanished", "disappeared"})
CASUALTY_WORDS = {
    "dead": "deaths", "killed": "deaths", "injured": "injuries", "wounded": "injuries", "missing": "missing",
    "displaced": "displaced", "deaths": "deaths", "fatalities": "deaths", "injuries": "injuries", "arrests": "arrests",
}  # fmt: skip
REPORT = _forms(
    "say/said", "tell/told", "report", "announce", "add", "declare", "state", "write/wrote/written", "claim", "note",
    "confirm",
    "explain", "warn", "estimate", "show", "find/found", "reveal",
)  # fmt: skip
MONEY_VERBS: dict[str, str] = {
    form: noun
    for forms, noun in (
        (_forms("cost/cost"), "cost"), (_forms("pay/paid"), "payment"), (_forms("spend/spent"), "spending"),
        (_forms("invest"), "investment"), (_forms("raise"), "funding"), (_forms("lose/lost"), "loss"),
        (_forms("earn"), "earnings"),
        (_forms("fine"), "fine"), (_forms("donate"), "donation"), (_forms("pledge"), "pledge"),
        (_forms("sell/sold"), "price"),
        (_forms("borrow"), "loan"), (_forms("lend/lent"), "loan"), (_forms("award"), "award"), (_forms("owe"), "debt"),
        (_forms("steal/stole/stolen"), "theft"), (_forms("save"), "savings"), (_forms("fetch"), "price"),
        (_forms("buy/bought"), "price"),
        (_forms("grant"), "grant"), (_forms("import"), "imports"), (_forms("export"), "exports"),
        (_forms("budget"), "budget"),
    )
    for form in forms
}  # fmt: skip
PEOPLE_VERBS: dict[str, str] = {
    form: noun
    for forms, noun in (
        (KILL, "deaths"), (INJURE, "injuries"), (MOVE, "displaced"), (ARREST, "arrests"), (MISS, "missing"),
    )
    for form in forms
}  # fmt: skip
# Nouns that say only that there is a number: what they are of is what is measured.
HOLLOW = word_set(
    "number total sum amount rate level volume value maximum minimum record average pace figure size count"
)
TELLING = word_set(
    "net gross core retail foreign domestic industrial economic operating annual real public national key "
    "benchmark jobless interest external federal military consumer manufacturing total"
) - {"annual", "total"}
