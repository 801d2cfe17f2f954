"""The papers' detectors on pictures of 128²: each is fitted to a `Training` and returns a `Predict` and a note."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import eigh
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from cnn import fit_cnn
from durall import CLASSIFIERS
from dzanic import classifier as decay_classifier

SHAPE = (3, 128, 128)
PENALTY = 0.01
NEIGHBOURS = (1, *(2**power + 1 for power in range(1, 11)))
VARIANCES = (0.25, 0.5, 0.75, 0.95)
STRENGTHS = (0.0001, 0.001, 0.01, 0.1)
SEED = 0

WIDTHS = {"dct": 3 * 128 * 128, "azimuthal": 88, "decay": 2}
# By name of feature: one picture a row.
Features = dict[str, np.ndarray]


@dataclass(frozen=True)
class Split:
    """Row numbers: pictures fitted to, those held out of them to choose by, and test pictures."""

    fitted: np.ndarray
    held_out: np.ndarray
    test: np.ndarray

    @property
    def train(self) -> np.ndarray:
        return np.concatenate([self.fitted, self.held_out])


class Training:
    """Features of a split's training pictures; first those fitted to, then those held out."""

    def __init__(self, features: Features, labels: np.ndarray, split: Split):
        self.features = {name: values[split.train] for name, values in features.items()}
        self.labels = labels[split.train]
        self.fitted = np.arange(len(split.fitted))
        self.held_out = np.arange(len(split.fitted), len(self.labels))

        x = self.features["dct"]
        mean, deviation = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
        self._mean = mean.astype(np.float32)
        self._factor = (1 / np.where(deviation > 0, deviation, 1)).astype(np.float32)
        self.coefficients = self.scale(x)

    def scale(self, dct: np.ndarray) -> np.ndarray:
        """Each DCT coefficient standardised over the training pictures."""
        return (dct - self._mean) * self._factor

    @cached_property
    def _eigen(self) -> tuple[np.ndarray, np.ndarray]:
        values, vectors = eigh((self.coefficients @ self.coefficients.T).astype(np.float64))
        kept = np.flatnonzero(values > 1e-6 * values[-1])[::-1]
        return values[kept], vectors[:, kept]

    @property
    def explained(self) -> np.ndarray:
        """Share of the variance that so many principal components hold."""
        values, _ = self._eigen
        return np.cumsum(values) / values.sum()

    @cached_property
    def components(self) -> np.ndarray:
        values, vectors = self._eigen
        return vectors * np.sqrt(values)

    def project(self, coefficients: np.ndarray) -> np.ndarray:
        """All principal components of the training pictures' coefficients: what is normal to them is nothing to an
        L2-penalised fit, and the same to every neighbour."""
        values, vectors = self._eigen
        return (coefficients @ self.coefficients.T).astype(np.float64) @ (vectors / np.sqrt(values))

    def score(self, classifier, x: np.ndarray) -> float:
        """Balanced accuracy, of a classifier fitted without them, on the pictures held out."""
        classifier.fit(x[self.fitted], self.labels[self.fitted])
        return balanced_accuracy_score(self.labels[self.held_out], classifier.predict(x[self.held_out]))


class Judged:
    """Features of pictures that detectors fitted to this training judge."""

    def __init__(self, training: Training, features: Features, rows: np.ndarray):
        self.features = {name: values[rows] for name, values in features.items()}
        self.coefficients = training.scale(self.features["dct"])
        self.components = training.project(self.coefficients)


Predict = Callable[[Judged], np.ndarray]


def fit_on(name: str, create: Callable) -> Callable[[Training], tuple[Predict, str]]:
    """A scikit-learn classifier on one feature as it is."""

    def fit(training: Training) -> tuple[Predict, str]:
        classifier = create().fit(training.features[name], training.labels)
        return lambda judged: classifier.predict(judged.features[name]), ""

    return fit


def fit_k_means(training: Training) -> tuple[Predict, str]:
    """Two clusters found without labels, named in the way that suits more training pictures."""
    clusters = KMeans(n_clusters=2, n_init=10, random_state=SEED).fit(training.features["azimuthal"])
    names = np.unique(training.labels)
    if np.mean(names[clusters.labels_] == training.labels) < 0.5:
        names = names[::-1]
    return lambda judged: names[clusters.predict(judged.features["azimuthal"])], ""


def fit_ridge(training: Training) -> tuple[Predict, str]:
    """Minimises mean cross-entropy + 0.01 Σw²; scikit-learn takes C = 1 / 2·0.01·n for that."""
    regression = LogisticRegression(C=1 / (2 * PENALTY * len(training.labels)), max_iter=1000)
    regression.fit(training.components, training.labels)
    return lambda judged: regression.predict(judged.components), ""


def fit_lasso(training: Training) -> tuple[Predict, str]:
    """Minimises mean cross-entropy + 0.01 Σ|w|, each class against the others."""
    strength = 1 / (PENALTY * len(training.labels))
    regression = LogisticRegression(C=strength, l1_ratio=1, solver="liblinear", tol=1e-3, random_state=SEED)
    classifier = OneVsRestClassifier(regression).fit(training.coefficients, training.labels)
    used = np.any([one.coef_[0] != 0 for one in classifier.estimators_], axis=0)
    return (
        lambda judged: classifier.predict(judged.coefficients),
        f"{used.sum()} of {len(used)} coefficients used",
    )


def fit_neighbours(training: Training) -> tuple[Predict, str]:
    def create(k: int) -> KNeighborsClassifier:
        return KNeighborsClassifier(k, algorithm="brute")

    choices = [k for k in NEIGHBOURS if k <= len(training.fitted)]
    k = max(choices, key=lambda k: training.score(create(k), training.components))
    classifier = create(k).fit(training.components, training.labels)
    return lambda judged: classifier.predict(judged.components), f"k = {k}"


def fit_eigenfaces(training: Training) -> tuple[Predict, str]:
    """Principal components of so much variance, and a linear SVM."""

    def products(kept: int, rows: np.ndarray, others: np.ndarray) -> np.ndarray:
        return training.components[rows, :kept] @ training.components[others, :kept].T

    def score(choice: tuple[int, float]) -> float:
        kept, c = choice
        svm = SVC(kernel="precomputed", C=c).fit(
            products(kept, training.fitted, training.fitted), training.labels[training.fitted]
        )
        predicted = svm.predict(products(kept, training.held_out, training.fitted))
        return balanced_accuracy_score(training.labels[training.held_out], predicted)

    kept, c = max(
        ((int(np.searchsorted(training.explained, share)) + 1, c) for share in VARIANCES for c in STRENGTHS), key=score
    )
    everything = np.arange(len(training.labels))
    svm = SVC(kernel="precomputed", C=c).fit(products(kept, everything, everything), training.labels)
    return (
        lambda judged: svm.predict(judged.components[:, :kept] @ training.components[:, :kept].T),
        f"{kept} components, C = {c:g}",
    )


def fit_convolutional(training: Training) -> tuple[Predict, str]:
    """Stops when the pictures held out say so, as in the paper; they are not trained on."""
    names, numbers = np.unique(training.labels, return_inverse=True)

    def part(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return training.coefficients[rows].reshape(-1, *SHAPE), numbers[rows]

    scores, parameters, epochs = fit_cnn(part(training.fitted), part(training.held_out), len(names))
    return (
        lambda judged: names[scores(judged.coefficients.reshape(-1, *SHAPE)).argmax(axis=1)],
        f"{parameters} parameters, best after {epochs} epochs",
    )


DETECTORS = {
    "Durall": {
        "logistic regression": fit_on("azimuthal", lambda: LogisticRegression(C=1, max_iter=1000)),
        "linear SVM": fit_on("azimuthal", CLASSIFIERS["linear SVM"]),
        "RBF SVM": fit_on("azimuthal", CLASSIFIERS["RBF SVM"]),
        "k-means": fit_k_means,
    },
    "Dzanic": {"kNN on b1, b2": fit_on("decay", decay_classifier)},
    "Frank": {
        "ridge": fit_ridge,
        "LASSO": fit_lasso,
        "kNN-DCT": fit_neighbours,
        "Eigenfaces-DCT": fit_eigenfaces,
        "CNN-DCT": fit_convolutional,
    },
}
