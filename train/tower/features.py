"""Reads every view of views.tsv through the exported tower and keeps the class tokens.

usage: features.py VIEWS_TSV TOWER_ONNX OUT [--part I/N] [--condition NAME …] [--view whole|tile|cubic]

OUT gets shards of `classes`, float16 [n, blocks, 768], with the views' digests; what a shard has is not read again.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from pathlib import Path

import numpy as np
import onnxruntime

from export import whole
from prepare import decode, native_tile, whole_view

SHARD = 128
VIEWS = {"whole": whole_view, "tile": native_tile, "cubic": lambda pixels: whole_view(pixels, kernel="cubic")}


def key(row: dict[str, str]) -> str:
    return hashlib.sha256(f"{row['corpus']} {row['file']} {row['condition']}".encode()).hexdigest()[:24]


def place(row: dict[str, str]) -> tuple[str, str, str]:
    """The same order wherever the corpus lies."""
    return hashlib.sha256(row["file"].encode()).hexdigest(), Path(row["corpus"]).name, row["condition"]


def read(listing: Path) -> list[dict[str, str]]:
    with listing.open() as rows:
        return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def known(out: Path) -> set[str]:
    return {k for shard in out.glob("*[0-9].npz") for k in np.load(shard)["keys"]}


def gather(out: Path, rows: list[dict[str, str]]) -> tuple[list[dict[str, str]], np.ndarray]:
    """The rows that have features, and their class tokens in that order."""
    by_key = {key(row): row for row in rows}
    kept, values = [], []
    for shard in sorted(out.glob("*[0-9].npz")):
        stored = np.load(shard)
        mine = [j for j, k in enumerate(stored["keys"]) if k in by_key]
        if mine:
            values.append(stored["classes"][mine])
            kept += [by_key[stored["keys"][j]] for j in mine]
    return kept, np.concatenate(values)


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(whole(path), options, providers=["CPUExecutionProvider"])


def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("views", type=Path)
    arguments.add_argument("tower", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--part", default="0/1", help="which part of the work, for several processes side by side")
    arguments.add_argument("--condition", nargs="*")
    arguments.add_argument("--view", choices=VIEWS, default="whole")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    tower, done = session(given.tower), known(given.out)
    directions = {i.name: np.zeros(i.shape, np.float32) for i in tower.get_inputs()[1:]}
    part, parts = map(int, given.part.split("/"))
    rows = [r for r in read(given.views) if not given.condition or r["condition"] in given.condition]
    rows = sorted((r for r in rows if int(key(r), 16) % parts == part and key(r) not in done), key=key)
    for start in range(0, len(rows), SHARD):
        keys, classes = [], []
        for row in rows[start : start + SHARD]:
            try:
                pixels = VIEWS[given.view](decode(Path(row["path"])))
            except (OSError, ValueError) as error:
                print(f"{row['file']} {row['condition']}: {error}", flush=True)
                continue
            keys.append(key(row))
            seen = tower.run(None, {"pixels": pixels.transpose(2, 0, 1)[None].copy(), **directions})
            classes.append(seen[0].astype(np.float16))
        name = given.out / f"{keys[0]}-{len(keys)}"
        np.savez(f"{name}.part", keys=keys, classes=np.concatenate(classes))
        Path(f"{name}.part.npz").rename(f"{name}.npz")
        print(f"{min(start + SHARD, len(rows))} of {len(rows)}", flush=True)


if __name__ == "__main__":
    main()
