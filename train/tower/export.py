"""Writes the tower for the package: a graph for onnxruntime-web, and beside it the matrices in 4 bits a weight.

Graph: pixels, float32 [1, 3, 224, 224], 0 to 255 → classes, float32 [1, blocks, 768]: the class token after each block;
and with directions, float32 [1, blocks, 768] → patches, float32 [1, 196]: what each patch gives to the class token along
the directions, by `attention_parts`. Its matrices are int8 [inputs, outputs], external data that `unpack` makes out of the
packed file.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from rounding import BLOCK, blockwise, columns
from vision_tower import GRID, HEADS, KEPT, PATCH, WIDTH, VisionTower

CONTRIB, WEIGHTS = "com.microsoft", "tower.bin"


def unpack(packed: bytes, shapes: list[tuple[int, int]]) -> list[np.ndarray]:
    """The int8 matrices; README.md has the layout."""
    data, at, matrices = np.frombuffer(packed, np.uint8), 0, []

    def take(rows: int, columns: int) -> np.ndarray:
        nonlocal at
        at += rows * columns
        return data[at - rows * columns : at].reshape(rows, columns)

    for k, n in shapes:
        pairs, scale, zero = take(k, n // 2), take(k // BLOCK, n), take(k // BLOCK, n)
        codes = np.stack([pairs & 15, pairs >> 4], 2).reshape(k, n).astype(np.float32)
        scale, zero = (np.repeat(v, BLOCK, 0).astype(np.float32) for v in (scale, zero))
        matrices.append(np.round((codes - zero) * (scale / 16)).astype(np.int8))
    return matrices


class Writer:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.stored: list[onnx.TensorProto] = []
        self.count = 0
        self.packed: list[bytes] = []
        self.at = 0

    def store(self, value: np.ndarray) -> str:
        name = f"w{len(self.stored)}"
        self.stored.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def call(self, kind: str, *inputs: str, to: str | None = None, domain: str = "", **attributes) -> str:
        self.count += 1
        out = to or f"t{self.count}"
        attributes = {name.rstrip("_"): value for name, value in attributes.items()}
        self.nodes.append(helper.make_node(kind, list(inputs), [out], domain=domain, **attributes))
        return out

    def half(self, value: np.ndarray) -> str:
        """Kept in 16 bits, used in 32."""
        return self.call("Cast", self.store(value.astype(np.float16)), to_=TensorProto.FLOAT)

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x · weightᵀ + bias"""
        return self.call("DynamicQuantizeMatMul", x, *self.matrix(weight), self.store(bias), domain=CONTRIB)

    def matrix(self, weight: np.ndarray) -> list[str]:
        """An int8 matrix, its columns' scales and zero points."""
        n, k = weight.shape
        codes, scale, zero = blockwise(weight)
        column, coarse = columns(codes, scale, zero)
        codes = codes.reshape(n, k).T
        self.packed += [(codes[:, 0::2] | codes[:, 1::2] << 4).tobytes(), coarse.T.tobytes(), zero.T.tobytes()]
        matrix = TensorProto(name=f"w{len(self.stored)}", data_type=TensorProto.INT8, dims=[k, n])
        matrix.data_location = TensorProto.EXTERNAL
        for entry, value in (("location", WEIGHTS), ("offset", self.at), ("length", n * k)):
            matrix.external_data.add(key=entry, value=str(value))
        self.at += n * k
        self.stored.append(matrix)
        return [matrix.name, self.store(column), self.store(np.zeros(n, np.int8))]

    def norm(self, x: str, layer) -> str:
        weight, bias = (self.store(v.numpy()) for v in (layer.weight, layer.bias))
        return self.call("LayerNormalization", x, weight, bias, axis=-1, epsilon=1e-5)


def attention_parts(g: Writer, attentions: list[tuple[str, str, str]]) -> None:
    """The output `patches`: the sum over blocks and heads of a · (v · u), where a is the class token's attention to a
    patch, v the patch's value and u the block's direction, both cut to the head.

    `attentions` has the class token's query [1, 1, width] of each block, its keys and its values [1, tokens, width].
    """
    per_head = g.store(np.repeat(np.eye(HEADS, dtype=np.float32), WIDTH // HEADS, 0))
    upright = g.store(np.array([1, WIDTH, 1], np.int64))
    spread = lambda row: g.call("Mul", g.call("Reshape", row, upright), per_head)
    scores, values = [], []
    for i, (q, k, v) in enumerate(attentions):
        u = g.call("Gather", "directions", g.store(np.array(i)), axis=1)
        scores.append(g.call("MatMul", k, spread(q)))
        values.append(g.call("MatMul", v, spread(u)))
    size = g.store(np.array((WIDTH // HEADS) ** -0.5, np.float32))
    seen = g.call("Softmax", g.call("Mul", g.call("Concat", *scores, axis=2), size), axis=1)
    parts = g.call("Mul", seen, g.call("Concat", *values, axis=2))
    start, end, axis = (g.store(np.array([at])) for at in (1, 1 + GRID**2, 1))
    patches = g.call("Slice", parts, start, end, axis)
    g.call("ReduceSum", patches, g.store(np.array([2])), to="patches", keepdims=0)


def export(tower: VisionTower, path: Path) -> None:
    """Writes the graph to `path` and the packed matrices to `tower.bin` beside it."""
    g = Writer()
    patches = GRID**2
    ints = lambda *v: g.store(np.array(v, np.int64))
    kernel, bias = tower.patch.weight.numpy(), tower.patch.bias.numpy()
    grid = g.call("Conv", "pixels", g.half(kernel), g.store(bias), kernel_shape=[PATCH] * 2, strides=[PATCH] * 2)
    flat = g.call("Transpose", g.call("Reshape", grid, ints(1, WIDTH, patches)), perm=[0, 2, 1])
    position = tower.position.numpy()
    first = g.store((tower.class_token.numpy() + position[0])[None, None])
    x = g.norm(g.call("Concat", first, g.call("Add", flat, g.half(position[1:])), axis=1), tower.norm)
    start, one, axis = ints(0), ints(1), ints(1)
    classes, attentions = [], []
    for i, b in enumerate(tower.blocks):
        last = i == len(tower.blocks) - 1
        if i == tower.whole:
            x = g.call("Gather", x, ints(*KEPT), axis=1)
        h = g.norm(x, b.norm1)
        weight, bias = b.qkv.weight.numpy(), b.qkv.bias.numpy()
        queries = g.call("Slice", h, start, one, axis) if last else h
        q, k, v = (
            g.linear(part, weight[j * WIDTH : (j + 1) * WIDTH], bias[j * WIDTH : (j + 1) * WIDTH])
            for j, part in enumerate((queries, h, h))
        )
        seen = g.call("MultiHeadAttention", q, k, v, domain=CONTRIB, num_heads=HEADS)
        attentions.append((q if last else g.call("Slice", q, start, one, axis), k, v))
        if last:
            x = g.call("Slice", x, start, one, axis)
        x = g.call("Add", x, g.linear(seen, b.out.weight.numpy(), b.out.bias.numpy()))
        up = g.linear(g.norm(x, b.norm2), b.up.weight.numpy(), b.up.bias.numpy())
        up = g.call("Mul", g.call("QuickGelu", up, domain=CONTRIB, alpha=1.702), g.store(b.damping.numpy()))
        x = g.call("Add", x, g.linear(up, b.down.weight.numpy(), b.down.bias.numpy()))
        classes.append(x if last else g.call("Slice", x, start, one, axis))
    g.call("Concat", *classes, to="classes", axis=1)
    value = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    inputs = [value("pixels", 1, 3, GRID * PATCH, GRID * PATCH)]
    outputs = [value("classes", 1, len(classes), WIDTH)]
    if tower.whole == len(tower.blocks):
        attention_parts(g, attentions)
        inputs.append(value("directions", 1, len(classes), WIDTH))
        outputs.append(value("patches", 1, patches))
    graph = helper.make_graph(g.nodes, "tower", inputs, outputs, g.stored)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(CONTRIB, 1)]
    path.write_bytes(helper.make_model(graph, opset_imports=opsets, ir_version=9).SerializeToString())
    path.with_name(WEIGHTS).write_bytes(b"".join(g.packed))


def external(graph: onnx.GraphProto) -> list[onnx.TensorProto]:
    """The graph's matrices in the packed file's order."""
    return [t for t in graph.initializer if t.data_location == TensorProto.EXTERNAL]


def whole(path: Path) -> bytes:
    """The graph with its matrices inside, for a runtime that takes one file."""
    model = onnx.load(path, load_external_data=False)
    matrices = external(model.graph)
    for tensor, value in zip(matrices, unpack(path.with_name(WEIGHTS).read_bytes(), [tuple(t.dims) for t in matrices])):
        tensor.CopyFrom(numpy_helper.from_array(value, tensor.name))
    return model.SerializeToString()
