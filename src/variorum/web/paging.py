"""Pages of a list that begin where the last one ended, whatever has been added before it since."""

import base64
from typing import Annotated

import msgspec
from fastapi import Query

from variorum.store.catalogue import Card, Cursor
from variorum.web.pages import Refused

PAGE = 25

After = Annotated[
    str, Query(pattern=r"^[A-Za-z0-9_-]*$", max_length=2000, description="Where the page before ended: its `next`.")
]
Day = Annotated[
    str, Query(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="A day, a month or a year, as in 2022-09-15.")
]
Text = Annotated[str, Query(max_length=200)]


def token(*values: str | int) -> str:
    """What `after` is to be for the next page."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def values(after: str, *of: type) -> tuple[str | int, ...]:
    """What an `after` holds.

    Raises:
        Refused: it is not one that a page gave.
    """
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, msgspec.DecodeError) as error:
        raise Refused(404, "`after` is not one that a page of this list gave.") from error
    if not isinstance(found, list) or len(found) != len(of) or not all(map(isinstance, found, of)):
        raise Refused(404, "`after` is not one that a page of this list gave.")
    return tuple(found)


def cursor(after: str, of: type) -> Cursor | None:
    """Where a list ordered by strings or numbers goes on; None at its beginning."""
    if not after:
        return None
    first, id = values(after, of, str)
    return first, str(id)


def cut(cards: list[Card], by: str = "last") -> tuple[list[Card], str | None]:
    """A page of a list that was asked for one entry more, and the `after` of the next page."""
    if len(cards) <= PAGE:
        return cards, None
    end = cards[PAGE - 1]
    return cards[:PAGE], token(getattr(end, by), end.id)
