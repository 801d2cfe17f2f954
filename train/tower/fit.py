"""Fits what reads the tower, a logistic regression and small networks beside it, and calibrates their mean.

usage: fit.py VIEWS_TSV FEATURES TOWER_ONNX TOWER_JSON SCORES_TSV

Calibration comes from cross-validation grouped by source. SCORES_TSV gets each view's logit by a fit that has
not seen its source: the deciding model is fitted to those.
"""

from __future__ import annotations

import argparse
import base64
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
from network import Network, fit_networks, rounded
from regression import Fit, fit, judge, out_of_fold, platt, weights_of
from vision_tower import WIDTH

SCHEMA = 1
# By cross-validation, among 0.1 and 0.03.
PENALTY = 0.03
# Regressions over the class tokens from these blocks on; their mean errs less than each by itself.
FIRST_BLOCKS = (1, 7)
# The networks read the class tokens from this block on.
NETWORK_BLOCK = 7
NETWORKS = 8
# The regressions' share keeps the map of patches, which is theirs alone, in step with the logit.
NETWORK_SHARE = 0.75


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def widened(found: Fit, unread: int) -> Fit:
    """The same regression over the class tokens of all blocks; those of the first `unread` say nothing."""
    front = np.zeros(unread * WIDTH, np.float32)
    deviation = np.concatenate([front + 1, found.deviation])
    return Fit(np.concatenate([front, found.mean]), deviation, np.concatenate([front, found.weights]), found.bias)


def parts_of(members: list[Fit], share: float, blocks: int) -> tuple[list[dict], float]:
    """`share` times the mean of regressions as one part a block: offset + weights · class token, zero on average over the
    training pictures; and what is left, a constant."""
    raw = share * np.mean([found.weights / found.deviation for found in members], 0).reshape(blocks, -1)
    # Where a member has read nothing its mean is missing, so that of the one that has read most counts.
    means = members[0].mean.reshape(blocks, -1)
    parts = [
        {"name": f"block {i + 1}", "offset": -float(weights @ mean), "weights": to_base64(weights)}
        for i, (weights, mean) in enumerate(zip(raw.astype(np.float64), means))
    ]
    return parts, share * float(np.mean([found.bias for found in members]))


def network_part(network: Network, share: float, average: float) -> dict:
    """`share` times the network's score, less its average."""
    _, codes, scales = rounded(network)
    return {
        "firstBlock": NETWORK_BLOCK,
        "offset": share * (network.bias - average),
        "mean": to_base64(network.mean),
        "deviation": to_base64(network.deviation),
        "weights": base64.b64encode(codes.tobytes()).decode(),
        "scales": to_base64(scales),
        "offsets": to_base64(network.offsets),
        "outputs": to_base64(share * network.outputs),
    }


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
    fitted = np.array([r["condition"].startswith(("journey", "out of focus")) for r in rows])
    g, s = generated[fitted], sources[fitted]
    weights = weights_of(s, g)

    since = lambda block: classes[:, block - 1 :].reshape(len(rows), -1)
    learn = lambda x, y, w: fit(x, y, w, PENALTY)
    held_out = {f"blocks {b}-{blocks}": out_of_fold(since(b), generated, sources, fitted, learn) for b in FIRST_BLOCKS}
    held_out["regressions"] = np.mean(list(held_out.values()), 0)
    learn = lambda x, y, w: fit_networks(x, y, w, NETWORKS)
    held_out["networks"] = out_of_fold(since(NETWORK_BLOCK), generated, sources, fitted, learn)
    held_out["all"] = (1 - NETWORK_SHARE) * held_out["regressions"] + NETWORK_SHARE * held_out["networks"]
    judged = {name: judge(scores[fitted], g, weights) for name, scores in held_out.items()}
    print(json.dumps(judged, indent=1))
    slope, offset = platt(held_out["all"][fitted], g, weights)

    regressions = [widened(fit(since(b)[fitted], g, weights, PENALTY), b - 1) for b in FIRST_BLOCKS]
    parts, constant = parts_of(regressions, slope * (1 - NETWORK_SHARE), blocks)
    network = rounded(fit_networks(since(NETWORK_BLOCK)[fitted], g, weights, NETWORKS))[0]
    average = float(np.average(network.scores(since(NETWORK_BLOCK)[fitted]), weights=weights))
    bias = offset + constant + slope * NETWORK_SHARE * average

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
            "crossValidation": judged,
        },
        "model": {
            "bias": bias,
            "parts": parts,
            "directions": directions(given.tower, parts),
            "network": network_part(network, slope * NETWORK_SHARE, average),
        },
    }
    model["version"] = digest(json.dumps([model["tower"], model["model"]]).encode())[:16]
    given.out.write_text(json.dumps(model) + "\n")

    with given.scores.open("w", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\")
        table.writerow(["corpus", "file", "condition", "label", "source", "path", "logit"])
        for r, score in zip(rows, slope * held_out["all"] + offset):
            table.writerow([r[c] for c in ("corpus", "file", "condition", "label", "source", "path")] + [f"{score:.6g}"])


if __name__ == "__main__":
    main()
