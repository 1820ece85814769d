"""Runs the steps of a training run: reads lines from standard input, answers in lines on standard output. See drive.ts.

predict SLOT COUNT              the probabilities of a slot's first COUNT inputs, into the slot: "predicted SLOT"
step RATE C1 C2 BLEND SLOT...   a step on the samples of these slots: "free SLOT" when they are copied, and "stepped"
echo RATE C1 C2 BLEND           a step on samples that were there before, changed once more: "stepped"
save PATH                       the average of the weights: "saved PATH"
quit
"""
import argparse
import contextlib
import mmap
import queue
import sys
import threading
import time

import torch

from state import State

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--shared", required=True)
parser.add_argument("--slots", type=int, required=True)
parser.add_argument("--per", type=int, required=True)
parser.add_argument("--ring", type=int, required=True)
options = parser.parse_args()

cuda = torch.cuda.is_available()
device = "cuda" if cuda else "cpu"
torch.backends.cuda.matmul.allow_tf32 = True
torch.backends.cudnn.allow_tf32 = True
torch.backends.cudnn.benchmark = True

write_lock = threading.Lock()


def say(text):
    with write_lock:
        print(text, flush=True)


def new_stream():
    return torch.cuda.Stream() if cuda else None


def on(stream):
    return torch.cuda.stream(stream) if cuda else contextlib.nullcontext()


def wait_for(stream):
    if cuda:
        stream.synchronize()


def recorded(work):
    """The work as a CUDA graph: its thousand kernels are started at once, not one by one from Python."""
    if not cuda:
        return work
    stream = new_stream()
    with on(stream):
        for _ in range(3):
            work()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, stream=stream):
        work()
    return graph.replay


class Slots:
    """Samples in memory that the drawing threads share: input, target, weight and probability of each slot."""

    def __init__(self, path, count, per, channels, size):
        planes = (channels, 1, 1, 1)
        length = per * sum(planes) * size * size
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), count * length * 4)
        whole = torch.frombuffer(self.memory, dtype=torch.float32)
        if cuda:
            # Memory that stays in its place: copies from it run beside the steps.
            torch.cuda.check_error(torch.cuda.cudart().cudaHostRegister(whole.data_ptr(), whole.numel() * 4, 0))
        self.slots = [
            [
                part.view(per, n, size, size)
                for n, part in zip(planes, slot.split([per * n * size * size for n in planes]))
            ]
            for slot in whole.split(length)
        ]

    def __getitem__(self, slot):
        return self.slots[slot]


class Predictor(threading.Thread):
    """Answers what the corrections ask for, several slots at once. Weights may change meanwhile; it does not matter."""

    def __init__(self, state, slots, predict):
        super().__init__(daemon=True)
        self.state, self.slots, self.predict = state, slots, predict
        self.most = state.json["predictBatch"]
        self.requests = queue.Queue()
        self.held = None

    def run(self):
        stream = new_stream()
        with on(stream):
            while asked := self.gather():
                at = 0
                for slot, count in asked:
                    self.state.predict_input[at : at + count].copy_(self.slots[slot][0][:count], non_blocking=True)
                    at += count
                self.predict()
                at = 0
                for slot, count in asked:
                    self.slots[slot][3][:count].copy_(self.state.probability[at : at + count], non_blocking=True)
                    at += count
                wait_for(stream)
                for slot, _ in asked:
                    say(f"predicted {slot}")

    def gather(self):
        """The next request and those of the 1.5 ms after it, as many as fit; none at the end."""
        first = self.held or self.requests.get()
        self.held = None
        if first is None:
            return []
        asked = [first]
        count = first[1]
        end = time.monotonic() + 0.0015
        while count < self.most:
            try:
                more = self.requests.get(timeout=max(0, end - time.monotonic()) + 1e-5)
            except queue.Empty:
                break
            if more is None:
                self.end()
                break
            if count + more[1] > self.most:
                self.held = more
                break
            asked.append(more)
            count += more[1]
        return asked

    def end(self):
        self.requests.put(None)


class Steps:
    """Steps on fresh samples and on echoes of earlier ones (data echoing; Choi et al., 2019)."""

    # Losses are read back once in so many steps: to read waits for the card.
    reported = 50

    def __init__(self, state, slots, step, per, ring):
        self.state, self.slots, self.step, self.per = state, slots, step, per
        self.batch = state.json["batch"]
        self.planes = (state.input, state.target, state.weight)
        self.main, self.copies = new_stream(), new_stream()
        # Of two places one is filled while a step still reads the other.
        self.staging = [[torch.empty_like(plane) for plane in self.planes] for _ in range(2)]
        self.read = [torch.cuda.Event() for _ in range(2)] if cuda else None
        self.history = torch.zeros(self.reported, 2, device=device)
        self.room = ring // self.batch * self.batch
        self.ring = [torch.zeros((self.room, *p.shape[1:]), dtype=torch.float16, device=device) for p in self.planes]
        self.fresh = self.done = 0

    def fresh_step(self, scalars, used):
        turn = self.fresh % 2
        if cuda and self.fresh >= 2:
            self.read[turn].synchronize()
        staging = self.staging[turn]
        with on(self.copies):
            for i, slot in enumerate(used):
                for to, part in zip(staging, self.slots[slot]):
                    to[i * self.per : (i + 1) * self.per].copy_(part, non_blocking=True)
        wait_for(self.copies)
        for slot in used:
            say(f"free {slot}")
        with on(self.main):
            at = self.fresh * self.batch % self.room
            for to, kept, plane in zip(self.planes, self.ring, staging):
                to.copy_(plane)
                kept[at : at + self.batch].copy_(plane)
            if cuda:
                self.read[turn].record(self.main)
            self.run(scalars)
        self.fresh += 1
        self.report()

    def echo_step(self, scalars):
        with on(self.main):
            for to, changed in zip(self.planes, self.echoes()):
                to.copy_(changed)
            self.run(scalars)
        self.report()

    def echoes(self):
        """Any samples of the ring, mirrored half of the time, their light changed."""

        def normal(spread, channels):
            return torch.randn(self.batch, channels, 1, 1, device=device) * spread + 1

        which = torch.randint(0, min(self.fresh * self.batch, self.room), (self.batch,), device=device)
        mirrored = torch.rand(self.batch, 1, 1, 1, device=device) < 0.5
        planes = [kept[which].float() for kept in self.ring]
        planes = [torch.where(mirrored, plane.flip(3), plane) for plane in planes]
        colours = planes[0][:, :3]
        mean = colours.mean(dim=(2, 3), keepdim=True)
        gain = normal(0.06, 3) * normal(0.1, 1).clamp(0.7, 1.3)
        contrast = normal(0.1, 1).clamp(0.7, 1.3)
        planes[0][:, :3] = (((colours - mean) * contrast + mean) * gain).clamp(0, 255)
        return planes

    def run(self, scalars):
        for name, value in zip(("rate", "correction1", "correction2", "blend"), scalars):
            self.state.scalars[name].fill_(value)
        self.step()
        row = self.history[self.done % self.reported]
        row[:1].copy_(self.state.loss)
        row[1:].copy_(self.state.norm)

    def report(self):
        self.done += 1
        say(f"stepped {self.done}")
        if self.done % self.reported == 0:
            self.tell_losses(self.reported)

    def end(self):
        if self.done % self.reported:
            self.tell_losses(self.done % self.reported)

    def tell_losses(self, count):
        wait_for(self.main)
        rows = " ".join(f"{loss:.5f}/{norm:.4f}" for loss, norm in self.history[:count].tolist())
        say(f"losses {self.done - count} {rows}")


def serve():
    state = State(options.folder, device, mixed=cuda)
    slots = Slots(options.shared, options.slots, options.per, state.json["channels"], state.json["size"])
    began = time.monotonic()
    before = state.copy()
    predict, step = recorded(state.predict), recorded(state.step)
    # To record a step takes steps; the run begins where it was told to.
    state.restore(before)
    del before
    if cuda:
        torch.cuda.synchronize()
        used = torch.cuda.max_memory_allocated() / 1e9
        say(f"log {torch.cuda.get_device_name()}: recorded in {time.monotonic() - began:.1f} s, {used:.1f} GB")
    predictor = Predictor(state, slots, predict)
    predictor.start()
    steps = Steps(state, slots, step, options.per, options.ring)
    say("ready")
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "predict":
            predictor.requests.put((int(rest[0]), int(rest[1])))
        elif word == "step":
            steps.fresh_step([float(value) for value in rest[:4]], [int(slot) for slot in rest[4:]])
        elif word == "echo":
            steps.echo_step([float(value) for value in rest])
        elif word == "save":
            if cuda:
                torch.cuda.synchronize()
            state.save(rest[0])
            say(f"saved {rest[0]}")
        elif word == "quit":
            break
    steps.end()
    predictor.end()
    predictor.join()


serve()
