"""Steps on one batch, in float32; answers with losses, norms and probabilities as JSON. See parity.ts."""
import json
import sys

import numpy as np
import torch

from state import State

folder, file, steps = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
state = State(folder, "cuda" if torch.cuda.is_available() else "cpu", mixed=False)
values = torch.from_numpy(np.fromfile(file, dtype=np.float32))
taken = 0
for planes in (state.input, state.target, state.weight):
    planes.copy_(values[taken : taken + planes.numel()].view_as(planes))
    taken += planes.numel()
results = []
for scalars in steps:
    state.step(scalars)
    results.append({"loss": state.loss.item(), "norm": state.norm.item()})
state.predict_input[:1].copy_(state.input[:1])
state.predict()
print(json.dumps({"steps": results, "probability": state.probability[0].flatten().tolist()}))
