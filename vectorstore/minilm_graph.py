"""all-MiniLM-L6-v2 as an int8 ONNX file, built from its safetensors with onnx.helper: no torch.

Run as a program (`minilm_graph.py WEIGHTS TARGET`) by `minilm.py`, in a process of its own: the
build needs 400 MB for three seconds, and the quantizer warns through the root logger. Imports
nothing of ours.

Source: the BERT layout of the published config.json (6 layers, 12 heads, 384 wide, mean pooling).
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

LAYERS, HEADS, HEAD_DIM, DIM = 6, 12, 32, 384
OPSET = 20  # the first with Gelu as one operator
IR_VERSION = 10  # what OPSET 20 was released with


class _Graph:
    """Nodes and constants of a graph under construction."""

    def __init__(self, weights: dict[str, NDArray[Any]]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, array: NDArray[Any]) -> str:
        # np.array(order="C"), not ascontiguousarray: that makes scalars one-dimensional.
        self.constants.setdefault(name, numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def ints(self, *values: int) -> str:
        return self.constant(f"ints_{'_'.join(map(str, values))}", np.array(values, np.int64))

    def scalar(self, value: int) -> str:
        return self.constant(f"scalar_{value}", np.array(value, np.int64))

    def node(self, op: str, inputs: list[str], out: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, inputs, [out], **attributes))
        return out

    def linear(self, x: str, name: str, out: str) -> str:
        weight = self.constant(f"{name}.weight", self.weights[f"{name}.weight"].T)
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node("Add", [self.node("MatMul", [x, weight], f"{out}_product"), bias], out)

    def norm(self, x: str, name: str, out: str) -> str:
        scale = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node("LayerNormalization", [x, scale, bias], out, axis=-1, epsilon=1e-12)


def _embeddings(g: _Graph) -> str:
    words = g.constant("words", g.weights["embeddings.word_embeddings.weight"])
    positions = g.constant("positions", g.weights["embeddings.position_embeddings.weight"])
    token_type = g.constant("token_type", g.weights["embeddings.token_type_embeddings.weight"][0])
    looked_up = g.node("Gather", [words, "input_ids"], "word")
    shape = g.node("Shape", ["input_ids"], "shape")
    length = g.node("Gather", [shape, g.scalar(1)], "length")
    steps = g.node("Range", [g.scalar(0), length, g.scalar(1)], "steps")
    placed = g.node("Add", [looked_up, g.node("Gather", [positions, steps], "position")], "placed")
    typed = g.node("Add", [placed, token_type], "typed")
    return g.norm(typed, "embeddings.LayerNorm", "embedded")


def _attention(g: _Graph, x: str, layer: int, mask: str) -> str:
    name, tag = f"encoder.layer.{layer}.attention", f"l{layer}"

    def heads(part: str, perm: list[int]) -> str:
        flat = g.linear(x, f"{name}.self.{part}", f"{tag}_{part}")
        split = g.node("Reshape", [flat, g.ints(0, 0, HEADS, HEAD_DIM)], f"{tag}_{part}_split")
        return g.node("Transpose", [split], f"{tag}_{part}_heads", perm=perm)

    query, key = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1])
    value = heads("value", [0, 2, 1, 3])
    scale = g.constant("scale", np.array(HEAD_DIM**-0.5, np.float32))
    raw = g.node("Mul", [g.node("MatMul", [query, key], f"{tag}_raw"), scale], f"{tag}_scaled")
    weights = g.node("Softmax", [g.node("Add", [raw, mask], f"{tag}_masked")], f"{tag}_w", axis=-1)
    mixed = g.node("MatMul", [weights, value], f"{tag}_mixed")
    merged = g.node("Transpose", [mixed], f"{tag}_merged", perm=[0, 2, 1, 3])
    flat = g.node("Reshape", [merged, g.ints(0, 0, DIM)], f"{tag}_flat")
    out = g.linear(flat, f"{name}.output.dense", f"{tag}_attended")
    residual = g.node("Add", [out, x], f"{tag}_residual")
    return g.norm(residual, f"{name}.output.LayerNorm", f"{tag}_attention")


def _feed_forward(g: _Graph, x: str, layer: int) -> str:
    name, tag = f"encoder.layer.{layer}", f"l{layer}"
    wide = g.linear(x, f"{name}.intermediate.dense", f"{tag}_wide")
    out = g.linear(g.node("Gelu", [wide], f"{tag}_gelu"), f"{name}.output.dense", f"{tag}_narrow")
    residual = g.node("Add", [out, x], f"{tag}_residual2")
    return g.norm(residual, f"{name}.output.LayerNorm", f"{tag}_out")


def _pool(g: _Graph, x: str, mask: str) -> None:
    weights = g.node("Unsqueeze", [mask, g.ints(2)], "pool_mask")
    kept = g.node("Mul", [x, weights], "kept")
    total = g.node("ReduceSum", [kept, g.ints(1)], "total", keepdims=0)
    count = g.node("ReduceSum", [weights, g.ints(1)], "count", keepdims=0)
    mean = g.node("Div", [total, count], "mean")
    length = g.node("ReduceL2", [mean, g.ints(1)], "mean_length", keepdims=1)
    g.node("Div", [mean, length], "embedding")


def build(weights: dict[str, NDArray[Any]]) -> onnx.ModelProto:
    """The float32 model: input_ids, attention_mask (b, s) int64 -> embedding (b, 384) float32."""
    g = _Graph(weights)
    mask = g.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    absent = g.node("Sub", [g.constant("one", np.array(1, np.float32)), mask], "absent")
    minus = g.node("Mul", [absent, g.constant("minus", np.array(-1e9, np.float32))], "minus_mask")
    bias = g.node("Unsqueeze", [minus, g.ints(1, 2)], "attention_bias")
    x = _embeddings(g)
    for layer in range(LAYERS):
        x = _feed_forward(g, _attention(g, x, layer, bias), layer)
    _pool(g, x, mask)
    info = helper.make_tensor_value_info
    inputs = [info(n, TensorProto.INT64, ["b", "s"]) for n in ("input_ids", "attention_mask")]
    outputs = [info("embedding", TensorProto.FLOAT, ["b", DIM])]
    graph = helper.make_graph(g.nodes, "minilm", inputs, outputs, list(g.constants.values()))
    opset = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model


def write_int8(weights_path: Path, target: Path) -> None:
    """Write the model with int8 weights (dynamic quantization) to `target`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.disable(logging.WARNING)  # the quantizer advises a step that dynamic int8 needs not
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "float32.onnx"
        onnx.save(build(load_file(weights_path)), full)
        quantize_dynamic(full, target, weight_type=QuantType.QInt8)


if __name__ == "__main__":
    write_int8(Path(sys.argv[1]), Path(sys.argv[2]))
