"""10,000 draws of an index of 50 units and 60 indicators in seconds.

Made-up data: skewed indicators, 5 % gaps, ten pillars under two sub-indices. Every draw makes its own errors, weights,
filled values and choices (filling, outliers, normalisation, mean). The peer is a straightforward loop that runs the same
steps for one draw after the other, in the same run; what both give is compared to the bit.
"""

import sys
import time

DRAWS, PEER_DRAWS = 10_000, 1_000
GOAL = 30.0
VARY = [
    {"step": "impute", "alternatives": [{}, {"method": "median"}]},
    {"step": "treat", "alternatives": [{}, {"use": False}]},
    {
        "step": "normalise",
        "alternatives": [{}, {"method": "zscore", "mean": 100, "spread": 10}, {"method": "rank"}],
    },
    {"step": "aggregate", "alternatives": [{}, {"method": "geometric"}]},
]
STEPS = [
    {"step": "impute", "method": "mean"},
    {"step": "treat"},
    {"step": "normalise", "range": [1, 100]},
    {"step": "aggregate"},
]


def made_up():
    """What the index is made of: 50 units, 60 indicators."""
    import numpy as np

    from rantau.profile.composite import Element, Inputs, Table, make_hierarchy

    rng = np.random.Generator(np.random.PCG64(1))
    elements = [Element(code=f"i{n}", parent=f"p{n // 6}") for n in range(60)]
    elements += [Element(code=f"p{n}", kind="aggregate", parent=f"s{n // 5}") for n in range(10)]
    elements += [Element(code=f"s{n}", kind="aggregate", parent="index") for n in range(2)]
    elements += [Element(code="index", kind="aggregate")]
    values = np.exp(rng.standard_normal((50, 60)) * np.linspace(0.1, 1.2, 60))
    values[rng.uniform(size=values.shape) < 0.05] = np.nan
    units, columns = tuple(f"u{n}" for n in range(50)), tuple(f"i{n}" for n in range(60))
    return Inputs(make_hierarchy(elements), Table(units, columns, values))


def main() -> int:
    import numpy as np

    from rantau.profile.composite import check_build, simulate
    from rantau.profile.composite.draws import Design, random_design
    from rantau.profile.composite.monte_carlo import evaluate

    inputs = made_up()
    build = check_build({"steps": STEPS, "uncertainty": {"draws": DRAWS, "vary": VARY}})
    design = random_design(build, DRAWS)
    first = Design(design.choices[:PEER_DRAWS], design.noises[:PEER_DRAWS])
    evaluate(build, inputs, first)  # once, so that neither pays for loading

    start, worked = time.perf_counter(), time.process_time()
    draws = evaluate(build, inputs, design)
    together, worked = time.perf_counter() - start, time.process_time() - worked
    start = time.perf_counter()
    alone = evaluate(build, inputs, first, batch_values=1)
    loop = (time.perf_counter() - start) * DRAWS / PEER_DRAWS
    start = time.perf_counter()
    simulate(build, inputs)
    whole = time.perf_counter() - start

    same = np.array_equal(alone, draws[:PEER_DRAWS])
    print(
        f"{DRAWS:,} draws together: {together:.1f} s ({DRAWS / together:,.0f} draws a second; {worked:.1f} s of processor time)"
    )
    print(f"with intervals, ranks and probabilities of 13 aggregates: {whole:.1f} s (goal {GOAL:.0f} s)")
    print(
        f"one draw after the other: {loop:.0f} s, from {PEER_DRAWS:,} draws; {loop / together:.1f} times as long"
    )
    print(f"the same to the bit: {'yes' if same else 'NO'}")
    return int(whole >= GOAL or not same or together >= loop)


if __name__ == "__main__":
    sys.exit(main())
