"""Frank 2020's CNN-DCT."""

import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

RATE = 1e-3
BATCH = 32
EPOCHS = 20
PATIENCE = 3
SEED = 1

Part = tuple[np.ndarray, np.ndarray]


def create_cnn(classes: int) -> nn.Sequential:
    """3×3 convolutions to 3, 8, 16 and 32 channels, two halvings, one dense layer: input 3 × 128 × 128."""
    return nn.Sequential(
        nn.Conv2d(3, 3, 3, padding=1), nn.ReLU(),
        nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.Flatten(),
        nn.Linear(32 * 32 * 32, classes),
    )  # fmt: skip


def fit_cnn(train: Part, held_out: Part, classes: int) -> tuple[Callable[[np.ndarray], np.ndarray], int, int]:
    """Adam, stopped after three epochs without a lower loss on what is held out.

    Returns the fitted network as a function from pictures to scores, its number of parameters, and of epochs.
    """
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    network = create_cnn(classes).to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    x, y = (torch.from_numpy(values) for values in train)
    # A third of the time on a CPU.
    x = x.to(memory_format=torch.channels_last)
    truth = torch.from_numpy(held_out[1])

    def scores(pictures: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return torch.cat([network(batch) for batch in torch.from_numpy(pictures).split(256)]).numpy()

    least, best, best_epoch = float("inf"), copy.deepcopy(network.state_dict()), 0
    for epoch in range(1, EPOCHS + 1):
        for rows in torch.randperm(len(x)).split(BATCH):
            optimiser.zero_grad()
            nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            optimiser.step()
        loss = nn.functional.cross_entropy(torch.from_numpy(scores(held_out[0])), truth).item()
        if loss < least:
            least, best, best_epoch = loss, copy.deepcopy(network.state_dict()), epoch
        elif epoch - best_epoch >= PATIENCE:
            break
    network.load_state_dict(best)
    return scores, sum(parameter.numel() for parameter in network.parameters()), best_epoch
