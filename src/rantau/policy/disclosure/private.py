"""A table with noise: differential privacy by OpenDP, which is an extra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from rantau.framework.errors import FeatureMissing

if TYPE_CHECKING:
    from rantau.policy.disclosure.ledger import ReleaseLedger
    from rantau.policy.disclosure.tables import CountTable

__all__ = ["missing_reason", "private_table"]

_MISSING: Final = "OpenDP is not installed, so no table with noise can be made; install it as rantau[private]"


def missing_reason() -> str:
    """Why no table with noise can be made; "" where it can."""
    try:
        import opendp  # noqa: F401
    except ImportError:
        return _MISSING
    return ""


def private_table(
    table: CountTable, epsilon: float, ledger: ReleaseLedger, what: str
) -> tuple[NDArray[np.int64], ReleaseLedger]:
    """The inner cells of a table with discrete Laplace noise, epsilon-differentially private, and the ledger after it.

    One person is in one cell, so that adding or removing a person changes one count by one: the noise has the scale
    1 / epsilon. Noise comes from the operating system's secure source and cannot be repeated, as it must be. Counts
    below nil are set to nil, and totals are to be added up from what is given here, never published as they were.
    Which values the attributes have is taken as known to everybody: it is given away as it is.

    Args:
        table: The table.
        epsilon: What may be lost; the smaller, the more noise.
        ledger: Releases so far.
        what: What is released, in words, for the ledger.

    Raises:
        FeatureMissing: OpenDP is not installed.
        BadInput: The ledger does not allow it.
    """
    after = ledger.spend(what, epsilon)
    if missing_reason():
        raise FeatureMissing(_MISSING)
    import opendp.prelude as dp

    dp.enable_features("contrib")
    inner = table.counts[tuple(slice(0, -1) for _ in table.counts.shape)]
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    measure = dp.m.make_laplace(*space, scale=1.0 / epsilon)
    if not measure.check(1, epsilon * (1 + 1e-9)):
        raise ValueError("the noise is too small for this epsilon")
    noisy = np.array(measure(inner.ravel().tolist()), dtype=np.int64).reshape(inner.shape)
    return np.maximum(noisy, 0), after
