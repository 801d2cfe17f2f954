"""The papers' detectors on a corpus: pictures of 128², as they are, perturbed (Frank 2020, §4.3) and spoofed (Dzanic 2020)."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.metrics import recall_score
from sklearn.model_selection import train_test_split

from detectors import DETECTORS, SEED, WIDTHS, Features, Judged, Split, Training

PERTURBATIONS = ("blur", "crop", "jpeg", "noise", "combined")
CONDITIONS = ("none", *PERTURBATIONS, "spoofed")
# Real pictures of either split among the classes of source identification: about as many as the largest family has.
REAL = 150
# Training pictures that a family needs, for some of them to be held out and tested.
FEWEST = 5


def rows(folder: Path) -> Iterator[dict]:
    """One row a task, way of splitting, detector, condition trained on and condition judged in."""
    pictures = json.loads((folder / "rows.json").read_text())
    split, sources, labels = (np.array([picture[name] for picture in pictures]) for name in ("split", "source", "label"))
    families = np.array([picture["family"] or "" for picture in pictures])
    features = {
        condition: {
            name: np.memmap(folder / f"{condition}.{name}.f32", np.float32, "r").reshape(len(pictures), width)
            for name, width in WIDTHS.items()
        }
        for condition in CONDITIONS
    }
    in_training = split == "train"

    random = np.random.default_rng(SEED)
    named = families != ""
    for name in np.unique(families):
        if (in_training & (families == name)).sum() < FEWEST:
            named[families == name] = False
    for part in (in_training, ~in_training):
        real = random.permutation(np.flatnonzero(part & (families == "real")))
        named[real[REAL:]] = False
    both = [name for name in np.unique(families[named]) if len(set(split[families == name])) == 2]

    everything = np.ones(len(labels), bool)
    label = [
        ("label, same sources", labels, random_split(np.flatnonzero(in_training), labels)),
        ("label, unseen sources", labels, unseen_split(in_training, sources, labels, everything)),
    ]
    family = [
        ("family, same sources", families, random_split(np.flatnonzero(in_training & named), families)),
        ("family, unseen sources", families, unseen_split(in_training, sources, families, named & np.isin(families, both))),
    ]
    jobs = [
        *((*task, "none", CONDITIONS) for task in label),
        (*family[0], "none", CONDITIONS[:-1]),
        (*family[1], "none", CONDITIONS[:1]),
        *((*family[0], perturbation, (perturbation,)) for perturbation in PERTURBATIONS),
    ]
    for job in jobs:
        yield from judged(features, sources, *job)
    yield from shipped(pictures, sources, labels)


def judged(
    features: dict[str, Features],
    sources: np.ndarray,
    task: str,
    truth: np.ndarray,
    split: Split,
    trained_on: str,
    conditions: tuple[str, ...],
) -> Iterator[dict]:
    training = Training(features[trained_on], truth, split)
    tested = {condition: Judged(training, features[condition], split.test) for condition in conditions}
    shared = {
        "task": task,
        "trainedOn": trained_on,
        "train": len(split.train),
        "trainSources": len(set(sources[split.train])),
        "test": len(split.test),
        "testSources": len(set(sources[split.test])),
    }
    # Two clusters are no families; LASSO takes longer than all others together.
    left_out = {"k-means"} if len(set(training.labels)) > 2 else set()
    if trained_on != "none":
        left_out.add("LASSO")
    for paper, detectors in DETECTORS.items():
        for detector, fit in detectors.items():
            if detector in left_out:
                continue
            print(f"{task}, {trained_on}: {detector}", file=sys.stderr)
            predict, note = fit(training)
            for condition, pictures in tested.items():
                outcome = outcomes(predict(pictures), truth[split.test], training.labels)
                yield {"paper": paper, "detector": detector, "note": note, "condition": condition, **shared, **outcome}


def random_split(among: np.ndarray, labels: np.ndarray) -> Split:
    """As in the papers: test pictures are drawn from where the training pictures come from."""
    train, test = train_test_split(among, test_size=0.2, stratify=labels[among], random_state=SEED)
    fitted, held_out = train_test_split(train, test_size=0.2, stratify=labels[train], random_state=SEED)
    return Split(fitted, held_out, test)


def unseen_split(in_training: np.ndarray, sources: np.ndarray, labels: np.ndarray, among: np.ndarray) -> Split:
    """Test pictures are of sources never trained on, and so are those that are chosen by."""
    train = in_training & among
    held_out = np.zeros(len(train), bool)
    for source in np.random.default_rng(SEED).permutation(np.unique(sources[train])):
        own = train & (sources == source)
        left = train & ~held_out & ~own
        if (held_out | own).sum() <= 0.25 * train.sum() and set(labels[own]) <= set(labels[left]):
            held_out |= own
    return Split(*(np.flatnonzero(part) for part in (train & ~held_out, held_out, ~in_training & among)))


def shipped(pictures: list[dict], sources: np.ndarray, labels: np.ndarray) -> Iterator[dict]:
    """Falloff itself, on some of the pictures of sources that it was not trained on."""
    asked = np.array([len(picture["flagged"]) > 0 for picture in pictures])
    for condition in CONDITIONS:
        flagged = np.array([picture["flagged"][condition] for picture in pictures if picture["flagged"]])
        yield {
            "paper": "Falloff",
            "task": "label, unseen sources",
            "detector": "Falloff",
            "note": "as it ships, at the default threshold",
            "condition": condition,
            "trainedOn": "none",
            "train": 0,
            "test": int(asked.sum()),
            "testSources": len(set(sources[asked])),
            **outcomes(np.where(flagged, "ai", "real"), labels[asked], np.array([], str)),
        }


def outcomes(predicted: np.ndarray, truth: np.ndarray, training_labels: np.ndarray) -> dict:
    names = np.union1d(training_labels, truth)
    recalls = recall_score(truth, predicted, labels=names, average=None, zero_division=0)
    return {
        "accuracies": [float(np.mean(predicted == truth))],
        "balanced": float(np.mean([recall for name, recall in zip(names, recalls, strict=True) if name in truth])),
        "classes": [
            {
                "name": str(name),
                "train": int((training_labels == name).sum()),
                "test": int((truth == name).sum()),
                "recall": float(recall),
            }
            for name, recall in zip(names, recalls, strict=True)
        ],
    }
