"""CLIP ViT-B/16's image tower in PyTorch, from the int8 weights that a wheel brings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, HEADS, PATCH, BLOCKS, GRID = 768, 12, 16, 12, 14
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
STD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


# The class token and every second patch, as the black squares of a chessboard.
KEPT = [0] + [1 + r * GRID + c for r in range(GRID) for c in range(GRID) if (r + c) % 2 == 0]


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.damping = nn.Parameter(torch.ones(4 * WIDTH))

    def forward(self, x: Tensor) -> Tensor:
        n, t, _ = x.shape
        half = self.qkv.weight.dtype
        q, k, v = self.qkv(self.norm1(x).to(half)).reshape(n, t, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, WIDTH)
        x = x + self.out(seen)
        h = self.up(self.norm2(x).to(half))
        return x + self.down(h * torch.sigmoid(1.702 * h) * self.damping)


class VisionTower(nn.Module):
    """Pixels 0 to 255, [n, 3, 224, 224] → the class token after each block, [n, blocks, 768]. After `whole` blocks
    half of the patches are left out. The residual stream stays in float32 whatever the weights are in."""

    def __init__(self, blocks: int = BLOCKS, whole: int = BLOCKS) -> None:
        super().__init__()
        self.whole = whole
        self.patch = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.class_token = nn.Parameter(torch.zeros(WIDTH))
        self.position = nn.Parameter(torch.zeros(197, WIDTH))
        self.norm = nn.LayerNorm(WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(blocks))

    def tokens(self, pixels: Tensor) -> Tensor:
        x = self.patch(pixels).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(len(x), 1, WIDTH), x], 1) + self.position
        return self.norm(x)

    def forward(self, pixels: Tensor) -> Tensor:
        x, seen = self.tokens(pixels), []
        for i, block in enumerate(self.blocks):
            if i == self.whole:
                x = x[:, KEPT]
            x = block(x)
            seen.append(x[:, 0])
        return torch.stack(seen, 1)


def smooth(tower: VisionTower, pixels: Tensor) -> None:
    """Moves outlying channels of the matrices' inputs into the matrices, so that 8 bits an activation lose less. In
    exact arithmetic nothing changes; `pixels` show which channels are outlying."""
    reach: dict[nn.Linear, Tensor] = {}

    def see(layer: nn.Linear, inputs: tuple[Tensor], _: Tensor) -> None:
        reach[layer] = inputs[0].abs().flatten(0, -2).amax(0)

    layers = [layer for block in tower.blocks for layer in (block.qkv, block.up, block.down)]
    hooks = [layer.register_forward_hook(see) for layer in layers]
    tower(pixels)
    for hook in hooks:
        hook.remove()
    for block in tower.blocks:
        for layer, sources in (
            (block.qkv, (block.norm1.weight, block.norm1.bias)),
            (block.up, (block.norm2.weight, block.norm2.bias)),
            (block.down, (block.damping,)),
        ):
            size = reach[layer] / reach[layer].median()
            factor = size.clamp(min=1) ** 0.75
            layer.weight.data *= factor
            for source in sources:
                source.data /= factor


def load(path: Path, blocks: int = BLOCKS, whole: int = BLOCKS) -> VisionTower:
    """The tower's first `blocks` blocks; the input's mean and deviation are folded into the patch layer."""
    graph = onnx.load(path).graph
    stored = {t.name: numpy_helper.to_array(t) for t in graph.initializer}

    def matrix(name: str) -> np.ndarray:
        node = next(n for n in graph.node if n.name == f"/vision_model/encoder/{name}/MatMul_quant")
        stem = node.input[1].removesuffix("_quantized")
        q, zero, scale = (stored[f"{stem}_{part}"].astype(np.float32) for part in ("quantized", "zero_point", "scale"))
        return ((q - zero) * scale).T

    tower = VisionTower(blocks, whole)

    def fill(target: nn.Parameter, value: np.ndarray) -> None:
        target.data.copy_(torch.from_numpy(np.ascontiguousarray(value)).reshape(target.shape))

    embeddings = "vision_model.embeddings"
    kernel = stored[f"{embeddings}.patch_embedding.weight"].astype(np.float32)
    fill(tower.patch.weight, kernel / (255 * STD[:, None, None]))
    fill(tower.patch.bias, -(kernel * (MEAN / STD)[:, None, None]).sum((1, 2, 3)))
    fill(tower.class_token, stored[f"{embeddings}.class_embedding"])
    fill(tower.position, stored[f"{embeddings}.position_embedding.weight"])
    fill(tower.norm.weight, stored["vision_model.pre_layrnorm.weight"])
    fill(tower.norm.bias, stored["vision_model.pre_layrnorm.bias"])
    for i, block in enumerate(tower.blocks):
        for norm, name in ((block.norm1, "layer_norm1"), (block.norm2, "layer_norm2")):
            fill(norm.weight, stored[f"vision_model.encoder.layers.{i}.{name}.weight"])
            fill(norm.bias, stored[f"vision_model.encoder.layers.{i}.{name}.bias"])
        heads = [f"self_attn.{part}_proj" for part in "qkv"]
        for layer, names in (
            (block.qkv, heads),
            (block.out, ["self_attn.out_proj"]),
            (block.up, ["mlp.fc1"]),
            (block.down, ["mlp.fc2"]),
        ):
            weights = [matrix(f"layers.{i}/" + n.replace(".", "/")) for n in names]
            fill(layer.weight, np.concatenate(weights))
            fill(layer.bias, np.concatenate([stored[f"vision_model.encoder.layers.{i}.{n}.bias"] for n in names]))
    return tower.eval().requires_grad_(False)
