"""PyTorch beside ours: reads one JSON request a line, runs it once, answers {"ms": ...}. See bench/peers/torch.ts."""
import json
import sys
import time

import torch
from torch.nn import functional as F

from networks import networks

torch.manual_seed(1)
ready = {}


def batch(request, layout):
    shape = (request["batch"], 4, request["size"], request["size"])
    return (torch.rand(shape) * 255).contiguous(memory_format=layout)


def forward(request, layout):
    network = networks[request["network"]]().eval().to(memory_format=layout)
    x = batch(request, layout)

    def run():
        with torch.inference_mode():
            return network(x)

    return run


def step(request, layout):
    network = networks[request["network"]]().to(memory_format=layout)
    for part in network.frozen():
        part.requires_grad_(False)
    trained = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=1e-5, weight_decay=0.02, foreach=True)
    average = [p.detach().clone() for p in trained]
    x = batch(request, layout)
    target = (torch.rand(request["batch"], 1, request["size"], request["size"]) > 0.5).float()
    weight = torch.ones_like(target)

    def run():
        z = network(x)
        entropy = (weight * (F.softplus(z) - target * z)).sum() / weight.sum()
        p = z.sigmoid()
        both = (weight * p * target).sum((1, 2, 3))
        union = (weight * (p + target)).sum((1, 2, 3)) - both
        loss = entropy + (1 - (both + 1) / (union + 1)).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        with torch.no_grad():
            torch._foreach_mul_(average, 0.999)
            torch._foreach_add_(average, [p.detach() for p in trained], alpha=0.001)

    return run


kinds = {"forward": forward, "step": step}
layouts = {"nchw": torch.contiguous_format, "channels-last": torch.channels_last}

print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    key = json.dumps(request, sort_keys=True)
    if key not in ready:
        ready[key] = kinds[request["kind"]](request, layouts[request["layout"]])
        ready[key]()
    start = time.perf_counter()
    ready[key]()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000}), flush=True)
