"""Boosted trees of scikit-learn as the arrays that `variorum.models.trees` reads."""

import math

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier


def grown(model: HistGradientBoostingClassifier, depth: int, decimals: int) -> dict[str, np.ndarray]:
    """The trees of a histogram ensemble of two classes, filled up to one depth, numbers rounded."""
    inner = 2**depth - 1
    trees = [steps[0].nodes for steps in model._predictors]
    feature = np.zeros((len(trees), inner), dtype=np.int64)
    threshold = np.full((len(trees), inner), 1e9)
    leaf = np.zeros((len(trees), inner + 1))
    for t, nodes in enumerate(trees):
        todo = [(0, 0)]
        while todo:
            node, at = todo.pop()
            if at >= inner:
                leaf[t, at - inner] = round(float(nodes["value"][node]), decimals)
                continue
            left, right = node, node
            if not nodes["is_leaf"][node]:
                feature[t, at] = nodes["feature_idx"][node]
                threshold[t, at] = round(float(nodes["num_threshold"][node]), decimals)
                left, right = int(nodes["left"][node]), int(nodes["right"][node])
            todo += [(left, 2 * at + 1), (right, 2 * at + 2)]
    base = np.float64(np.ravel(model._baseline_prediction)[0])
    return {"feature": feature, "threshold": threshold, "leaf": leaf, "base": base}


def boosted(*, trees: int, depth: int, rate: float, leaf: int, share: float) -> GradientBoostingClassifier:
    """A boosted ensemble (Friedman 2001) to be fitted, each tree to six rows in ten.

    Args:
        rate: how much each tree adds.
        leaf: the least rows of one.
        share: of the features that each split may choose from, or how many.
    """
    return GradientBoostingClassifier(
        n_estimators=trees,
        max_depth=depth,
        learning_rate=rate,
        subsample=0.6,
        min_samples_leaf=leaf,
        max_features=share,
        random_state=0,
    )


def filled(model: GradientBoostingClassifier, depth: int) -> dict[str, np.ndarray]:
    """The ensemble's trees, filled up to one depth: a leaf above it repeats itself below."""
    inner, leaves = 2**depth - 1, 2**depth
    feature = np.zeros((len(model.estimators_), inner), dtype=np.int8)
    threshold = np.full((len(model.estimators_), inner), np.inf, dtype=np.float32)
    leaf = np.zeros((len(model.estimators_), leaves), dtype=np.float32)
    for t, (regressor,) in enumerate(model.estimators_):
        tree = regressor.tree_

        def walk(node: int, at: int, t: int = t, tree=tree) -> None:
            if at >= inner:
                leaf[t, at - inner] = model.learning_rate * tree.value[node, 0, 0]
            elif tree.children_left[node] < 0:
                walk(node, 2 * at + 1)
                walk(node, 2 * at + 2)
            else:
                feature[t, at], threshold[t, at] = tree.feature[node], tree.threshold[node]
                walk(tree.children_left[node], 2 * at + 1)
                walk(tree.children_right[node], 2 * at + 2)

        walk(0, 0)
    prior = model.init_.class_prior_[1]
    return {"feature": feature, "threshold": threshold, "leaf": leaf, "base": np.float64(math.log(prior / (1 - prior)))}
