"""Durall 2020, §3: classifiers on the authors' published tables of azimuthal features."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

TABLES = {"celeba-80": 80, "faceforensics-300": 300}
SAMPLES = (4000, 2000, 1000, 200, 100, 20)
RUNS = 10
# Rows in a row that stand for a video.
VIDEO = 10
FOLDS = 5

CLASSIFIERS = {
    "logistic regression": lambda: LogisticRegression(C=1, solver="liblinear", max_iter=1000),
    "linear SVM": lambda: SVC(C=1, kernel="linear"),
    "RBF SVM": lambda: SVC(C=6.37, kernel="rbf", gamma=0.86),
}


def rows(folder: Path) -> Iterator[dict]:
    """One row a table, sample size and classifier: accuracies of ten random splits, 80 to 20, nothing scaled."""
    for name in TABLES:
        features, generated = read_table(folder, name)
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


def video_rows(folder: Path) -> Iterator[dict]:
    """Frames and majorities of ten frames in a row, on a fifth of either label's rows that lies together, in turn for each.

    The table doesn't say whose frame a row is, but its rows are in some order: frames of one video lie near each other.
    """
    name = "faceforensics-300"
    features, generated = read_table(folder, name)
    neighbours, strangers = distances(features)
    place = np.concatenate([np.arange(count) / count for count in np.bincount(generated)[[generated[0], generated[-1]]]])
    for detector, create in CLASSIFIERS.items():
        frames, votes = [], []
        for fold in range(FOLDS):
            test = (place * FOLDS).astype(int) == fold
            right = create().fit(features[~test], generated[~test]).predict(features[test]) == generated[test]
            frames.append(float(right.mean()))
            shares = right.reshape(-1, VIDEO).mean(axis=1)
            # An even vote is right half the time.
            votes.append(float(np.mean((shares > 0.5) + 0.5 * (shares == 0.5))))
        count = int(test.sum())
        for task, tested, values in (("frames", count, frames), ("vote of ten rows", count // VIDEO, votes)):
            yield {
                "paper": "Durall",
                "task": f"{name}, {task}",
                "detector": detector,
                "train": len(features) - count,
                "test": tested,
                "accuracies": values,
                "note": f"median distance of neighbouring rows {neighbours:.1f}, of any two {strangers:.1f}",
            }


def read_table(folder: Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    features = np.fromfile(folder / f"{name}.f32", np.float32).reshape(-1, TABLES[name]).astype(np.float64)
    return features, np.fromfile(folder / f"{name}.labels.u8", np.uint8)


def distances(features: np.ndarray) -> tuple[float, float]:
    """Median distance of rows that follow each other, and of rows drawn at random, every feature standardised."""
    deviation = features.std(axis=0)
    x = features[:, deviation > 0] / deviation[deviation > 0]
    one, other = np.random.default_rng(0).integers(0, len(x), (2, 10 * len(x)))
    following = np.linalg.norm(np.diff(x, axis=0), axis=1)
    return float(np.median(following)), float(np.median(np.linalg.norm(x[one] - x[other], axis=1)))


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
