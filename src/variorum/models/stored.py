"""Arrays of weights as they are stored in the package."""

from importlib.resources import as_file, files
from typing import Any

import numpy as np

from variorum.errors import ModelError


def arrays(path: str, script: str) -> dict[str, Any]:
    """The arrays of a file of weights, by name.

    Args:
        path: of the file among the weights, "dates/trees.npz".
        script: that of `training/` which makes it.

    Raises:
        ModelError: the file is missing.
    """
    source = files("variorum.models").joinpath("weights", path)
    if not source.is_file():
        raise ModelError(f"the weights {path} are missing: reinstall variorum, or run training/{script}.py")
    with as_file(source) as found, np.load(found, allow_pickle=False) as stored:
        return dict(stored)
