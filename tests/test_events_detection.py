"""The event detector: what it is told of the words of a sentence, and what it tells of them."""

import numpy as np
import pytest

from variorum.annotate.detection import Detection, ruled_sides, traits_of, way
from variorum.annotate.drafts import drafts
from variorum.annotate.events import find_events
from variorum.annotate.mentions import find_mentions
from variorum.annotate.parsed import Parsed
from variorum.annotate.pipeline import breaks, parsed_from
from variorum.models import detector, parser
from variorum.models.detector import LONGEST, ROLES, TRAITS
from variorum.read.furniture import lay_out
from variorum.types import Article, Event

pytestmark = pytest.mark.models


def _parsed(text: str) -> Parsed:
    layout = lay_out(Article(id="a", text=text, published="2023-05-10"))
    (doc,) = parser.parse([(text, breaks(layout))])
    return parsed_from(layout, doc)


def _detection(text: str) -> Detection:
    parsed = _parsed(text)
    mentions, actors = find_mentions(parsed)
    return Detection(parsed, mentions, actors, drafts(parsed, mentions=mentions, actors=actors))


def _events(text: str) -> tuple[Event, ...]:
    parsed = _parsed(text)
    mentions, actors = find_mentions(parsed)
    return find_events(parsed, mentions=mentions, actors=actors, times=(), quotes=())


def test_each_word_has_every_trait_and_a_vector() -> None:
    (sentence,) = _detection("Kenya accused Chile of spying on its envoys.").sentences
    traits = traits_of(sentence)
    assert set(traits) == set(TRAITS)
    assert {len(values) for values in traits.values()} == {len(sentence.words)} == {len(sentence.vectors)}
    words = [t.text for t in sentence.words]
    assert traits["root"][words.index("accused")] == "ACCUSE"
    assert traits["mention"][words.index("Kenya")].startswith("name:country")
    assert np.abs(sentence.vectors).sum(axis=1).all()


def test_the_way_between_two_words_tells_voice_and_arcs() -> None:
    (doc,) = parser.parse([("Kenya was accused by Chile of spying.", ())])
    word = {t.text: t for t in doc}
    assert way(word["accused"], word["Kenya"]) == "P nsubjpass"
    assert way(word["accused"], word["Chile"]) == "P agent pobj"
    assert way(word["accused"], word["accused"]) == "P "
    (doc,) = parser.parse([("It rained. Kenya won.", ())])
    assert way(doc[1], doc[3]) == "none"


def test_what_the_rules_say_of_the_sides() -> None:
    (sentence,) = _detection("Kenya accused Chile of spying.").sentences
    words = [t.text for t in sentence.words]
    said = ruled_sides(sentence, words.index("accused"))
    assert said[words.index("Kenya")][0] == 1
    assert said[words.index("Chile")][1] == 1
    assert said[words.index("of")] == (0, 0)
    assert set(ruled_sides(sentence, words.index("of"))) == {(0, 0)}


def test_chances_are_chances_and_do_not_hang_on_the_neighbours() -> None:
    one = "Kenya accused Chile of spying on its envoys."
    other = "The president of Norway, who had flown in overnight, met the prime minister of Peru for an hour."
    alone, beside = (_detection(text)._sensed[0] for text in (one, f"{one} {other}"))
    assert np.allclose(alone.events.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(alone.statuses.sum(axis=1), 1, atol=1e-4)
    # the vectors know the next sentence, so that only what is plain must stay
    assert alone.events.argmax(axis=1).tolist() == beside.events.argmax(axis=1).tolist()


def test_who_does_it_to_whom() -> None:
    detection = _detection("Kenya accused Chile of spying on its envoys.")
    verb = next(t for t in detection.sentences[0].words if t.text == "accused")
    assert detection.chance(verb) > 0.5
    assert detection.root(verb) == "ACCUSE"
    assert detection.status(verb)[0] == "happened"
    likeliest = {role: detection.sides(verb, role, 0.5)[0].text for role in ROLES}
    assert likeliest == {"source": "Kenya", "target": "Chile"}


def test_a_word_of_no_event_reports_none() -> None:
    detection = _detection("The rain in Kenya stopped at noon.")
    assert list(detection.reported(0.5)) == []


def test_very_long_sentences_are_read_in_part() -> None:
    text = "Kenya accused Chile of spying, " + "and of lying, " * 100 + "it said."
    (sentence, *_) = _detection(text).sentences
    assert len(sentence.words) <= LONGEST
    assert any(e.code == "ACCUSE" for e in _events(text))


def test_what_is_told_beyond_the_words_that_are_read_breaks_nothing() -> None:
    ending = "the harbour board met the deadline and sent a ship to the port and visited a man and attacked the plan."
    text = f"Kenya accused Chile of spying, and said that {'the rain fell and ' * 45}{ending}"
    (sentence,) = _detection(text).sentences
    assert len(sentence.words) == LONGEST
    assert {r.draft.predicate.head.i for r in sentence.ruled} <= set(sentence.at)
    assert [e.code for e in _events(text)] == ["ACCUSE"]


@pytest.mark.parametrize("text", ["", " ", "…", "?!", "\n\n"])
def test_texts_without_words(text: str) -> None:
    assert _events(text) == ()


def test_the_weights_fit_the_code() -> None:
    settings = detector.settings()
    assert set(settings.values) == set(TRAITS)
    assert settings.way.shape == (len(settings.ways) + 1, len(ROLES))
    assert settings.ruled.shape == (9, len(ROLES))
    assert len(settings.roots) == 16
