"""Dzanic 2020, §3: five nearest neighbours on the authors' published fits."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

RESOLUTIONS = (1024, 768, 256)
FEATURES = {"kNN on b1, b2": ("yi", "b"), "kNN on b1, b2 and the corner": ("yi", "b", "yf")}
# The least number of training pictures a class in the paper.
A_CLASS = 8
RUNS = 100


def rows(path: Path) -> Iterator[dict]:
    """One row a resolution and set of features. Each generator against the real pictures, ten of either; all five pooled."""
    fits = json.loads(path.read_text())
    generators = sorted({fit["model"] for fit in fits} - {"Real"})
    for resolution in RESOLUTIONS:
        for detector, names in FEATURES.items():
            def table(model: str) -> np.ndarray:
                return np.array(
                    [
                        [fit[name] for name in names]
                        for fit in fits
                        if fit["model"] == model and fit["resolution"] == resolution
                    ]
                )

            real = table("Real")
            pairs = [(real, table(generator)) for generator in generators]
            outcomes = {
                "one left out": [leave_one_out(*pair) for pair in pairs],
                f"{A_CLASS} a class": [random_splits(*pair) for pair in pairs],
            }
            for protocol, accuracies in outcomes.items():
                left_out = protocol == "one left out"
                tested = len(real) * 2 if left_out else (len(real) - A_CLASS) * 2
                yield {
                    "paper": "Dzanic",
                    "task": f"{resolution}², {protocol}",
                    "detector": detector,
                    "train": len(real) * 2 - 1 if left_out else A_CLASS * 2,
                    "test": tested,
                    "accuracies": accuracies,
                    "groups": dict(zip(generators, accuracies, strict=True)),
                }


def classifier():
    return make_pipeline(StandardScaler(), KNeighborsClassifier(5))


def leave_one_out(real: np.ndarray, generated: np.ndarray) -> float:
    x, y = np.concatenate([real, generated]), np.repeat([0, 1], [len(real), len(generated)])
    right = 0
    for i in range(len(x)):
        others = np.arange(len(x)) != i
        right += classifier().fit(x[others], y[others]).predict(x[i : i + 1])[0] == y[i]
    return float(right / len(x))


def random_splits(real: np.ndarray, generated: np.ndarray) -> float:
    """Mean accuracy of random splits with as many training pictures of either class."""
    random = np.random.default_rng(0)
    scores = []
    for _ in range(RUNS):
        parts = [table[random.permutation(len(table))] for table in (real, generated)]
        train, test = ([part[rows] for part in parts] for rows in (slice(A_CLASS), slice(A_CLASS, None)))
        fitted = classifier().fit(np.concatenate(train), np.repeat([0, 1], A_CLASS))
        scores.append(fitted.score(np.concatenate(test), np.repeat([0, 1], [len(part) for part in test])))
    return float(np.mean(scores))
