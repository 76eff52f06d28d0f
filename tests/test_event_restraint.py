"""What is public affairs and what is not, on events built by hand."""

import pytest

from variorum.annotate.pipeline import annotate
from variorum.types import Article

pytestmark = pytest.mark.models


def _found(text: str) -> list[tuple[str, str, list[str], list[str]]]:
    (article,) = annotate([Article(id="x", text=text)])
    return [(e.code, e.status, [a.name for a in e.source], [a.name for a in e.target]) for e in article.events]


@pytest.mark.parametrize(
    "text",
    [
        "Marlow rallied his team to a late win on Sunday.",
        "A woman was killed in a crash on the coast road.",
        "Guests left the garden party before the rain.",
    ],
)
def test_everyday_and_accidents_are_no_events(text: str) -> None:
    assert _found(text) == []


def test_pulling_troops_out_is_a_retreat_and_leaving_a_treaty_a_refusal() -> None:
    assert _found("France pulled its troops out of Mali.")[0][0] == "RETREAT"
    assert _found("France pulled out of the treaty with Mali.")[0][0] == "REJECT"


def test_those_who_agree_that_something_be_done_agree_with_each_other() -> None:
    found = _found("France and Japan agreed that the envoy should go to Mali.")
    assert ("AGREE", "happened", ["France"], ["Japan"]) in found


def test_failing_to_agree_is_a_refusal() -> None:
    assert "REJECT" in {e[0] for e in _found("France and Japan failed to reach an agreement on fishing.")}


def test_what_is_yet_to_be_done_is_denied() -> None:
    found = _found("France has yet to release the Malian prisoners.")
    assert [(code, status) for code, status, _, _ in found] == [("RETREAT", "denied")]


@pytest.mark.parametrize(
    "text",
    [
        "Japan will never recognize the sanctions against Mali.",
        "Japan said it was able to counter the effects of Western sanctions on Mali.",
    ],
)
def test_who_bears_up_against_sanctions_does_not_impose_them(text: str) -> None:
    assert not [who for code, _, who, whom in _found(text) if code == "SANCTION" and "Japan" in who and "Mali" in whom]


def test_who_imposes_sanctions_is_told() -> None:
    assert any(
        code == "SANCTION" and who == ["Japan"] and whom == ["Mali"]
        for code, _, who, whom in _found("Japan has imposed sanctions on Mali.")
    )
