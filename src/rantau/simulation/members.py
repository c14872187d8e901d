"""The members of an ensemble, side by side: on the cores of this machine, or on a Dask cluster by its address.

What a member gives depends on the work and the member alone. So the results are the same for any number of workers, in
any order, wherever they run, and a member whose worker was lost is run again by another with the same result.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, Protocol, TypeVar

__all__ = ["Work", "for_each_member", "map_members"]

Member = TypeVar("Member")
Given = TypeVar("Given", contravariant=True)
Found = TypeVar("Found")
Result = TypeVar("Result", covariant=True)


class Work(Protocol[Given, Result]):
    """What is done for a member. It can be pickled (a frozen dataclass with ``__call__``), and keeps nothing."""

    def __call__(self, member: Given, threads: int | None, /) -> Result:
        """The member's result; ``threads`` are those it may use itself, None for this thread alone."""


def for_each_member(
    work: Work[Member, Found],
    members: Sequence[Member],
    keep: Callable[[Member, Found], None],
    *,
    workers: int | None = None,
    cluster: str | None = None,
    batch: int = 1,
) -> None:
    """Do the work for each member and hand each result over as it comes.

    Args:
        work: See :class:`Work`.
        members: What it is done for.
        keep: Given member and result, one at a time, in the order in which they end.
        workers: Threads of this machine; None: one a core. One member alone uses them all inside.
        cluster: Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; then its workers do the work.
        batch: Members that are sent to a worker of a cluster together; more where each takes little time.

    Raises:
        FeatureMissing: Clusters are not installed.
        BadInput: Nothing answers at the address, or its workers run another version.
    """
    if not members:
        return
    if cluster is not None:
        from rantau.simulation.cluster import on_cluster

        on_cluster(work, members, keep, cluster, batch)
        return
    cores = workers or os.cpu_count() or 1
    if len(members) == 1:
        keep(members[0], work(members[0], cores))
        return
    waiting: Iterator[Member] = iter(members)
    with ThreadPoolExecutor(cores) as pool:
        running: dict[Future[Found], Member] = {}
        try:
            while True:
                # Only a few ahead: results that nobody has taken yet are held in memory.
                for member in waiting:
                    running[pool.submit(work, member, None)] = member
                    if len(running) >= 2 * cores:
                        break
                if not running:
                    return
                for one in wait(running, return_when=FIRST_COMPLETED).done:
                    keep(running.pop(one), one.result())
        except BaseException:
            for one in running:
                one.cancel()
            raise


def map_members(
    work: Work[Member, Found],
    members: Sequence[Member],
    *,
    workers: int | None = None,
    cluster: str | None = None,
    batch: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """The results of all members, in the members' order.

    Args:
        work: As in :func:`for_each_member`, like the next but one.
        members: What it is done for.
        workers: See there.
        cluster: See there.
        batch: See there.
        progress: Told how many are done, of how many.
    """
    found: dict[int, Found] = {}

    def keep(numbered: tuple[int, Member], result: Found) -> None:
        found[numbered[0]] = result
        if progress is not None:
            progress(len(found), len(members))

    numbered = list(enumerate(members))
    for_each_member(_Numbered(work), numbered, keep, workers=workers, cluster=cluster, batch=batch)
    return [found[number] for number in range(len(numbered))]


class _Numbered(Generic[Member, Found]):
    """Work for members with their numbers."""

    def __init__(self, work: Work[Member, Found]) -> None:
        self.work = work

    def __call__(self, member: tuple[int, Member], threads: int | None, /) -> Found:
        return self.work(member[1], threads)
