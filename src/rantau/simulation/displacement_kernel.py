"""A day of people on the move: who leaves where they are, by which way, and how far they come.

Everyone's luck depends on the key, the person, the day and the leg of the way, and on nothing else. People are taken
in the order in which they came, so a camp fills in that order.
"""

from __future__ import annotations

from typing import Any

from rantau.simulation.kernel import UNIT
from rantau.simulation.randomness import TRAVELLING, compiled, philox

__all__ = ["travel"]

_MOST_LEGS = 64
"""So many places a day at most, so that ways of no length end."""


@compiled(inline="always")
def _room(place: Any, people: Any, capacity: Any, nearly: Any) -> Any:
    """How strongly a place still draws for the room it has: 1, down to 0 when it is full."""
    limit = capacity[place]
    if limit < 1.0 or people[place] <= nearly * limit:
        return 1.0
    if people[place] >= limit:
        return 0.0
    return 1.0 - (people[place] - nearly * limit) / (limit * (1.0 - nearly))


@compiled()
def travel(
    count: Any, place: Any, link: Any, gone: Any, day: Any, k0: Any, k1: Any, first: Any, target: Any, length: Any,
    closed: Any, forced: Any, pull: Any, leave: Any, capacity: Any, nearly: Any, speed: Any, softening: Any,
    weight: Any, people: Any,
) -> None:  # fmt: skip
    """Take everybody through a day.

    Args:
        count: How many people there are.
        place: (people,) where each is, or set out from.
        link: (people,) the way each is on, -1 for none.
        gone: (people,) kilometres of it that are done.
        day: Its number.
        k0: The key's first word.
        k1: The second.
        first: (places + 1,) where each place's ways begin in the next arrays.
        target: (ways,) where each leads.
        length: (ways,) kilometres.
        closed: (ways,) whether it is shut today.
        forced: (ways,) whether everybody is taken this way.
        pull: (places,) how strongly each draws.
        leave: (places,) probability of leaving on a day.
        capacity: (places,) 0: no limit.
        nearly: Share of the capacity from which a place draws less.
        speed: Kilometres a day.
        softening: Kilometres added to every distance.
        weight: People that each stands for.
        people: (places,) how many are there; kept up to date. Those on a way are in none.
    """
    for n in range(count):
        left = speed
        for leg in range(_MOST_LEGS):
            here = place[n]
            if link[n] < 0:
                a, b, _, _ = philox(n, day, leg, TRAVELLING, k0, k1)
                if (a + 0.5) * UNIT >= leave[here]:
                    break
                total = 0.0
                chosen = -1
                for way in range(first[here], first[here + 1]):
                    if closed[way]:
                        continue
                    room = _room(target[way], people, capacity, nearly)
                    if forced[way] and room > 0.0:
                        chosen = way
                        break
                    total += pull[target[way]] * room / (softening + length[way])
                if chosen < 0:
                    mark = (b + 0.5) * UNIT * total
                    for way in range(first[here], first[here + 1]):
                        if closed[way]:
                            continue
                        room = _room(target[way], people, capacity, nearly)
                        part = pull[target[way]] * room / (softening + length[way])
                        if part > 0.0:
                            chosen = way
                            mark -= part
                            if mark < 0.0:
                                break
                if chosen < 0:
                    break
                link[n] = chosen
                gone[n] = 0.0
                people[here] -= weight
            way = link[n]
            need = length[way] - gone[n]
            if left < need:
                gone[n] += left
                break
            left -= need
            link[n] = -1
            if not closed[way]:
                place[n] = target[way]
            people[place[n]] += weight
            if left <= 0.0 or closed[way]:
                break
