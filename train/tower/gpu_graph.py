"""Writes the tower's graph for WebGPU, and adds it to the description.

usage: gpu_graph.py TOWER_JSON

WebGPU has no 8-bit product: there, the same matrices of `tower.bin` are scaled to floats when they are used. Each browser
tries the graph on one view before it trusts its GPU; the description tells the logit that this view must get.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from directions import from_base64
from export import whole

NAME = "tower-gpu.onnx"


def in_floats(node: onnx.NodeProto) -> list[onnx.NodeProto]:
    """What takes a node's place."""
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
        size = constant(np.array(64**-0.5, np.float32))
        seen = call("MatMul", call("Softmax", call("MatMul", call("Mul", q, size), k), axis=-1), v)
        call("Reshape", call("Transpose", seen, perm=[0, 2, 1, 3]), constant(np.array([0, 0, -1])), to=out)
    else:
        nodes = [node]
    return nodes


def gpu_graph(path: Path) -> bytes:
    model = onnx.load(path, load_external_data=False)
    nodes = [made for node in model.graph.node for made in in_floats(node)]
    used = {name for node in nodes for name in node.input}
    stored = [tensor for tensor in model.graph.initializer if tensor.name in used]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(stored)
    return model.SerializeToString()


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


def logit(path: Path, description: dict) -> float:
    options = onnxruntime.SessionOptions()
    # Optimised, it would round activations to 8 bits.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(whole(path), options, providers=["CPUExecutionProvider"])
    tower, model = description["tower"], description["model"]
    directions = from_base64(model["directions"]).astype(np.float32).reshape(1, len(model["parts"]), -1)
    view = probe_view(description["view"]["side"])
    (tokens,) = session.run([tower["output"]], {tower["input"]: view, "directions": directions})
    parts = [part["offset"] + from_base64(part["weights"]) @ token for part, token in zip(model["parts"], tokens[0])]
    return model["bias"] + float(sum(parts))


def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("description", type=Path)
    given = arguments.parse_args()
    description = json.loads(given.description.read_text())
    tower, path = description["tower"], given.description.with_name(NAME)
    path.write_bytes(gpu_graph(given.description.with_name(tower["file"])))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    tower["gpu"] = {"file": NAME, "digest": digest, "logit": logit(path, description)}
    description["version"] = hashlib.sha256(json.dumps([tower, description["model"]]).encode()).hexdigest()[:16]
    given.description.write_text(json.dumps(description) + "\n")


if __name__ == "__main__":
    main()
