"""Durall 2020, §3: classifiers on the authors' published tables of azimuthal features."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

TABLES = {"celeba-80": 80, "faceforensics-300": 300}
SAMPLES = (2000, 1000, 200, 100, 20)
RUNS = 10

CLASSIFIERS = {
    "logistic regression": lambda: LogisticRegression(C=1, solver="liblinear", max_iter=1000),
    "linear SVM": lambda: SVC(C=1, kernel="linear"),
    "RBF SVM": lambda: SVC(C=6.37, kernel="rbf", gamma=0.86),
}


def rows(folder: Path) -> Iterator[dict]:
    """One row a table, sample size and classifier: accuracies of ten random splits, 80 to 20, nothing scaled."""
    for name, width in TABLES.items():
        features = np.fromfile(folder / f"{name}.f32", np.float32).reshape(-1, width).astype(np.float64)
        generated = np.fromfile(folder / f"{name}.labels.u8", np.uint8)
        for samples in SAMPLES:
            if samples > len(features):
                continue
            accuracies: dict[str, list[float]] = {detector: [] for detector in [*CLASSIFIERS, "k-means"]}
            for seed in range(RUNS):
                drawn = balanced_draw(generated, samples, seed)
                x, y = features[drawn], generated[drawn]
                split = train_test_split(x, y, test_size=0.2, stratify=y, random_state=seed)
                for detector, create in CLASSIFIERS.items():
                    accuracies[detector].append(accuracy_of(create(), *split))
                accuracies["k-means"].append(clustering_accuracy(x, y, seed))
            for detector, values in accuracies.items():
                unsupervised = detector == "k-means"
                yield {
                    "paper": "Durall",
                    "task": f"{name}, {samples}",
                    "detector": detector,
                    "train": 0 if unsupervised else samples * 4 // 5,
                    "test": samples if unsupervised else samples // 5,
                    "accuracies": values,
                }


def balanced_draw(labels: np.ndarray, samples: int, seed: int) -> np.ndarray:
    """Indices of as many rows of either label."""
    random = np.random.default_rng(seed)
    return np.concatenate(
        [random.choice(np.flatnonzero(labels == label), samples // 2, replace=False) for label in (0, 1)]
    )


def accuracy_of(classifier, x_train, x_test, y_train, y_test) -> float:
    return float(classifier.fit(x_train, y_train).score(x_test, y_test))


def clustering_accuracy(x: np.ndarray, y: np.ndarray, seed: int) -> float:
    """Of two clusters found without labels, named in the better of the two ways."""
    clusters = KMeans(n_clusters=2, n_init=10, random_state=seed).fit_predict(x)
    agreeing = float(np.mean(clusters == y))
    return max(agreeing, 1 - agreeing)
