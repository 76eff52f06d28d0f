"""What a check found."""

from collections.abc import Callable, Iterator
from typing import Literal

from variorum.types import Record


class Finding(Record, frozen=True, kw_only=True):
    """One thing that was checked.

    `failed` must be mended before all of the program works; a `warning` may be as you want it; `skipped` could not be
    checked, or does not apply. `advice` says what to do.
    """

    name: str
    status: Literal["ok", "warning", "failed", "skipped"]
    says: str
    advice: str = ""


Check = Callable[[], Finding]


def run(checks: dict[str, Check], *, advice: str) -> Iterator[Finding]:
    """Run checks in order. One that breaks is a failure that says so, and does not keep the next from running.

    Args:
        advice: what to do where a check breaks.
    """
    for name, check in checks.items():
        try:
            yield check()
        except Exception as error:
            says = f"{type(error).__name__}: {error}"
            yield Finding(name=name, status="failed", says=says, advice=advice)
