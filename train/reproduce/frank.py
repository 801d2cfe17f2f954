"""Frank 2020, §4: classifiers on log-scaled DCT coefficients, standardised over the training pictures."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.multiclass import OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from cnn import fit_cnn

SHAPE = (3, 128, 128)
PENALTY = 0.01
NEIGHBOURS = (1, *(2**power + 1 for power in range(1, 11)))
VARIANCES = (0.25, 0.5, 0.75, 0.95)
STRENGTHS = (0.0001, 0.001, 0.01, 0.1)
PERTURBATIONS = ("none", "blur", "crop", "jpeg", "noise", "combined")
SEED = 0

Predict = Callable[[np.ndarray], np.ndarray]


class Split:
    """Training pictures, those of them held out to choose by, and test pictures, as row numbers."""

    def __init__(self, train: np.ndarray, held_out: np.ndarray, test: np.ndarray):
        self.train, self.held_out, self.test = train, held_out, test
        self.fitted = np.setdiff1d(train, held_out)


def rows(folder: Path) -> Iterator[dict]:
    """One row a task, a way of splitting, and a detector; then one a perturbation and detector."""
    pictures = json.loads((folder / "rows.json").read_text())
    split = np.array([picture["split"] for picture in pictures])
    sources = np.array([picture["source"] for picture in pictures])
    families = np.array([picture["family"] or "" for picture in pictures])
    generated = np.array([picture["label"] for picture in pictures])
    features = {
        name: np.memmap(folder / f"{name}.f32", np.float32, "r").reshape(len(pictures), -1) for name in PERTURBATIONS
    }

    random = {labels: random_split(np.flatnonzero((split == "train") & (values != "")), values)
              for labels, values in (("label", generated), ("family", families))}
    shared = [name for name in np.unique(families) if name and len(set(split[families == name])) == 2]
    unseen = {
        "label": unseen_split(split, sources, generated, np.ones(len(pictures), bool)),
        "family": unseen_split(split, sources, families, np.isin(families, shared)),
    }
    for task, labels in (("label", generated), ("family", families)):
        for protocol, chosen in (("same sources", random[task]), ("unseen sources", unseen[task])):
            yield from judged(f"{task}, {protocol}", chosen, labels, features["none"], features["none"], DETECTORS)
    for name in PERTURBATIONS[1:]:
        for trained_on in ("none", name):
            yield from judged(
                f"family, same sources, {name}, trained on {'perturbed' if trained_on == name else 'clean'}",
                random["family"],
                families,
                features[trained_on],
                features[name],
                PERTURBED_DETECTORS,
            )


def random_split(among: np.ndarray, labels: np.ndarray) -> Split:
    """As in the paper: test pictures are drawn from where the training pictures come from."""
    train, test = train_test_split(among, test_size=0.2, stratify=labels[among], random_state=SEED)
    _, held_out = train_test_split(train, test_size=0.2, stratify=labels[train], random_state=SEED)
    return Split(train, held_out, test)


def unseen_split(split: np.ndarray, sources: np.ndarray, labels: np.ndarray, among: np.ndarray) -> Split:
    """Test pictures are of sources never trained on, and so are those that are chosen by."""
    train = np.flatnonzero((split == "train") & among)
    held_out = np.zeros(len(split), bool)
    for source in np.random.default_rng(SEED).permutation(np.unique(sources[train])):
        own = among & (split == "train") & (sources == source)
        left = among & (split == "train") & ~held_out & ~own
        if (held_out | own).sum() <= 0.25 * len(train) and set(labels[own]) <= set(labels[left]):
            held_out |= own
    return Split(train, np.flatnonzero(held_out), np.flatnonzero((split == "val") & among))


def judged(
    task: str, split: Split, labels: np.ndarray, training: np.ndarray, tested: np.ndarray, detectors: dict
) -> Iterator[dict]:
    truth = labels[split.test]
    names = np.unique(labels[split.train])
    for detector, fit in detectors.items():
        predict, note = fit(training, labels, split)
        predicted = predict(tested[split.test])
        recalls = recall_score(truth, predicted, labels=names, average=None, zero_division=0)
        yield {
            "paper": "Frank",
            "task": task,
            "detector": detector,
            "train": len(split.train),
            "test": len(split.test),
            "accuracies": [float(np.mean(predicted == truth))],
            "balanced": float(balanced_accuracy_score(truth, predicted)),
            "note": note,
            "classes": [
                {
                    "name": str(name),
                    "train": int((labels[split.train] == name).sum()),
                    "test": int((truth == name).sum()),
                    "recall": float(recall),
                }
                for name, recall in zip(names, recalls, strict=True)
            ],
        }


def standardise(x: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    mean, deviation = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    mean, factor = mean.astype(np.float32), (1 / np.where(deviation > 0, deviation, 1)).astype(np.float32)
    return lambda values: (np.asarray(values) - mean) * factor


def fit_ridge(features: np.ndarray, labels: np.ndarray, split: Split) -> tuple[Predict, str]:
    """Minimises mean cross-entropy + 0.01 Σw²; scikit-learn takes C = 1 / 2·0.01·n for that."""
    return fit_penalised(LogisticRegression(C=1 / (2 * PENALTY * len(split.train)), max_iter=1000), features, labels, split)


def fit_lasso(features: np.ndarray, labels: np.ndarray, split: Split) -> tuple[Predict, str]:
    """Minimises mean cross-entropy + 0.01 Σ|w|, each class against the others."""
    regression = LogisticRegression(
        C=1 / (PENALTY * len(split.train)), l1_ratio=1, solver="liblinear", random_state=SEED
    )
    predict, _ = fit_penalised(classifier := OneVsRestClassifier(regression), features, labels, split)
    used = np.any([one.coef_[0] != 0 for one in classifier.estimators_], axis=0)
    return predict, f"{used.sum()} of {len(used)} coefficients used"


def fit_penalised(classifier, features: np.ndarray, labels: np.ndarray, split: Split) -> tuple[Predict, str]:
    scale = standardise(features[split.train])
    classifier.fit(scale(features[split.train]), labels[split.train])
    return lambda x: classifier.predict(scale(x)), ""


def fit_neighbours(features: np.ndarray, labels: np.ndarray, split: Split) -> tuple[Predict, str]:
    def fit(rows: np.ndarray, k: int) -> Predict:
        scale = standardise(features[rows])
        classifier = KNeighborsClassifier(k, algorithm="brute").fit(scale(features[rows]), labels[rows])
        return lambda x: classifier.predict(scale(x))

    choices = [k for k in NEIGHBOURS if k <= len(split.fitted)]
    scores = [balanced_accuracy(fit(split.fitted, k), features, labels, split.held_out) for k in choices]
    k = choices[int(np.argmax(scores))]
    return fit(split.train, k), f"k = {k}"


def fit_eigenfaces(features: np.ndarray, labels: np.ndarray, split: Split) -> tuple[Predict, str]:
    """Principal components of so much variance, and a linear SVM."""

    def components(rows: np.ndarray):
        scale = standardise(features[rows])
        x = scale(features[rows])
        pca = PCA(max(VARIANCES), svd_solver="full").fit(x)
        return pca, scale, pca.transform(x)

    def count(pca: PCA, variance: float) -> int:
        return int(np.searchsorted(np.cumsum(pca.explained_variance_ratio_), variance)) + 1

    def svm(x: np.ndarray, rows: np.ndarray, c: float) -> LinearSVC:
        return LinearSVC(C=c, max_iter=10_000, random_state=SEED).fit(x, labels[rows])

    pca, scale, x = components(split.fitted)
    held_out = pca.transform(scale(features[split.held_out]))
    best, variance, c = max(
        (
            balanced_accuracy_score(
                labels[split.held_out], svm(x[:, : count(pca, v)], split.fitted, c).predict(held_out[:, : count(pca, v)])
            ),
            v,
            c,
        )
        for v in VARIANCES
        for c in STRENGTHS
    )
    pca, scale, x = components(split.train)
    kept = min(count(pca, variance), x.shape[1])
    classifier = svm(x[:, :kept], split.train, c)
    return (
        lambda values: classifier.predict(pca.transform(scale(values))[:, :kept]),
        f"{kept} components, C = {c:g}",
    )


def fit_convolutional(features: np.ndarray, labels: np.ndarray, split: Split) -> tuple[Predict, str]:
    """Stops when the pictures held out say so, as in the paper; they are not trained on."""
    scale = standardise(features[split.fitted])
    names, numbers = np.unique(labels, return_inverse=True)
    present = np.unique(numbers[split.train])
    numbers = np.searchsorted(present, numbers)

    def part(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return scale(features[rows]).reshape(-1, *SHAPE), numbers[rows]

    scores, parameters, epochs = fit_cnn(part(split.fitted), part(split.held_out), len(present))
    return (
        lambda x: names[present][scores(scale(x).reshape(-1, *SHAPE)).argmax(axis=1)],
        f"{parameters} parameters, best after {epochs} epochs",
    )


def balanced_accuracy(predict: Predict, features: np.ndarray, labels: np.ndarray, rows: np.ndarray) -> float:
    return balanced_accuracy_score(labels[rows], predict(features[rows]))


DETECTORS = {
    "ridge": fit_ridge,
    "LASSO": fit_lasso,
    "kNN-DCT": fit_neighbours,
    "Eigenfaces-DCT": fit_eigenfaces,
    "CNN-DCT": fit_convolutional,
}
PERTURBED_DETECTORS = {name: DETECTORS[name] for name in ("ridge", "CNN-DCT")}
