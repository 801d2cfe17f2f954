"""Small networks beside the regression: one hidden layer on the standardised class tokens of the last blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, dropout

from regression import moments

UNITS = 64
EPOCHS = 6
BATCH = 512
RATE = 1e-3
DECAY = 0.1
INPUT_DROPOUT = 0.3
UNIT_DROPOUT = 0.5
CHUNK = 4096


@dataclass
class Network:
    """score = outputs · max(0, weights · (x - mean) / deviation + offsets) + bias"""

    mean: np.ndarray
    deviation: np.ndarray
    weights: np.ndarray
    offsets: np.ndarray
    outputs: np.ndarray
    bias: float

    def scores(self, x: np.ndarray) -> np.ndarray:
        found = []
        for i in range(0, len(x), CHUNK):
            z = (x[i : i + CHUNK].astype(np.float32) - self.mean) / self.deviation
            found.append(np.maximum(z @ self.weights.T + self.offsets, 0) @ self.outputs + self.bias)
        return np.concatenate(found)


def fit_networks(
    x: np.ndarray, generated: np.ndarray, weights: np.ndarray, count: int
) -> Network:
    """The mean of `count` networks that differ in their seeds, which is one network of so many times the units."""
    mean, deviation = moments(x, weights)
    z = torch.from_numpy(
        np.concatenate(
            [((x[i : i + CHUNK].astype(np.float32) - mean) / deviation).astype(np.float16) for i in range(0, len(x), CHUNK)]
        )
    ).bfloat16()
    label = torch.from_numpy(generated.astype(np.float32))
    share = torch.from_numpy((weights / weights.mean()).astype(np.float32))
    members = [train(z, label, share, seed) for seed in range(count)]
    stacked = [torch.cat(tensors).numpy() for tensors in zip(*[(a.weight, a.bias, b.weight[0]) for a, b in members])]
    return Network(mean, deviation, stacked[0], stacked[1], stacked[2] / count, float(sum(b.bias for _, b in members)) / count)


def train(
    z: torch.Tensor, label: torch.Tensor, share: torch.Tensor, seed: int
) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    torch.manual_seed(seed)
    inner, outer = torch.nn.Linear(z.shape[1], UNITS), torch.nn.Linear(UNITS, 1)
    parameters = [*inner.parameters(), *outer.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    steps = len(z) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * steps)
    for _ in range(EPOCHS):
        order = torch.randperm(len(z))
        for step in range(steps):
            batch = order[step * BATCH : (step + 1) * BATCH]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                hidden = dropout(torch.relu(inner(dropout(z[batch], INPUT_DROPOUT))), UNIT_DROPOUT)
                score = outer(hidden)[:, 0]
            loss = (binary_cross_entropy_with_logits(score.float(), label[batch], reduction="none") * share[batch]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    for layer in (inner, outer):
        layer.requires_grad_(False)
    return inner, outer


def rounded(network: Network) -> tuple[Network, np.ndarray, np.ndarray]:
    """The network with its inner weights in 8 bits, those codes [units, inputs], and each unit's scale."""
    scales = np.abs(network.weights).max(1) / 127
    codes = np.round(network.weights / scales[:, None]).astype(np.int8)
    weights = codes.astype(np.float32) * scales[:, None]
    return Network(network.mean, network.deviation, weights, network.offsets, network.outputs, network.bias), codes, scales
