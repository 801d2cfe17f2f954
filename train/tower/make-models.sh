#!/usr/bin/env bash
# usage: train/tower/make-models.sh OUT CORPUS[:N] [CORPUS[:N] …]      N: at most so many training pictures a source
# From corpus folders to everything in models/; OUT keeps views and features.
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
python=${PYTHON:-$root/.venv/bin/python}
corpora=("${@/#/--corpus=}")
# The spectra are for what only corpora taken whole give: pictures as published, and up-convolved ones.
whole=()
for corpus in "$@"; do [[ $corpus == *:* ]] || whole+=("--corpus=$corpus"); done

"$python" "$here/fetch_weights.py" "$out/clip.onnx"
npx vite-node --config "$root/vitest.config.ts" "$here/views.ts" -- "${corpora[@]}" --out "$out/views"
"$python" "$here/build_tower.py" "$out/clip.onnx" "$out/views/views.tsv" "$root/models/tower.onnx"
for part in 0 1; do
  OMP_NUM_THREADS=1 "$python" "$here/features.py" "$out/views/views.tsv" "$root/models/tower.onnx" "$out/features" --part "$part/2" &
done
wait
"$python" "$here/fit.py" "$out/views/views.tsv" "$out/features" "$root/models/tower.onnx" "$root/models/tower.json" "$out/scores.tsv"
npm run train -- "${whole[@]}" --tower-scores "$out/scores.tsv"
