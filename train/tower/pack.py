"""Brings the tower into the form that the package ships: small graphs, and their matrices in a file of their own.

usage: pack.py TOWER_ONNX TOWER_JSON OUT

A runtime that unfolds 4-bit weights by folding constants keeps every intermediate result: two gigabytes, which WASM never
gives back. So `src/detector/tower-weights.ts` unfolds `tower.bin` and hands the runtime 8-bit matrices. The same ones serve
`tower-gpu.onnx`, for WebGPU has no 8-bit product. The arithmetic of `tower.onnx` stays what it was, bit by bit.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

BIN = "tower.bin"
HEAD = 64


class Matrix:
    """The codes, zero points and scales from which constants unfold into a product's matrix [k, n]."""

    def __init__(self, name: str, stored: dict[str, np.ndarray], made_by: dict[str, onnx.NodeProto]) -> None:
        def upstream(name: str, *kinds: str) -> str:
            for kind in kinds:
                node = made_by[name]
                assert node.op_type == kind, f"{node.op_type} where {kind} was expected"
                name = node.input[0]
            return name

        product = upstream(name, "Transpose", "Reshape", "Cast", "Round")
        moved, ratio = made_by[product].input
        blocks, zero = made_by[moved].input
        halves = made_by[upstream(blocks, "Reshape", "Cast")].input[0]
        packed = stored[upstream(halves, "Mod")]
        n = len(packed)
        pairs = np.stack([packed & 15, packed >> 4], -1)
        self.codes = pairs.reshape(n, -1).T
        self.zero = stored[upstream(zero, "Cast")].reshape(n, -1).T
        self.scale = stored[upstream(ratio, "Div", "Cast")].reshape(n, -1).T
        self.shape = self.codes.shape

    def packed(self) -> bytes:
        pairs = self.codes[:, 0::2] | self.codes[:, 1::2] << 4
        return pairs.tobytes() + self.scale.tobytes() + self.zero.tobytes()

    def unpacked(self) -> np.ndarray:
        rows = len(self.codes) // len(self.zero)
        zero, scale = (part.astype(np.float32).repeat(rows, 0) for part in (self.zero, self.scale))
        return np.round((self.codes - zero) * (scale / 16)).astype(np.int8)

    def initializer(self, name: str, offset: int) -> onnx.TensorProto:
        tensor = TensorProto(name=name, data_type=TensorProto.INT8, dims=self.shape, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", BIN), ("offset", offset), ("length", self.codes.size)):
            tensor.external_data.add(key=key, value=str(value))
        return tensor


def on_gpu(node: onnx.NodeProto) -> list[onnx.NodeProto]:
    """What takes a node's place on WebGPU, in products of floats."""
    (out,) = node.output
    nodes: list[onnx.NodeProto] = []

    def call(kind: str, *inputs: str, to: str | None = None, **attributes) -> str:
        name = to or f"{out}_{len(nodes)}"
        nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(value: np.ndarray) -> str:
        return call("Constant", value=numpy_helper.from_array(value))

    if node.op_type == "DynamicQuantizeMatMul":
        x, matrix, scale, _, bias = node.input
        weights = call("DequantizeLinear", matrix, scale, axis=1)
        call("Add", call("MatMul", x, weights), bias, to=out)
    elif node.op_type == "MultiHeadAttention":
        # onnxruntime-web 1.30's own is wrong by a fifth on SwiftShader.
        heads = helper.get_node_attr_value(node, "num_heads")
        split = constant(np.array([0, 0, heads, -1]))
        q, k, v = (
            call("Transpose", call("Reshape", part, split), perm=perm)
            for part, perm in zip(node.input, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]))
        )
        size = constant(np.array(HEAD**-0.5, np.float32))
        seen = call("MatMul", call("Softmax", call("MatMul", call("Mul", q, size), k), axis=-1), v)
        call("Reshape", call("Transpose", seen, perm=[0, 2, 1, 3]), constant(np.array([0, 0, -1])), to=out)
    else:
        nodes = [node]
    return nodes


def with_matrices(model: onnx.ModelProto, matrices: dict[str, onnx.TensorProto], gpu: bool) -> onnx.ModelProto:
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    graph = changed.graph
    nodes = []
    for node in graph.node:
        nodes += on_gpu(node) if gpu else [node]
    needed = {output.name for output in graph.output}
    kept = []
    for node in reversed(nodes):
        if needed & set(node.output) and not matrices.keys() & set(node.output):
            needed |= set(node.input)
            kept.append(node)
    stored = [tensor for tensor in graph.initializer if tensor.name in needed] + list(matrices.values())
    del graph.node[:], graph.initializer[:]
    graph.node.extend(reversed(kept))
    graph.initializer.extend(stored)
    return changed


def probe_view(side: int) -> np.ndarray:
    """`probeView` of src/detector/tower-probe.ts."""
    i = np.arange(3 * side * side)
    channel, y, x = i // side // side, i // side % side, i % side
    noise, state = np.empty_like(i), 1
    for at in i:
        state = (state * 1_103_515_245 + 12_345) & 0x7FFFFFFF
        noise[at] = state >> 26
    stripes = np.where((x >> 4) % 2 == (y >> 5) % 2, 64, 0)
    return ((x + (channel + 1) * (y >> 1) + stripes + noise) & 255).astype(np.float32).reshape(1, 3, side, side)


def logit(graph: bytes, matrices: dict[str, Matrix], description: dict) -> float:
    options = onnxruntime.SessionOptions()
    # Optimised, it would round activations to 8 bits.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(m.unpacked()) for m in matrices.values()]
    options.add_external_initializers(list(matrices), values)
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    (tokens,) = session.run([description["tower"]["output"]], {"pixels": probe_view(description["view"]["side"])})
    model = description["model"]
    weights = [np.frombuffer(base64.b64decode(part["weights"]), "<f4") for part in model["parts"]]
    offsets = sum(part["offset"] for part in model["parts"])
    return model["bias"] + offsets + float(sum(w.astype(np.float64) @ t for w, t in zip(weights, tokens[0])))


def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    for name in ("tower", "description", "out"):
        arguments.add_argument(name, type=Path)
    given = arguments.parse_args()
    model = onnx.load(given.tower)
    description = json.loads(given.description.read_text())
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    made_by = {output: node for node in model.graph.node for output in node.output}
    names = [node.input[1] for node in model.graph.node if node.op_type == "DynamicQuantizeMatMul"]
    matrices = {name: Matrix(name, stored, made_by) for name in names}
    offsets = np.cumsum([0] + [m.codes.size for m in matrices.values()])
    tensors = {name: m.initializer(name, at) for (name, m), at in zip(matrices.items(), offsets)}

    def write(name: str, data: bytes) -> dict[str, str]:
        (given.out / name).write_bytes(data)
        return {"file": name, "digest": hashlib.sha256(data).hexdigest()}

    given.out.mkdir(parents=True, exist_ok=True)
    tower = description["tower"]
    graphs = [with_matrices(model, tensors, gpu).SerializeToString() for gpu in (False, True)]
    tower |= write("tower.onnx", graphs[0])
    shapes = [list(m.shape) for m in matrices.values()]
    tower["weights"] = write(BIN, b"".join(m.packed() for m in matrices.values())) | {"shapes": shapes}
    tower["gpu"] = write("tower-gpu.onnx", graphs[1]) | {"logit": logit(graphs[1], matrices, description)}
    version = hashlib.sha256(json.dumps([tower, description["model"]]).encode()).hexdigest()[:16]
    write("tower.json", (json.dumps(description | {"version": version}) + "\n").encode())


if __name__ == "__main__":
    main()
