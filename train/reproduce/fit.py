"""usage: fit.py CORPUS FEATURES: fits every detector; one JSON object a line, one line a result."""

import json
import sys
from itertools import chain
from pathlib import Path

import corpus
import durall
import dzanic

folder, features = map(Path, sys.argv[1:])
golden = folder / "golden"
for row in chain(
    durall.rows(golden / "durall-features"),
    durall.video_rows(golden / "durall-features"),
    dzanic.rows(golden / "dzanic" / "published-fits.json"),
    corpus.rows(features),
):
    print(json.dumps(row), flush=True)
