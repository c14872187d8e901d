"""The minimal workload in other programs: `python simulation_peers.py PEER PEOPLE STEPS`, run by a Python that has them.

N people, 10 places, 8 states; a step is one move by the row of the place and one change by the row of place and state.
Prints one line of JSON: seconds a repeat, and the counts by place and state, to be checked against the expectation.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

PLACES, STATES = 10, 8


def chances(seed=12345):
    """Rows of chances: nine in ten stay in their place, 85 in 100 in their state."""
    rng = np.random.default_rng(seed)
    moves = rng.gamma(0.7, 1.0, (PLACES, PLACES))
    np.fill_diagonal(moves, 0)
    moves = 0.10 * moves / moves.sum(1, keepdims=True)
    np.fill_diagonal(moves, 0.90)
    changes = rng.gamma(0.5, 1.0, (PLACES, STATES, STATES))
    for s in range(STATES):
        changes[:, s, s] = 0
    changes = 0.15 * changes / changes.sum(2, keepdims=True)
    for s in range(STATES):
        changes[:, s, s] = 0.85
    return moves, changes


def expected(people, steps):
    """Exact expected counts (places, states)."""
    moves, changes = chances()
    x = np.zeros((PLACES, STATES))
    x[:, 0] = people / PLACES
    for _ in range(steps):
        x = np.einsum("ps,pq->qs", x, moves)
        x = np.einsum("qs,qst->qt", x, changes)
    return x


def clocks():
    """Wall clock and processor time: on a shared machine the second says more."""
    return time.perf_counter(), time.process_time()


def since(start):
    return tuple(now - then for now, then in zip(clocks(), start, strict=True))


def high_water():
    """Most MiB of memory that this process had: the kernel's own mark, as ru_maxrss outlives exec."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def counts(place, state):
    joint = np.asarray(place).astype(int) * STATES + np.asarray(state).astype(int)
    return np.bincount(joint, minlength=PLACES * STATES)


def rising():
    """Cumulated rows laid end to end, so that one searchsorted serves all."""
    moves, changes = chances()
    cm, cc = np.cumsum(moves, 1), np.cumsum(changes, 2)
    cm[:, -1], cc[:, :, -1] = 1.0, 1.0
    flat_m = (cm + np.arange(PLACES)[:, None]).ravel()
    flat_c = (cc.reshape(-1, STATES) + np.arange(PLACES * STATES)[:, None]).ravel()
    return cm, cc, flat_m, flat_c


def vectorised(place, state, one, two, flat_m, flat_c):
    place = np.searchsorted(flat_m, place + one, side="right") - PLACES * place.astype(np.int64)
    row = place * STATES + state
    state = np.searchsorted(flat_c, row + two, side="right") - STATES * row
    return place.astype(np.uint8), state.astype(np.uint8)


def run_numpy(people, steps, seed):
    _, _, flat_m, flat_c = rising()
    rng = np.random.Generator(np.random.Philox(seed))
    place, state = (np.arange(people) % PLACES).astype(np.uint8), np.zeros(people, np.uint8)
    start = clocks()
    for _ in range(steps):
        place, state = vectorised(place, state, rng.random(people), rng.random(people), flat_m, flat_c)
    return since(start), counts(place, state)


def run_mesa(people, steps, seed):
    import bisect

    import mesa

    cm, cc, _, _ = rising()
    moves, changes, at = cm.tolist(), cc.tolist(), bisect.bisect_right

    class Migrant(mesa.Agent):
        def __init__(self, model, place):
            super().__init__(model)
            self.place, self.state = place, 0

        def step(self):
            luck = self.model.random.random
            self.place = place = at(moves[self.place], luck())
            self.state = at(changes[place][self.state], luck())

    class World(mesa.Model):
        def __init__(self):
            super().__init__(seed=seed)
            Migrant.create_agents(self, people, [n % PLACES for n in range(people)])

        def step(self):
            self.agents.do("step")

    world = World()
    start = clocks()
    for _ in range(steps):
        world.step()
    seconds = since(start)
    return seconds, counts([one.place for one in world.agents], [one.state for one in world.agents])


def run_mesa_frames(people, steps, seed):
    import polars as pl
    from mesa_frames import AgentSetPolars, ModelDF

    _, _, flat_m, flat_c = rising()

    class Migrants(AgentSetPolars):
        def __init__(self, model):
            super().__init__(model)
            place = (np.arange(people) % PLACES).astype(np.uint8)
            columns = {"unique_id": np.arange(people), "place": place, "state": np.zeros(people, np.uint8)}
            self.add(pl.DataFrame(columns))

        def step(self):
            table = self.agents
            place, state = vectorised(
                table["place"].to_numpy(),
                table["state"].to_numpy(),
                self.random.random(people),
                self.random.random(people),
                flat_m,
                flat_c,
            )
            self.agents = table.with_columns(pl.Series("place", place), pl.Series("state", state))

    class World(ModelDF):
        def __init__(self):
            super().__init__(seed=seed)
            self.agents += Migrants(self)

        def step(self):
            self.agents.do("step")

    world = World()
    start = clocks()
    for _ in range(steps):
        world.step()
    seconds = since(start)
    table = world.get_agents_of_type(Migrants).agents
    return seconds, counts(table["place"].to_numpy(), table["state"].to_numpy())


def run_starsim(people, steps, seed):
    import starsim as ss

    ss.options.verbose = 0
    _, _, flat_m, flat_c = rising()

    class Migration(ss.Module):
        def __init__(self, **given):
            super().__init__(**given)
            self.define_states(ss.IntArr("place", default=0), ss.IntArr("state", default=0))
            self.first, self.second = ss.random(), ss.random()

        def init_post(self):
            super().init_post()
            who = self.place.auids
            self.place[who] = np.asarray(who) % PLACES

        def step(self):
            who = self.place.auids
            place, state = vectorised(
                np.asarray(self.place[who]),
                np.asarray(self.state[who]),
                self.first.rvs(who).astype(np.float64),
                self.second.rvs(who).astype(np.float64),
                flat_m,
                flat_c,
            )
            self.place[who], self.state[who] = np.minimum(place, PLACES - 1), np.minimum(state, STATES - 1)

    sim = ss.Sim(
        n_agents=people, modules=Migration(), start=0, dur=steps - 1, dt=1, rand_seed=seed, verbose=0
    )
    sim.init()
    start = clocks()
    sim.run()
    seconds = since(start)
    assert int(sim.t.npts) == steps
    modules = sim.modules() if callable(sim.modules) else sim.modules
    one = next(module for module in modules if isinstance(module, Migration))
    who = one.place.auids
    return seconds, counts(one.place[who], one.state[who])


PEERS = {"numpy": run_numpy, "mesa": run_mesa, "mesa-frames": run_mesa_frames, "starsim": run_starsim}

if __name__ == "__main__":
    name, people, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    repeats = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    found = [PEERS[name](people, steps, seed) for seed in range(repeats)]
    seconds, processor = ([one[0][n] for one in found] for n in range(2))
    peak = high_water()
    result = {"seconds": seconds, "processor": processor, "peak": peak, "counts": found[-1][1].tolist()}
    print(json.dumps(result))
