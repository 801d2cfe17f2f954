"""Fits the logistic regression that reads the tower, and calibrates it.

usage: fit.py VIEWS_TSV FEATURES TOWER_ONNX TOWER_JSON SCORES_TSV

Penalty and calibration come from cross-validation grouped by source. SCORES_TSV gets each view's logit by a fit that has
not seen its source: the deciding model is fitted to those.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from directions import directions, to_base64
from export import WEIGHTS, external
from features import gather, place, read
from regression import Fit, fit, judge, out_of_fold, platt, weights_of
from vision_tower import WIDTH

SCHEMA = 1
PENALTIES = [0.1, 0.03]
# Regressions over the class tokens from these blocks on; their mean errs less than each by itself.
FIRST_BLOCKS = (1, 7)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def widened(found: Fit, unread: int) -> Fit:
    """The same regression over the class tokens of all blocks; those of the first `unread` say nothing."""
    front = np.zeros(unread * WIDTH, np.float32)
    deviation = np.concatenate([front + 1, found.deviation])
    return Fit(np.concatenate([front, found.mean]), deviation, np.concatenate([front, found.weights]), found.bias)


def parts_of(members: list[Fit], slope: float, offset: float, blocks: int) -> tuple[list[dict], float]:
    """The mean of regressions as one part a block. Its logit is offset + weights · class token, zero on average over the
    training pictures; the parts' sum and the bias are the calibrated logit."""
    raw = slope * np.mean([found.weights / found.deviation for found in members], 0).reshape(blocks, -1)
    # Where a member has read nothing its mean is missing, so that of the one that has read most counts.
    means = members[0].mean.reshape(blocks, -1)
    parts = [
        {"name": f"block {i + 1}", "offset": -float(weights @ mean), "weights": to_base64(weights)}
        for i, (weights, mean) in enumerate(zip(raw.astype(np.float64), means))
    ]
    return parts, slope * float(np.mean([found.bias for found in members])) + offset


def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    for name in ("views", "features", "tower", "out", "scores"):
        arguments.add_argument(name, type=Path)
    given = arguments.parse_args()
    torch.manual_seed(1)

    rows, classes = gather(given.features, read(given.views))
    order = sorted(range(len(rows)), key=lambda i: place(rows[i]))
    rows, classes = [rows[i] for i in order], classes[order]
    blocks = classes.shape[1]
    generated = np.array([r["label"] == "ai" for r in rows])
    sources = np.array([r["source"] for r in rows])
    # As published, container and class go together; up-convolved ones are for the spectra to find.
    fitted = np.array([r["condition"].startswith("journey") for r in rows])
    g, s = generated[fitted], sources[fitted]
    weights = weights_of(s, g)

    judged, members = {}, []
    for first in FIRST_BLOCKS:
        x = classes[:, first - 1 :].reshape(len(rows), -1)
        tried = out_of_fold(x, generated, sources, fitted, PENALTIES)
        figures = {penalty: judge(scores[fitted], g, weights) for penalty, scores in tried.items()}
        penalty = max(figures, key=lambda p: figures[p]["auc"])
        judged[f"blocks {first}-{blocks}"] = {str(p): j for p, j in figures.items()}
        members.append((penalty, tried[penalty], widened(fit(x[fitted], g, weights, penalty), first - 1)))
    held_out = np.mean([scores for _, scores, _ in members], 0)
    judged["mean"] = judge(held_out[fitted], g, weights)
    slope, offset = platt(held_out[fitted], g, weights)
    parts, bias = parts_of([found for _, _, found in members], slope, offset, blocks)

    graph = onnx.load(given.tower, load_external_data=False).graph
    shapes = [list(matrix.dims) for matrix in external(graph)]
    listing = "\n".join(sorted({f"{Path(r['corpus']).name}/{r['file']}" for r, f in zip(rows, fitted) if f}))
    pictures = {(r["corpus"], r["file"]): r["label"] == "ai" for r, f in zip(rows, fitted) if f}
    model = {
        "schemaVersion": SCHEMA,
        "name": "tower",
        "featureLayout": f"class tokens of CLIP ViT-B/16 blocks 1-{blocks}",
        "trainingList": digest(listing.encode()),
        "tower": {
            "file": given.tower.name,
            "digest": digest(given.tower.read_bytes()),
            "input": "pixels",
            "output": "classes",
            "weights": {"file": WEIGHTS, "digest": digest(given.tower.with_name(WEIGHTS).read_bytes()), "shapes": shapes},
        },
        "view": {"side": 224, "kernel": "triangle", "crop": "middle square", "range": [0, 255], "layout": "NCHW"},
        "report": {
            "pictures": {"real": list(pictures.values()).count(False), "generated": list(pictures.values()).count(True)},
            "sources": {"real": len(set(s[~g])), "generated": len(set(s[g])), "all": len(set(s))},
            "views": {"real": int((~g).sum()), "generated": int(g.sum())},
            "penalties": [penalty for penalty, _, _ in members],
            "crossValidation": judged,
        },
        "model": {"bias": bias, "parts": parts, "directions": directions(given.tower, parts)},
    }
    model["version"] = digest(json.dumps([model["tower"], model["model"]]).encode())[:16]
    given.out.write_text(json.dumps(model) + "\n")
    print(json.dumps(model["report"], indent=1))

    with given.scores.open("w", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\")
        table.writerow(["corpus", "file", "condition", "label", "source", "path", "logit"])
        for r, score in zip(rows, slope * held_out + offset):
            table.writerow([r[c] for c in ("corpus", "file", "condition", "label", "source", "path")] + [f"{score:.6g}"])


if __name__ == "__main__":
    main()
