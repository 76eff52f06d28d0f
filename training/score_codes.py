"""Score the codes of actors on the half of the annotated records that was used for tuning, and on the half held out.

    python -m training.score_codes [--errors]

A record counts where it gives both sides: right if every actor's country is right, and its sector where one is given.
Older spellings of the records' codes are read as today's; a religion as a sector of its own (MOS, CHR) is REL.
"""

import hashlib
import sys
from typing import Any

from training.shared import load_cases
from variorum.annotate.codes import code_at, code_of, countries_in

_COUNTRY = {"JAP": "JPN", "ITL": "ITA"}
_SECTOR = {"CIV": "CVL", "MOS": "REL", "CHR": "REL", "***": ""}


def held_out(case_id: str) -> bool:
    """Whether a record is in the half that no rule was tuned on."""
    return hashlib.sha1(case_id.encode()).digest()[-1] % 2 == 1


def judge(actor: dict[str, str], text: str) -> tuple[bool, bool, str | None]:
    """Whether the country is right, whether the sector is too, and what was found for an actor of a record."""
    named, context = actor["actorText"], countries_in(text)
    start = text.find(named)
    code = (code_at(text, start, start + len(named), context) if start >= 0 else code_of(named, context))[0]
    country, _, sector = (code or next(iter(context), "")).partition(".")
    want = (actor.get("sector") or "")[:3]
    want = _SECTOR.get(want, want)
    right = country == _COUNTRY.get(actor["code"], actor["code"])
    return right, right and (not want or want == sector), code


def score(*, held: bool, errors: bool) -> dict[str, Any]:
    """Share of the records of a half, in percent, whose actors all have the right country, and the right sector too."""
    records = countries = whole = 0
    for case in load_cases("gsr.dev"):
        sides = case["source"], case["target"]
        if held_out(case["id"]) != held or not all(isinstance(side, list) for side in sides):
            continue
        found = [(actor, judge(actor, case["text"])) for side in sides for actor in side]
        records += 1
        countries += all(country for _, (country, _, _) in found)
        whole += all(both for _, (_, both, _) in found)
        if errors:
            for actor, (_, both, code) in found:
                if not both:
                    print(actor["actorText"], actor["code"], actor.get("sector"), code, sep="\t")
    return {
        "records": records,
        "countries": round(100 * countries / records, 1),
        "countries_and_sectors": round(100 * whole / records, 1),
    }


def main() -> None:
    """Print both halves; with `--errors`, the mistakes of the tuned half."""
    errors = "--errors" in sys.argv
    for name, held in (("tuned", False), ("held", True)):
        print(name, score(held=held, errors=errors and not held))


if __name__ == "__main__":
    main()
