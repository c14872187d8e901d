"""Run every benchmark and say whether each claim holds."""

import sys

from benchmarks import (
    agreement,
    coding,
    command_line,
    composite,
    evidence,
    exchange,
    ingest,
    memory,
    recovery,
    screening,
    search,
    simulation,
    workbench,
)

BENCHMARKS = (
    agreement,
    coding,
    command_line,
    composite,
    evidence,
    exchange,
    ingest,
    memory,
    recovery,
    screening,
    search,
    simulation,
    workbench,
)

if __name__ == "__main__":
    chosen = sys.argv[1:]
    failed = 0
    for module in BENCHMARKS:
        name = module.__name__.rpartition(".")[2]
        if chosen and name not in chosen:
            continue
        print(f"== {name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        failed += bool(module.main())
    sys.exit(1 if failed else 0)
