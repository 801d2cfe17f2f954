"""Writes the tower for the package from the wheel's weights.

usage: build_tower.py CLIP_ENCODER_ONNX VIEWS_TSV OUT_ONNX [--blocks N] [--whole-blocks N]

A few training views show which channels are outlying.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from export import WEIGHTS, export
from features import place, read
from prepare import decode, whole_view
from vision_tower import load, smooth

SHOWN = 16



def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("views", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--blocks", type=int, default=10)
    arguments.add_argument("--whole-blocks", type=int, help="after these, every second patch is left out")
    given = arguments.parse_args()
    tower = load(given.weights, given.blocks, given.whole_blocks or given.blocks)
    milled = [r for r in read(given.views) if r["condition"] == "journey-0"]
    shown = [whole_view(decode(Path(r["path"]))) for r in sorted(milled, key=place)[:SHOWN]]
    smooth(tower, torch.from_numpy(np.stack(shown)).permute(0, 3, 1, 2))
    export(tower, given.out)
    for path in (given.out, given.out.with_name(WEIGHTS)):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
