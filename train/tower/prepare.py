"""A picture's pixels as the tower reads them; README.md defines every step so that a browser can repeat it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.sparse import csr_matrix

SIDE = 224


def decode(path: Path) -> np.ndarray:
    """The first frame as RGB, uint8 [height, width, 3]; transparency over black; no orientation, no colour profile."""
    with Image.open(path) as picture:
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            seen = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", seen.size, (0, 0, 0, 255)), seen)
        return np.asarray(picture.convert("RGB"))


def triangle(x: np.ndarray) -> np.ndarray:
    return np.maximum(0, 1 - np.abs(x))


def cubic(x: np.ndarray) -> np.ndarray:
    """Keys' kernel with a = -1/2."""
    x = np.abs(x)
    return np.where(x < 1, (1.5 * x - 2.5) * x * x + 1, np.where(x < 2, ((2.5 - 0.5 * x) * x - 4) * x + 2, 0))


KERNELS = {"triangle": (triangle, 1), "cubic": (cubic, 2)}


@lru_cache(64)
def taps(length: int, scale: float, side: int, kernel: str, centre: float | None = None) -> tuple[int, csr_matrix]:
    """The first source sample that is read, and the weights [side, samples read] of one axis.

    Output i lies at source position centre + (i + 1/2 - side/2) * scale; the kernel is widened by the scale where the
    picture shrinks, and thinned out where it shrinks much; weights that fall outside the picture are dropped and the
    rest made to sum to one.
    """
    shape, radius = KERNELS[kernel]
    middle = length / 2 if centre is None else centre
    wide = max(scale, 1.0)
    step = 1 if scale < 8 else int(scale / 4)
    rows, columns, weights = [], [], []
    for i in range(side):
        at = middle + (i + 0.5 - side / 2) * scale
        first = max(0, int(np.floor(at - radius * wide)))
        last = min(length - 1, int(np.ceil(at + radius * wide)))
        j = np.arange(first, last + 1)
        j = j[j % step == 0]
        w = shape((j + 0.5 - at) / wide)
        rows.append(np.full(len(j), i))
        columns.append(j)
        weights.append(w / w.sum())
    column = np.concatenate(columns)
    start, stop = int(column.min()), int(column.max()) + 1
    matrix = csr_matrix(
        (np.concatenate(weights).astype(np.float32), (np.concatenate(rows), column - start)), (side, stop - start)
    )
    return start, matrix


def whole_view(pixels: np.ndarray, side: int = SIDE, kernel: str = "triangle") -> np.ndarray:
    """The middle square, short side brought to `side`: float32 [side, side, 3], 0 to 255."""
    height, width, _ = pixels.shape
    scale = min(height, width) / side
    top, down = taps(height, scale, side, kernel)
    left, across = taps(width, scale, side, kernel)
    seen = pixels[top : top + down.shape[1], left : left + across.shape[1]]
    rows = down @ seen.reshape(seen.shape[0], -1).astype(np.float32)
    turned = rows.reshape(side, -1, 3).transpose(1, 0, 2).reshape(across.shape[1], -1)
    return np.ascontiguousarray((across @ turned).reshape(side, side, 3).transpose(1, 0, 2))


def native_tile(pixels: np.ndarray, side: int = SIDE) -> np.ndarray:
    """The middle tile at native resolution, origin on a multiple of 8; smaller pictures as `whole_view` has them."""
    height, width, _ = pixels.shape
    if min(height, width) < side:
        return whole_view(pixels, side)
    top, left = ((length - side) // 2 // 8 * 8 for length in (height, width))
    return pixels[top : top + side, left : left + side].astype(np.float32)
