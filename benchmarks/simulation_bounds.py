"""What bounds the full month: luck, memory traffic, or what is done by one thread alone, each measured by itself."""

import threading
import time

BYTES_A_PERSON = 19
"""Of a person's arrays; a month reads most and writes the lines of those to whom something happens."""


def _fastest(work, turns: int = 15) -> float:
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def luck(people: int = 200_000) -> float:
    """Seconds of a Philox block a person, drawn as the month draws it, on one core."""
    import numpy as np

    from rantau.simulation.departing import _words

    serial, second = np.arange(people, dtype=np.uint32), np.zeros(people, dtype=np.uint32)
    key = np.uint32(1), np.uint32(2)
    _words(people, serial, second, *key, *key)
    return _fastest(lambda: _words(people, serial, second, *key, *key)) / people


def bandwidth(threads: int, mebibytes: int = 128) -> float:
    """Bytes a second that threads together read and write when they copy what no cache holds."""
    import numpy as np

    pairs = [
        (np.ones(mebibytes << 20, np.uint8), np.zeros(mebibytes << 20, np.uint8)) for _ in range(threads)
    ]

    def copy() -> None:
        workers = [threading.Thread(target=np.copyto, args=(to, given)) for given, to in pairs]
        for one in workers:
            one.start()
        for one in workers:
            one.join()

    return 2 * threads * (mebibytes << 20) / _fastest(copy, 5)


def bounds(single: dict, double: dict, cores: int) -> None:
    """Say what the months of ``benchmarks.simulation.months`` are bound by.

    Args:
        single: The run on one thread.
        double: The run on all.
        cores: Their number.
    """
    months = single["agent_months"]
    print(
        f"bounds, 1 thread, processor time: {1e9 * single['processor'] / months:.2f} ns a person and month, "
        f"{1e9 * single['inside'] / months:.2f} of it in the pass over everyone; the luck alone is {1e9 * luck():.2f} ns"
    )
    for threads, found in ((1, single), (cores, double)):
        traffic = BYTES_A_PERSON * months / found["seconds"] / 1e9
        print(
            f"bounds, memory on {threads} threads: {traffic:.1f} GB/s of people's arrays; "
            f"copying reaches {bandwidth(threads) / 1e9:.1f} GB/s"
        )
    shared = single["shared"] / single["processor"]
    print(
        f"bounds, scaling: {100 * shared:.1f}% of the processor time on 1 thread is work that is shared out; were nothing "
        f"lost in handing it over, {cores} threads would be {1 / (1 - shared + shared / cores):.2f} times as fast; on "
        f"{cores} threads the same months take {double['processor'] / single['processor']:.2f} times the processor time",
        flush=True,
    )
