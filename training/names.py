"""Fit the weights by which names are compared, and print the scores of the part held out.

    VARIORUM_SHARED=… python -m training.names

Logistic regression (scikit-learn) over the features of `link/people.py` and `link/organisations.py`, on half of the
annotated pairs (those whose hash is even); the other half is only scored. Prints the weights for `link/names.py`.
"""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.shared import load_cases
from variorum.link import organisations, people
from variorum.link.names import decided

Array = NDArray[Any]
REPEATS = {"STRONG": 3, "MEDIUM": 1, "WEAK": 0.5}


def held_out(case: dict[str, Any]) -> bool:
    """Whether a case is in the half that nothing is tuned on."""
    return int(hashlib.sha1(f"{case['a']}|{case['b']}".encode()).hexdigest(), 16) % 2 == 1


def rows(cases: list[dict[str, Any]], persons: bool) -> tuple[Array, Array, Array]:
    """Features, labels and weights of the cases of one family."""
    xs, ys, ws = [], [], []
    for c in cases:
        if (c["schema"] == "Person") != persons or decided(c["a"], c["b"], persons) is not None:
            continue
        if persons:
            x, _ = people.features(people.person(c["a"]), people.person(c["b"]))
        else:
            x, _ = organisations.features(organisations.organisation(c["a"]), organisations.organisation(c["b"]))
        xs.append(x)
        ys.append(c["same"])
        ws.append(REPEATS.get(c["quality"], 1))
    return np.array(xs), np.array(ys), np.array(ws)


def f1(gold: Array, got: Array) -> float:
    """F1 of "same", in percent."""
    return 200 * float((gold & got).sum()) / max(1, int(gold.sum() + got.sum()))


def main() -> None:
    """Fit both families and print weights and scores."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    cases = load_cases("names.dev")
    for persons in (True, False):
        names = people.FEATURES if persons else organisations.FEATURES
        x, y, w = rows([c for c in cases if not held_out(c)], persons)
        hx, hy, _ = rows([c for c in cases if held_out(c)], persons)
        model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=5000)
        inside = cross_val_predict(model, x, y, cv=10)
        model.fit(x, y, sample_weight=w)
        print("person" if persons else "organisation", "cross-validated", round(f1(y, inside), 2))
        print(f"  held out: {f1(hy, model.predict(hx)):.2f} of {len(hy)}")
        print("  ", {n: round(float(v), 3) for n, v in zip(names, model.coef_[0], strict=True)})


if __name__ == "__main__":
    main()
