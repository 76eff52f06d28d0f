"""Status and polarity of predicates, read off the parse."""

import pytest

from variorum.annotate.status import polarity_of, status_of
from variorum.models import parser

CASES = [
    ("The envoys are to visit Cairo next week.", "visit", "planned", "positive"),
    ("Norland delivered drones to Sudria.", "delivered", "happened", "positive"),
    ("Norland denied that it delivered drones to Sudria.", "delivered", "denied", "negative"),
    ("Norland denied delivering drones to Sudria.", "delivering", "denied", "negative"),
    ("The palace dispelled reports of an attack on the port.", "attack", "denied", "negative"),
    ("France threatened to impose sanctions on Mali.", "impose", "threatened", "positive"),
    ("France threatened to impose sanctions on Mali.", "sanctions", "threatened", "positive"),
    ("The president called for talks with Cuba.", "talks", "proposed", "positive"),
    ("The minister urged Peru to release the men.", "release", "proposed", "positive"),
    ("He said he would send a delegation.", "send", "planned", "positive"),
    ("He said he would have sent a delegation.", "sent", "hypothetical", "positive"),
    ("Mali rejected Cuba's offer.", "offer", "happened", "positive"),
    ("Mali could send troops.", "send", "hypothetical", "positive"),
    ("Mali did not sign the deal.", "sign", "denied", "negative"),
    ("Mali refused to sign the deal.", "sign", "denied", "negative"),
    ("Mali managed to sign the deal.", "sign", "happened", "positive"),
    ("Mali will start to withdraw troops.", "withdraw", "planned", "positive"),
    ("Mali is withdrawing its troops.", "withdrawing", "ongoing", "positive"),
    ("No agreement was reached.", "agreement", "denied", "negative"),
    ("Talks will take place on Monday.", "Talks", "planned", "positive"),
    ("The visit was cancelled.", "visit", "denied", "negative"),
    ("The planned visit caused anger.", "visit", "planned", "positive"),
    ("Both sides held talks on Monday.", "talks", "happened", "positive"),
    ("Mali will strengthen and develop ties.", "develop", "planned", "positive"),
    ("Envoys to visit Cairo", "visit", "planned", "positive"),
    ("Mali continued to shell the town.", "shell", "ongoing", "positive"),
    ("She condemned the attack.", "attack", "happened", "positive"),
    ("Will Mali sign the treaty?", "sign", "hypothetical", "positive"),
]


@pytest.mark.models
@pytest.mark.parametrize(("text", "word", "status", "polarity"), CASES)
def test_status_and_polarity(text: str, word: str, status: str, polarity: str) -> None:
    (doc,) = parser.parse([(text, ())])
    token = next(t for t in doc if t.text == word)
    assert (status_of(token), polarity_of(token)) == (status, polarity)
