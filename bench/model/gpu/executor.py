"""Runs graphs of dextr node by node with PyTorch's kernels.

There is no autograd: every gradient is a node of the graph. Each method that is named like an operator runs it.
"""
import json

import numpy as np
import torch
from torch.nn import functional as F


class Graphs:
    """graphs.json and constants.bin, as export.ts writes them."""

    def __init__(self, folder, device, mixed):
        self.device, self.mixed = device, mixed
        with open(f"{folder}/graphs.json") as file:
            self.json = json.load(file)
        self.bytes = np.fromfile(f"{folder}/constants.bin", dtype=np.uint8)

    def array(self, place, dtype="float32"):
        part = self.bytes[place["offset"] : place["offset"] + place["length"]]
        return part.view(dtype).reshape(place["shape"]).copy()

    def program(self, name):
        return Program(self.json[name], self)


class Program:
    """A graph that is ready to run. Mixed: maps are bfloat16 behind the first convolution, all else is float32."""

    def __init__(self, graph, graphs):
        self.mixed = graphs.mixed
        self.inputs = {value["name"]: value["shape"] for value in graph["inputs"]}
        self.outputs = graph["outputs"]
        # Whole numbers are axes, shapes and places: the operators want them as lists.
        self.constants, self.lists = {}, {}
        for constant in graph["constants"]:
            values = graphs.array(constant, constant["type"])
            if constant["type"] == "float32":
                self.constants[constant["name"]] = torch.from_numpy(values).to(graphs.device)
            else:
                self.lists[constant["name"]] = values.reshape(-1).tolist()
        nodes = graph["nodes"]
        last = {name: i for i, node in enumerate(nodes) for name in node["inputs"]}
        kept = {*self.outputs.values(), *self.constants}
        self.steps = []
        for i, node in enumerate(nodes):
            kernel = getattr(self, node["type"], None)
            if kernel is None:
                raise NotImplementedError(f"executor: no kernel for {node['type']}")
            self.steps.append((kernel, node, [n for n in set(node["inputs"]) if last[n] == i and n not in kept]))

    def run(self, feeds):
        values = {**self.constants, **feeds}
        for kernel, node, done_with in self.steps:
            values[node["output"]] = kernel(node, *(values.get(name) for name in node["inputs"]))
            for name in done_with:
                values.pop(name, None)
        return {name: values[value] for name, value in self.outputs.items()}

    def cast(self, x):
        return x.to(torch.bfloat16) if self.mixed else x

    def lying(self, x):
        """As a convolution wants a map: cast, and its channels side by side."""
        return self.cast(x).contiguous(memory_format=torch.channels_last)

    @staticmethod
    def meet(a, b):
        """Both in the type of the larger where that is a map in bfloat16; PyTorch would widen the map."""
        larger = a if a.numel() >= b.numel() else b
        return (a.to(larger.dtype), b.to(larger.dtype)) if larger.dtype == torch.bfloat16 else (a, b)

    @staticmethod
    def window(node):
        at = node["attributes"]
        top, left, bottom, right = at["pads"]
        if (top, left) != (bottom, right):
            raise NotImplementedError("executor: pads differ between opposite sides")
        return at["strides"], [top, left], at["dilations"], at["group"]

    def Conv(self, node, x, weight, bias=None):
        bias = None if bias is None else self.cast(bias)
        return F.conv2d(self.lying(x), self.lying(weight), bias, *self.window(node))

    def conv_gradient(self, node, dy, x, weight, wanted):
        stride, pad, dilation, group = self.window(node)
        return torch.ops.aten.convolution_backward(
            dy, x, weight, None, stride, pad, dilation, False, [0, 0], group, wanted
        )

    def empty(self, node, like):
        """In place of the one input whose values a gradient does not depend on."""
        return torch.empty(node["shape"], dtype=like.dtype, device=like.device, memory_format=torch.channels_last)

    def ConvInputGradient(self, node, dy, weight):
        dy, weight = self.lying(dy), self.lying(weight)
        return self.conv_gradient(node, dy, self.empty(node, dy), weight, [True, False, False])[0]

    def ConvKernelGradient(self, node, x, dy):
        x, dy = self.lying(x), self.lying(dy)
        return self.conv_gradient(node, dy, x, self.empty(node, dy), [False, True, False])[1].float()

    def BatchNormalization(self, node, x, scale, shift, mean, variance):
        factor = scale / torch.sqrt(variance + node["attributes"]["epsilon"]["float"])
        offset = shift - mean * factor
        return torch.addcmul(offset.to(x.dtype).view(1, -1, 1, 1), x, factor.to(x.dtype).view(1, -1, 1, 1))

    def HardSigmoid(self, node, x):
        slope, shift = (node["attributes"][name]["float"] for name in ("alpha", "beta"))
        # So steep that it is a step: in bfloat16 the product would overflow.
        if shift == 0 and slope > 1e30:
            return (x > 0).to(x.dtype)
        return torch.clamp(x * slope + shift, 0, 1)

    def MaxPool(self, node, x):
        at = node["attributes"]
        return F.max_pool2d(x, at["kernel_shape"], at["strides"], at["pads"][:2])

    def Relu(self, node, x):
        return torch.relu(x)

    def Add(self, node, a, b):
        return torch.add(*self.meet(a, b))

    def Sub(self, node, a, b):
        return torch.sub(*self.meet(a, b))

    def Mul(self, node, a, b):
        return torch.mul(*self.meet(a, b))

    def Div(self, node, a, b):
        return torch.div(*self.meet(a, b))

    def Max(self, node, a, b):
        return torch.maximum(a, b)

    def Neg(self, node, x):
        return -x

    def Sqrt(self, node, x):
        return torch.sqrt(x)

    def Sigmoid(self, node, x):
        return torch.sigmoid(x.float())

    def Softplus(self, node, x):
        return F.softplus(x.float(), threshold=80)

    def MatMul(self, node, a, b):
        a, b = self.meet(a, b)
        return torch.matmul(a, b) if a.dtype == b.dtype else torch.matmul(a.float(), b.float())

    def ReduceSum(self, node, x, _axes):
        return torch.sum(x, dim=self.lists[node["inputs"][1]], keepdim=True, dtype=torch.float32)

    def Reshape(self, node, x, _shape):
        return x.reshape(node["shape"])

    def Expand(self, node, x, _shape):
        return x.expand(node["shape"])

    def Transpose(self, node, x):
        return x.permute(node["attributes"]["perm"])

    def Concat(self, node, *parts):
        types = {part.dtype for part in parts}
        kind = types.pop() if len(types) == 1 else torch.bfloat16
        return torch.cat([part.to(kind) for part in parts], dim=node["attributes"]["axis"])

    def Slice(self, node, x, *_places):
        index = [slice(None)] * x.dim()
        for start, end, axis, step in zip(*(self.lists[name] for name in node["inputs"][1:])):
            index[axis] = slice(start, end, step)
        return x[tuple(index)]
