"""Philox gives the published numbers, and keys that differ give other numbers."""

import numpy as np
import pytest

from rantau.simulation.randomness import draw_key, philox

ONES = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    # Random123 1.14, tests/kat_vectors, philox4x32 10.
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers_of_random123(counter, key, words):
    given = [np.uint32(word) for word in (*counter, *key)]

    assert tuple(int(word) for word in philox(*given)) == words


def test_keys_of_draws_differ():
    keys = {draw_key(seed, draw) for seed in range(30) for draw in range(30)}

    assert len(keys) == 900
