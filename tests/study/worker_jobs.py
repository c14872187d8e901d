"""Jobs for the worker tests; in a module of their own so that worker processes can import them."""

import os
import time

from rantau.framework.errors import BadDocument


def double(item, progress):
    progress(1, 1)
    time.sleep(0.02 if item % 3 == 0 else 0)
    return item * 2


def misbehave(item, progress):
    if item == "die":
        os.kill(os.getpid(), 9)
    if item == "hang":
        time.sleep(60)
    if item == "greedy":
        return len(bytearray(64 * 2**30))
    if item == "deep":
        return (lambda f: f(f))(lambda f: f(f))
    if item == "faulty":
        raise ZeroDivisionError("made up")
    if item == "bad":
        raise BadDocument("x.pdf", "is encrypted")
    return item
