"""What a patch's value has to look like, at each block, to raise the logit."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from export import whole


def to_base64(values: np.ndarray) -> str:
    return base64.b64encode(values.astype("<f4").tobytes()).decode()


def from_base64(packed: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(packed), "<f4").astype(np.float64)


def directions(tower: Path, parts: list[dict]) -> str:
    """The regression's weights as they meet each block's attention before its out-projection, [blocks, width], packed.

    What the attention of block j adds to the class token stays in the residual stream, so the class tokens of block j and
    of all later blocks carry it: u_j = (out-projection of block j)ᵀ · Σ weights of blocks i ≥ j.
    """
    graph = onnx.load_model_from_string(whole(tower)).graph
    stored = {tensor.name: tensor for tensor in graph.initializer}
    value = lambda name: numpy_helper.to_array(stored[name]).astype(np.float64)
    attended = {node.output[0] for node in graph.node if node.op_type == "MultiHeadAttention"}
    projections = [node.input[1:3] for node in graph.node if node.input[0] in attended]
    read = np.cumsum([from_base64(part["weights"]) for part in reversed(parts)], 0)[::-1]
    return to_base64(np.stack([value(matrix) @ (value(scale) * w) for (matrix, scale), w in zip(projections, read)]))
