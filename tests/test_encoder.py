"""Word pieces and their vectors."""

from pathlib import Path

import numpy as np
import pytest

from variorum.errors import ModelError
from variorum.models import encoder


def test_every_piece_has_a_vector() -> None:
    size = encoder.tokenizer().get_vocab_size()
    ids = np.array([[0, 1], [2, size - 1]])
    found = encoder.vectors(ids)
    assert found.shape == (2, 2, 384)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    with pytest.raises(IndexError):
        encoder.vectors(np.array([size]))


def test_near_words_have_near_vectors() -> None:
    ids = [encoder.tokenizer().token_to_id(word) for word in ("president", "minister", "banana")]
    a, b, c = encoder.vectors(np.array(ids))
    assert a @ b / np.linalg.norm(a) / np.linalg.norm(b) > a @ c / np.linalg.norm(a) / np.linalg.norm(c)


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    assert encoder.sound("a\ud800b🙂") == "a?b🙂"


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="install the package anew"):
        encoder.session(tmp_path / "model.onnx")
