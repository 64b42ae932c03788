"""A file in the shape of a YuNet model that takes the brightest cell of 32 pixels for a face.

Inputs and outputs are those of opencv_zoo's `face_detection_yunet_2023mar.onnx`, written by hand in the wire format
of ONNX (protobuf): the real detector of OpenCV runs it, and its rows come out as those of the real model would.
"""

from __future__ import annotations

import math
import struct

CELLS = (8, 16, 32)  # pixels; a face is only ever found in the largest
SIDE = 640  # of the picture that the file names; the detector sets its own
BOX = (1.5, 2.0)  # breadth and height of a face, in cells
EYES = ((-0.3, -0.2), (0.3, -0.2))  # from the cell's corner, in cells


def yunet_model() -> bytes:
    """The file's contents."""
    nodes, tensors, outputs = [], [], []
    for cell in CELLS:
        brightness = 1 / 765 if cell == CELLS[-1] else 0.0
        heads = {
            "cls": ([brightness] * 3, [0.0]),
            "obj": ([0.0] * 3, [1.0]),
            "bbox": ([0.0] * 12, [0.0, 0.0, math.log(BOX[0]), math.log(BOX[1])]),
            "kps": ([0.0] * 30, [*EYES[0], *EYES[1], 0, 0.2, -0.2, 0.5, 0.2, 0.5]),
        }
        pooled = f"pooled_{cell}"
        nodes.append(
            _node("AveragePool", ["input"], pooled, kernel_shape=[cell, cell], strides=[cell, cell], pads=[0, 0, 0, 0])
        )
        for head, (weights, bias) in heads.items():
            name, wide = f"{head}_{cell}", len(bias)
            tensors += [_floats(f"{name}_w", [wide, 3, 1, 1], weights), _floats(f"{name}_b", [wide], bias)]
            tensors.append(_integers(f"{name}_shape", [1, -1, wide]))
            nodes += [
                _node("Conv", [pooled, f"{name}_w", f"{name}_b"], f"{name}_c", kernel_shape=[1, 1]),
                _node("Transpose", [f"{name}_c"], f"{name}_t", perm=[0, 2, 3, 1]),
                _node("Reshape", [f"{name}_t", f"{name}_shape"], name),
            ]
            outputs.append((name, [1, (SIDE // cell) ** 2, wide]))
    graph = b"".join(_field(1, node) for node in nodes) + _text(2, "yunet")
    graph += b"".join(_field(5, tensor) for tensor in tensors)
    graph += _field(11, _value("input", [1, 3, SIDE, SIDE]))
    graph += b"".join(_field(12, _value(name, shape)) for name, shape in outputs)
    return _number(1, 7) + _field(7, graph) + _field(8, _text(1, "") + _number(2, 11))


# ---------------------------------------------------------------- protobuf


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, value: str) -> bytes:
    return _field(field, value.encode())


def _node(kind: str, inputs: list[str], output: str, **attributes: list[int]) -> bytes:
    """NodeProto; every attribute is a list of integers (type 7)."""
    node = b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(3, output) + _text(4, kind)
    for name, values in attributes.items():
        packed = b"".join(_number(8, value) for value in values)
        node += _field(5, _text(1, name) + packed + _number(20, 7))
    return node


def _floats(name: str, shape: list[int], values: list[float]) -> bytes:
    """TensorProto of type 1, raw."""
    dims = b"".join(_number(1, size) for size in shape)
    return dims + _number(2, 1) + _text(8, name) + _field(9, struct.pack(f"<{len(values)}f", *values))


def _integers(name: str, values: list[int]) -> bytes:
    """TensorProto of type 7, raw."""
    return (
        _number(1, len(values)) + _number(2, 7) + _text(8, name) + _field(9, struct.pack(f"<{len(values)}q", *values))
    )


def _value(name: str, shape: list[int]) -> bytes:
    """ValueInfoProto: floats of that shape."""
    dims = b"".join(_field(1, _number(1, size)) for size in shape)
    return _text(1, name) + _field(2, _field(1, _number(1, 1) + _field(2, dims)))
