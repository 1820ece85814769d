"""OpenCV's GrabCut, asked over standard input and output. Needs `apt-get install python3-opencv`.

A request is a line of JSON: {"photo": [width, height]}, followed by the bytes of red, green and blue, has no answer;
{"box": [x0, y0, x1, y1]} with inclusive ends, or {"points": [[x, y], ...]}, is answered with a byte for each pixel of
that photo: 1 inside, 0 outside.
"""

import json
import sys

import cv2
import numpy as np

ITERATIONS = 5


def from_box(photo, x0, y0, x1, y1):
    """The usual call: outside the box is background, inside is to be found out."""
    labels = np.full(photo.shape[:2], cv2.GC_BGD, np.uint8)
    labels[y0 : y1 + 1, x0 : x1 + 1] = cv2.GC_PR_FGD
    return refine(photo, labels)


def from_points(photo, points):
    """Outside the points' box is background; of the rest their hull is probably the object."""
    x, y, width, height = cv2.boundingRect(points)
    labels = np.full(photo.shape[:2], cv2.GC_BGD, np.uint8)
    labels[y : y + height, x : x + width] = cv2.GC_PR_BGD
    cv2.fillConvexPoly(labels, cv2.convexHull(points), cv2.GC_PR_FGD)
    return refine(photo, labels)


def refine(photo, labels):
    """Where OpenCV refuses, as when the box fills the photo or holds too few pixels, its beginning is the answer."""
    beginning = labels.copy()
    models = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(photo, labels, None, *models, ITERATIONS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        labels = beginning
    return ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.uint8)


def main():
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(json.dumps({"opencv": cv2.__version__, "threads": cv2.getNumThreads()}).encode() + b"\n")
    answers.flush()
    photo = None
    for line in requests:
        request = json.loads(line)
        if "photo" in request:
            width, height = request["photo"]
            pixels = np.frombuffer(requests.read(3 * width * height), np.uint8)
            photo = cv2.cvtColor(pixels.reshape(height, width, 3), cv2.COLOR_RGB2BGR)
            continue
        cv2.setRNGSeed(1)  # its mixtures of colours begin by chance
        if "box" in request:
            mask = from_box(photo, *request["box"])
        else:
            mask = from_points(photo, np.array(request["points"], np.int32))
        answers.write(mask.tobytes())
        answers.flush()


main()
