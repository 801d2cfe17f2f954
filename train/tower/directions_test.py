"""usage: python -m unittest discover -s train/tower -p '*_test.py'"""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from directions import directions, from_base64, to_base64
from export import export, whole
from vision_tower import GRID, HEADS, PATCH, WIDTH, VisionTower

BLOCKS = 2


class Directions(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.manual_seed(1)
        random = np.random.default_rng(1)
        regression = random.standard_normal((BLOCKS, WIDTH))
        pixels = random.uniform(0, 255, (1, 3, GRID * PATCH, GRID * PATCH)).astype(np.float32)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "tower.onnx"
            export(VisionTower(BLOCKS, BLOCKS).requires_grad_(False), path)
            packed = directions(path, [{"weights": to_base64(weights)} for weights in regression])
            model = onnx.load_model_from_string(whole(path))
        cls.directions = from_base64(packed).reshape(BLOCKS, WIDTH)
        attentions = [node for node in model.graph.node if node.op_type == "MultiHeadAttention"]
        names = [name for node in attentions for name in [*node.input, *node.output]]
        model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        fed = {"pixels": pixels, "directions": cls.directions[None].astype(np.float32)}
        _, patches, *seen = session.run(["classes", "patches", *names], fed)
        cls.patches = patches[0]
        cls.blocks = [[tensor[0].astype(np.float64) for tensor in seen[i : i + 4]] for i in range(0, len(seen), 4)]
        cls.reading = [regression.sum(0), regression[1]]
        stored = {tensor.name: tensor for tensor in model.graph.initializer}
        projections = [next(n.input for n in model.graph.node if n.input[:1] == node.output) for node in attentions]
        cls.projections = [
            numpy_helper.to_array(stored[matrix]) * numpy_helper.to_array(stored[scale]).astype(np.float64)
            for _, matrix, scale, *_ in projections
        ]

    def parts(self) -> np.ndarray:
        """Each token's part, the class token's own first, head by head."""
        total = np.zeros(1 + GRID**2)
        for (q, k, v, _), direction in zip(self.blocks, self.directions):
            q, k, v, u = (rows.reshape(-1, HEADS, WIDTH // HEADS) for rows in (q[0], k, v, direction))
            for head in range(HEADS):
                weights = np.exp(k[:, head] @ q[0, head] / 8)
                total += weights / weights.sum() * (v[:, head] @ u[0, head])
        return total

    def test_the_graph_attributes_head_by_head(self) -> None:
        np.testing.assert_allclose(self.patches, self.parts()[1:], atol=1e-5)

    def test_parts_add_up_to_what_attention_brings_into_the_logit(self) -> None:
        brought = sum(
            attended[0] @ projection @ read
            for (*_, attended), projection, read in zip(self.blocks, self.projections, self.reading)
        )
        self.assertAlmostEqual(self.patches.sum() + self.parts()[0], brought, places=3)


if __name__ == "__main__":
    unittest.main()
