"""Weights in 4 bits for the package, in 8 bits for the arithmetic."""

from __future__ import annotations

import numpy as np

BLOCK = 32


def blockwise(weight: np.ndarray, bits: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """[out, in] → codes [out, blocks, block], scales and zero points [out, blocks]; for each block the grid that loses
    least among a few clippings of its range."""
    n, k = weight.shape
    w = weight.reshape(n, k // BLOCK, BLOCK).astype(np.float32)
    top = 2**bits - 1
    best = (np.full(w.shape[:2], np.inf, np.float32), None, None, None)
    for clip in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):
        low, high = np.minimum(w.min(2), 0) * clip, np.maximum(w.max(2), 0) * clip
        scale = np.maximum((high - low) / top, 1e-8)
        zero = np.clip(np.round(-low / scale), 0, top)
        codes = np.clip(np.round(w / scale[..., None] + zero[..., None]), 0, top)
        error = (((codes - zero[..., None]) * scale[..., None] - w) ** 2).sum(2)
        if best[1] is None:
            best = (error, codes, scale, zero)
            continue
        better = error < best[0]
        best = (
            np.where(better, error, best[0]),
            np.where(better[..., None], codes, best[1]),
            np.where(better, scale, best[2]),
            np.where(better, zero, best[3]),
        )
    _, codes, scale, zero = best
    return codes.astype(np.uint8), scale.astype(np.float32), zero.astype(np.uint8)


def columns(codes: np.ndarray, scale: np.ndarray, zero: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scales of the 8-bit columns, and each block's scale in 16ths of its column's: at most 255, and no code times
    its block's scale beyond ±127."""
    reach = np.abs(codes.astype(np.float32) - zero[..., None]).max(2) * scale
    column = np.maximum(np.maximum(reach.max(1) / 127, scale.max(1) * 16 / 255), 1e-8)
    return column.astype(np.float32), np.round(scale * 16 / column[:, None]).astype(np.uint8)
