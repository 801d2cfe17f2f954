"""Fits the logistic regression that reads the tower, calibrates it, and judges it on sources it never saw.

usage: fit.py VIEWS_TSV FEATURES TOWER_ONNX TOWER_JSON [--blocks N] [--validate]

Penalty, calibration and thresholds come from cross-validation grouped by source on `train`; --validate adds the
figures on `val` to the report.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from directions import directions
from export import WEIGHTS, external
from features import gather, place, read
from regression import FALSE_POSITIVE_RATES, Fit, fit, judge, out_of_fold, platt, threshold, weights_of

SCHEMA, SHIPPED_RATE = 1, 0.03
PENALTIES = [1.0, 0.3, 0.1]
TIERS = ("clean", "web", "hard")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def probability(scores: np.ndarray, slope: float, offset: float) -> np.ndarray:
    return 1 / (1 + np.exp(-(slope * scores + offset)))


def calibration_error(p: np.ndarray, generated: np.ndarray, bins: int = 10) -> float:
    at = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(p[at == b].mean() - generated[at == b].mean()) * (at == b).mean() for b in range(bins) if (at == b).any())


def parts_of(found: Fit, slope: float, offset: float, blocks: int) -> tuple[list[dict], float]:
    """One part a block. Its logit is offset + weights · class token, zero on average over the training pictures; the
    parts' sum and the bias are the calibrated logit."""
    raw = slope * found.weights / found.deviation
    parts = []
    for i, (weights, mean) in enumerate(zip(raw.reshape(blocks, -1), found.mean.reshape(blocks, -1))):
        packed = base64.b64encode(weights.astype("<f4").tobytes()).decode()
        parts.append({"name": f"block {i + 1}", "offset": -float(weights.astype(np.float64) @ mean), "weights": packed})
    return parts, slope * found.bias + offset


def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    for name in ("views", "features", "tower", "out"):
        arguments.add_argument(name, type=Path)
    arguments.add_argument("--blocks", type=int)
    arguments.add_argument("--validate", action="store_true")
    given = arguments.parse_args()
    torch.manual_seed(1)

    rows, classes = gather(given.features, read(given.views))
    order = sorted(range(len(rows)), key=lambda i: place(rows[i]))
    rows, classes = [rows[i] for i in order], classes[order]
    blocks = given.blocks or classes.shape[1]
    x = classes[:, :blocks].reshape(len(rows), -1)
    generated = np.array([r["label"] == "ai" for r in rows])
    sources = np.array([r["source"] for r in rows])
    train = np.array([r["split"] == "train" for r in rows])
    xt, gt, st = x[train], generated[train], sources[train]
    weights = weights_of(st, gt)

    tried = out_of_fold(xt, gt, st, PENALTIES)
    judged = {penalty: judge(scores, gt, 0, weights) for penalty, scores in tried.items()}
    penalty = max(judged, key=lambda p: judged[p]["auc"])
    slope, offset = platt(tried[penalty], gt, weights)
    held_out = probability(tried[penalty], slope, offset)
    rates = [(rate, threshold(held_out[~gt], weights[~gt], rate)) for rate in FALSE_POSITIVE_RATES]
    found = fit(xt, gt, weights, penalty)
    parts, bias = parts_of(found, slope, offset, blocks)

    graph = onnx.load(given.tower, load_external_data=False).graph
    shapes = [list(matrix.dims) for matrix in external(graph)]
    mark = dict(rates)[SHIPPED_RATE]
    listing = "\n".join(sorted({f"{r['corpus'].split('/')[-1]}/{r['file']}" for r, t in zip(rows, train) if t}))
    count = lambda values: {"real": int((~values).sum()), "generated": int(values.sum())}
    pictures = {(r["corpus"], r["file"]): r["label"] == "ai" for r, t in zip(rows, train) if t}
    by_source = dict(zip(st, gt))
    report = {
        "training": {
            "trainingList": digest(listing.encode()),
            "pictures": count(np.array(list(pictures.values()))),
            "sources": {"real": len(set(st[~gt])), "generated": len(set(st[gt])), "all": len(by_source)},
            "views": count(gt),
            "penalty": penalty,
            "crossValidation": {str(p): j for p, j in judged.items()},
            "held out, at the shipped threshold": judge(held_out, gt, mark, weights),
        }
    }
    if given.validate:
        p = probability(found.scores(x[~train]), slope, offset)
        g, s = generated[~train], sources[~train]
        tier = np.array([r["condition"] for r, t in zip(rows, train) if not t])
        corpus = np.array([r["corpus"].split("/")[-1] for r, t in zip(rows, train) if not t])
        report["validation"] = {
            "falsePositiveRate": SHIPPED_RATE,
            "tiers": {
                t: {**judge(p[tier == t], g[tier == t], mark), "ece": calibration_error(p[tier == t], g[tier == t])}
                for t in TIERS
            },
            "byRate": {
                str(rate): {t: judge(p[tier == t], g[tier == t], at) for t in TIERS} for rate, at in rates
            },
            "byCorpus": {
                c: {t: judge(p[here], g[here], mark) for t in TIERS if (here := (tier == t) & (corpus == c)).any()}
                for c in sorted(set(corpus))
            },
            "realSources": {
                name: {"n": int((here & (tier == "clean")).sum()), "realAccuracy": float((p[here] <= mark).mean())}
                for name in sorted(set(s[~g]))
                if ((here := (s == name) & ~g) & (tier == "clean")).sum() >= 10
            },
        }
    model = {
        "schemaVersion": SCHEMA,
        "name": "tower",
        "featureLayout": f"class tokens of CLIP ViT-B/16 blocks 1-{blocks}",
        "tower": {
            "file": given.tower.name,
            "digest": digest(given.tower.read_bytes()),
            "input": "pixels",
            "output": "classes",
            "weights": {"file": WEIGHTS, "digest": digest(given.tower.with_name(WEIGHTS).read_bytes()), "shapes": shapes},
        },
        "view": {"side": 224, "kernel": "triangle", "crop": "middle square", "range": [0, 255], "layout": "NCHW"},
        "report": report,
        "model": {
            "bias": bias,
            "parts": parts,
            "directions": directions(given.tower, parts),
            "thresholds": [{"rate": rate, "probability": at} for rate, at in rates],
        },
    }
    model["version"] = digest(json.dumps([model["tower"], model["model"]]).encode())[:16]
    given.out.write_text(json.dumps(model) + "\n")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
