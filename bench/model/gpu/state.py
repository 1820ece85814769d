"""Weights, moments and average of a run, as vectors by group, and the graphs that change them."""
import os

import numpy as np
import torch

from executor import Graphs


class State:
    def __init__(self, folder, device, mixed):
        graphs = Graphs(folder, device, mixed)
        self.json = graphs.json
        self.gradient, self.update, self.inference = map(graphs.program, ("gradient", "update", "inference"))
        places = self.json["weights"].items()
        weights = {name: torch.from_numpy(graphs.array(place)).to(device) for name, place in places}
        self.frozen = {name: weights[name] for name in self.json["frozen"]}
        self.vectors = self._vectors(weights)
        self.pieces = self._pieces()
        self.trained = self._views("weights")
        self.average = self._views("average")
        self.gradients = self._views("gradient")

        def zeros(*shape):
            return torch.zeros(shape, device=device)

        size, channels = self.json["size"], self.json["channels"]
        self.input, self.target, self.weight = (zeros(self.json["batch"], n, size, size) for n in (channels, 1, 1))
        self.predict_input, self.probability = (zeros(self.json["predictBatch"], n, size, size) for n in (channels, 1))
        self.scalars = {name: zeros(1) for name in ("rate", "correction1", "correction2", "blend")}
        self.loss, self.norm = zeros(1), zeros(1)

    def _vectors(self, weights):
        """The update graph's vectors, whole: group -> kind -> vector. Moments and gradients begin at 0."""
        kinds = {name.split("/")[1] for name in self.update.inputs if "/" in name}
        vectors = {}
        for group in self.json["groups"]:
            flat = torch.cat([weights[place["name"]].reshape(-1) for place in group["places"]])
            vectors[group["name"]] = {
                kind: flat.clone() if kind in ("weights", "average") else torch.zeros_like(flat) for kind in kinds
            }
        return vectors

    def _pieces(self):
        """Parts of the vectors under the names that the update graph's inputs have: GROUP/KIND/OFFSET."""
        pieces = {}
        for name, (length, *_) in self.update.inputs.items():
            if "/" in name:
                group, kind, offset = name.split("/")
                pieces[name] = self.vectors[group][kind][int(offset) : int(offset) + length]
        return pieces

    def _views(self, kind):
        """Parts of the vectors by the name of the parameter."""
        return {
            place["name"]: self.vectors[group["name"]][kind][place["offset"] : place["offset"] + place["length"]].view(
                place["shape"]
            )
            for group in self.json["groups"]
            for place in group["places"]
        }

    def step(self, scalars=None):
        """One step on input, target and weight. Without scalars, with those that are set already."""
        for name, value in (scalars or {}).items():
            self.scalars[name].fill_(value)
        planes = {"input": self.input, "target": self.target, "weight": self.weight}
        outputs = self.gradient.run({**planes, **self.frozen, **self.trained})
        self.loss.copy_(outputs["loss"])
        for name, view in self.gradients.items():
            view.copy_(outputs[f"gradient.{name}"])
        outputs = self.update.run({**self.scalars, **self.pieces})
        self.norm.copy_(outputs["norm"])
        for name, piece in self.pieces.items():
            if f"{name}/next" in outputs:
                piece.copy_(outputs[f"{name}/next"])

    def predict(self):
        """The probabilities of predict_input by the weights of now."""
        outputs = self.inference.run({"input": self.predict_input, **self.frozen, **self.trained})
        self.probability.copy_(outputs["probability"])

    def copy(self):
        return {group: {kind: v.clone() for kind, v in kinds.items()} for group, kinds in self.vectors.items()}

    def restore(self, copied):
        for group, kinds in copied.items():
            for kind, vector in kinds.items():
                self.vectors[group][kind].copy_(vector)

    def save(self, path):
        """The average of all parameters in the order of graphs.json as float16, in two files: PATH.0 and PATH.1.

        The lent machine gave files of up to 16 MiB back.
        """
        values = {**self.frozen, **self.average}
        flat = np.concatenate([values[name].cpu().numpy().reshape(-1) for name in self.json["weights"]])
        if not np.isfinite(flat).all():
            raise ValueError("state: a weight is not finite")
        for half, part in enumerate(np.array_split(flat.astype(np.float16), 2)):
            part.tofile(f"{path}.tmp")
            os.replace(f"{path}.tmp", f"{path}.{half}")
