"""Logistic regression on standardised features, its calibration, and the figures by which it is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold


@dataclass
class Fit:
    """score = weights · (x - mean) / deviation + bias"""

    mean: np.ndarray
    deviation: np.ndarray
    weights: np.ndarray
    bias: float

    def scores(self, x: np.ndarray) -> np.ndarray:
        slope = self.weights / self.deviation
        return x.astype(np.float32) @ slope + (self.bias - float(self.mean @ slope))


class Scorer(Protocol):
    def scores(self, x: np.ndarray) -> np.ndarray: ...


def weights_of(sources: np.ndarray, generated: np.ndarray) -> np.ndarray:
    """1/√n for each of a source's n pictures of one label; both labels sum to one half."""
    weights = np.zeros(len(sources))
    for label in (False, True):
        here = generated == label
        _, at, counts = np.unique(sources[here], return_inverse=True, return_counts=True)
        mine = 1 / np.sqrt(counts[at])
        weights[here] = mine / mine.sum() / 2
    return weights


def moments(x: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean and deviation of each feature."""
    w = (weights / weights.sum()).astype(np.float32)
    total, square = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for i in range(0, len(x), 4096):
        part = x[i : i + 4096].astype(np.float32)
        total += w[i : i + 4096] @ part
        square += w[i : i + 4096] @ (part * part)
    return total.astype(np.float32), np.sqrt(np.maximum(square - total**2, 1e-12)).astype(np.float32)


def fit(x: np.ndarray, generated: np.ndarray, weights: np.ndarray, penalty: float) -> Fit:
    """Minimises Σ w log(1 + exp(∓score)) + penalty/2 · |weights|², features standardised with the same weights."""
    w = weights / weights.sum()
    mean, deviation = moments(x, weights)
    z = torch.from_numpy((x - mean) / deviation)
    sign = np.where(generated, 1.0, -1.0)

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * ((z @ torch.from_numpy(beta[:-1].astype(np.float32))).numpy() + beta[-1])
        value = (w * np.logaddexp(0, -margin)).sum() + penalty / 2 * (beta[:-1] ** 2).sum()
        pull = -w * sign / (1 + np.exp(margin))
        gradient = (torch.from_numpy(pull.astype(np.float32)) @ z).numpy()
        return value, np.append(gradient + penalty * beta[:-1], pull.sum())

    first = np.zeros(x.shape[1] + 1)
    best = minimize(loss, first, jac=True, method="L-BFGS-B", options={"maxiter": 150, "ftol": 1e-6, "gtol": 1e-5})
    return Fit(mean, deviation, best.x[:-1].astype(np.float32), float(best.x[-1]))


def out_of_fold(
    x: np.ndarray,
    generated: np.ndarray,
    sources: np.ndarray,
    fitted: np.ndarray,
    learn: Callable[[np.ndarray, np.ndarray, np.ndarray], Scorer],
    count: int = 5,
) -> np.ndarray:
    """Each row's score by what was learnt from features, labels and weights of other sources.
    Only the rows `fitted` are ever learnt from."""
    scores = np.zeros(len(x))
    folds = StratifiedGroupKFold(count, shuffle=True, random_state=1)
    known = np.flatnonzero(fitted)
    for _, test in folds.split(sources[known], generated[known], sources[known]):
        held = np.isin(sources, sources[known[test]])
        seen = np.flatnonzero(fitted & ~held)
        learnt = learn(x[seen], generated[seen], weights_of(sources[seen], generated[seen]))
        scores[held] = learnt.scores(x[held])
    return scores


def platt(scores: np.ndarray, generated: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """Slope and offset for which 1 / (1 + exp(-(slope · score + offset))) is the probability at even odds."""
    sign = np.where(generated, 1.0, -1.0)

    def loss(p: np.ndarray) -> float:
        return float((weights * np.logaddexp(0, -sign * (p[0] * scores + p[1]))).sum() / weights.sum())

    slope, offset = minimize(loss, [1.0, 0.0], method="Nelder-Mead").x
    return float(slope), float(offset)


def threshold(scores: np.ndarray, weights: np.ndarray, rate: float) -> float:
    """The score that the share `rate` of the photographs' weight lies above."""
    order = np.argsort(scores)
    return float(np.interp(1 - rate, np.cumsum(weights[order]) / weights.sum(), scores[order]))


def judge(scores: np.ndarray, generated: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """Weighted figures; the recall is that of the threshold which keeps 97 % of the photographs unflagged."""
    apart = threshold(scores[~generated], weights[~generated], 0.03)
    caught = weights[generated] * (scores[generated] > apart)
    return {
        "n": len(scores),
        "auc": float(roc_auc_score(generated, scores, sample_weight=weights)),
        "recallAtReal97": float(caught.sum() / weights[generated].sum()),
    }
