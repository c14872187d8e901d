"""A million case records screened in under a minute.

Made-up records with answers to every question of the form, 60 % of them unknown, and two joined flags. Timed is the whole
way of ``rantau screen --csv``: the CSV read, looked through for what names a person, mapped, screened, and written as CSV
with reasons and the next questions, part by part. The peer is the loop over records one by one, in the same run, over the first of them; what both say is compared.
"""

import sys
import time

RECORDS, PEER_RECORDS = 1_000_000, 2_000
GOAL = 60.0


def made_up(records):
    """A CSV of made-up records."""
    import numpy as np
    import polars as pl

    from rantau.policy.screening import shipped_rules

    rng = np.random.Generator(np.random.PCG64(1))
    words = np.array(["yes", "no", ""])
    columns = {"record": np.arange(1, records + 1)}
    for key in (*shipped_rules().keys, "debt_or_wages", "abuse"):
        columns[key] = words[rng.choice(3, records, p=[0.15, 0.25, 0.6])]
    columns["nationality"] = np.array(["MMR", "KHM", "LAO", "IDN"])[rng.integers(0, 4, records)]
    return pl.DataFrame(columns).write_csv(null_value="").encode()


MAP = """
debt_or_wages = { one_of = ["debt_bondage", "wages_withheld"] }
abuse = { one_of = ["threats", "violence"] }
"""


def main() -> int:
    import resource

    from rantau.policy.screening import read_mapping, screen_case, screen_table, shipped_rules
    from rantau.policy.screening.intake import take_in
    from rantau.study.case_screening import CaseFile, record_csv

    keys = shipped_rules().keys
    mapping = read_mapping("[columns]\n" + "".join(f'{key} = "{key}"\n' for key in keys) + MAP, "map.toml")
    take_in(made_up(100), "cases.csv", mapping)  # once, so that nobody pays for loading
    data = made_up(RECORDS)

    start, worked = time.perf_counter(), time.process_time()
    taken = take_in(data, "cases.csv", mapping)
    read = time.perf_counter() - start
    written = sum(len(part) for part, _ in record_csv(CaseFile(taken)))
    whole, worked = time.perf_counter() - start, time.process_time() - worked
    ruled = whole - read
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{RECORDS:,} records of {len(keys)} answers ({len(data) / 2**20:,.0f} MiB): {whole:.1f} s in all "
        f"({read:.1f} s reading and looking for identifiers, {ruled:.1f} s rules, reasons, questions and writing; "
        f"{worked:.1f} s of processor time; {written / 2**20:,.0f} MiB of CSV; at most {most:.1f} GiB of memory)"
    )

    cases = taken.mapped.cases.part(0, PEER_RECORDS)
    screened = screen_table(cases)
    start = time.perf_counter()
    said = [screen_case(*cases.record(row)) for row in range(PEER_RECORDS)]
    loop = (time.perf_counter() - start) / PEER_RECORDS
    same = all(
        screened.frame.row(row)
        == (
            one.outcome,
            "; ".join(one.labels),
            " ".join(one.urgent),
            " ".join(one.notes),
            " ".join(one.reasons),
            "; ".join(one.ask[:5]),
        )
        for row, one in enumerate(said)
    )
    ratio = loop * RECORDS / ruled
    print(
        f"One by one: {loop * 1e3:.2f} ms a record, {ratio:.0f} times as long as the table; the same said: {same}"
    )
    holds = whole < GOAL and same
    print(f"Under {GOAL:.0f} s, and alike: {'holds' if holds else 'DOES NOT HOLD'}")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
