"""What was taken from a file, what was skipped and why; and the collector that keeps the account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rantau.baseline.load import indicators as baseline_indicators
from rantau.baseline.load import observation_id
from rantau.framework.corridors import CorridorStock
from rantau.framework.indicators import Indicator
from rantau.profile.publishers.cells import Cell, Figure, figure, text
from rantau.profile.publishers.series import Series, Unmapped, match_series
from rantau.store.records import Observation

__all__ = ["Published", "Skipped", "Taken", "Taking", "Wanted"]

_MOST_EXAMPLES = 5

_REASONS = {
    "no data": "no figure: the publisher marks it as missing",
    "withheld": "withheld by the publisher (a small number)",
    "bound": "a bound such as <5, no figure",
    "formula": "a formula where a figure should stand",
    "unclear": "not a figure, or one whose decimal mark is unclear",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be taken from a file."""

    places: frozenset[str] | None = None
    """Countries, as ISO 3166-1 alpha-3; None for all. Of a corridor, both ends must be among them."""
    series: frozenset[str] = frozenset()
    """Codes of series that are taken as new indicators where none is their counterpart."""
    minimum_cell: int = 11
    """Counts of persons made from case records are withheld below this. CTDC's own rule for its k-anonymised data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of one series."""

    series: str
    indicator: str
    """Id of the indicator, or ``corridors`` for stocks of migrants."""
    unit: str
    new: bool
    places: int
    first_year: int
    last_year: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What was left out for one reason."""

    reason: str
    count: int
    of: str
    """What is counted: ``figures``, ``rows``, ``series`` …"""
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a publisher's file holds, and the account of how it was read."""

    layout: str
    source: str
    """Publisher and edition, as written to each row."""
    source_url: str
    table: str
    """The table within the file that was read."""
    indicators: tuple[Indicator, ...]
    """Indicators used that the baseline does not have."""
    observations: tuple[Observation, ...]
    corridors: tuple[CorridorStock, ...]
    taken: tuple[Taken, ...]
    skipped: tuple[Skipped, ...]
    remarks: tuple[str, ...]
    """Sentences about what a reader should know: aggregation, parts not read, years cut short."""


@dataclass(slots=True)
class _Count:
    count: int = 0
    examples: dict[str, None] = field(default_factory=dict)


class Taking:
    """Collects what a layout reads.

    Args:
        publisher: As ``series.csv`` writes it.
        file: Name of the file, for the rows' origin.
        wanted: What is to be taken.
    """

    def __init__(self, publisher: str, file: str, wanted: Wanted) -> None:
        self.publisher, self.file, self.wanted = publisher, file, wanted
        self.source = publisher
        self.source_url = ""
        self.remarks: list[str] = []
        self._series: dict[str, Series | Unmapped] = {}
        self._observations: dict[tuple[str, str, int], Observation] = {}
        self._from: dict[tuple[str, str, int], str] = {}
        self._stocks: dict[tuple[str, str, int], CorridorStock] = {}
        self._stock_series: str = ""
        self._in_conflict: set[tuple[str, str, int]] = set()
        self._skipped: dict[tuple[str, str], _Count] = {}

    # -- what is left out -------------------------------------------------------------------------------

    def skip(self, reason: str, example: str, of: str = "figures", count: int = 1) -> None:
        """Count something that is left out; the first few different examples are kept."""
        entry = self._skipped.setdefault((reason, of), _Count())
        entry.count += count
        if len(entry.examples) < _MOST_EXAMPLES:
            entry.examples[text(example)[:80]] = None

    def remark(self, sentence: str) -> None:
        """Note something once."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    # -- what is taken ----------------------------------------------------------------------------------

    def series(self, code: str, label: str = "", definition: str = "") -> Series | None:
        """What a series is taken as; None, and counted once, where it is not."""
        if code not in self._series:
            found = match_series(
                self.publisher, code, label, self.wanted.series, source=self.source, definition=definition
            )
            self._series[code] = found
            if isinstance(found, Unmapped):
                self.skip(found.reason, code, of="series")
        found = self._series[code]
        return found if isinstance(found, Series) else None

    def met(self, code: str) -> bool:
        """Whether :meth:`series` was asked about this code before."""
        return code in self._series

    def wants(self, *countries: str) -> bool:
        """Whether figures about these countries are to be taken; counts them where not."""
        if self.wanted.places is None or self.wanted.places.issuperset(countries):
            return True
        self.skip("about places that are not asked for", ">".join(countries), of="rows")
        return False

    def figure(self, cell: Cell, example: str, *, semicolons: bool = False) -> Figure | None:
        """Read a figure; None, and counted with the reason, where the cell holds none."""
        found = figure(cell, semicolons=semicolons)
        if found.kind == "figure":
            return found
        self.skip(_REASONS[found.kind], example)
        return None

    def put(
        self,
        series: Series,
        where: str,
        year: int,
        value: float,
        row: int,
        *,
        low: float | None = None,
        high: float | None = None,
        note: str = "",
    ) -> None:
        """Take a figure about a country (``THA``) or a corridor (``MMR>THA``), in the publisher's unit.

        ``row`` is the figure's row in the file, 0 for one that was counted over many. A second figure about the same
        thing is not chosen between: where the two differ, neither is taken.
        """
        indicator = series.indicator
        value *= series.factor
        low, high = (None if bound is None else bound * series.factor for bound in (low, high))
        example = f"{series.code} {where} {year}"
        least, most = indicator.minimum, indicator.maximum
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = f"{'' if least is None else f'{least:g}'} to {'' if most is None else f'{most:g}'}"
            self.skip(f"outside what {indicator.id} can be ({bounds.strip()})", f"{example}: {value:g}")
            return
        if low is not None and high is not None:
            low, high = (
                max(low, least if least is not None else low),
                min(high, most if most is not None else high),
            )
            if not low <= value <= high:
                self.skip(
                    "bounds of a figure that do not enclose it (the figure is taken without them)", example
                )
                low = high = None
        else:
            low = high = None
        key = (indicator.id, where, year)
        if self._conflicts(key, value, self._observations.get(key), example):
            return
        self._from[key] = series.code
        self._observations[key] = Observation(
            id=observation_id(indicator.id, where, year, self.source),
            indicator=indicator.id,
            place=where,
            year=year,
            value=value,
            unit=indicator.unit,
            source=self.source,
            origin=f"{self.file}:{row}",
            low=low,
            high=high,
            confidence="checked",
            note=_joined(note, self._where(row)),
        )

    def put_stock(
        self, series: str, origin: str, destination: str, year: int, value: float, row: int, note: str = ""
    ) -> None:
        """Take a stock of migrants, in persons."""
        key = (origin, destination, year)
        example = f"{origin}>{destination} {year}"
        self._stock_series = series
        if value < 0:
            self.skip("a stock below zero", example)
            return
        old = self._stocks.get(key)
        if self._conflicts(key, value, old, example):
            return
        self._stocks[key] = CorridorStock(
            origin=origin,
            destination=destination,
            year=year,
            stock=value,
            source=self.source,
            source_url=self.source_url,
            confidence="checked",
            note=_joined(note, self._where(row)),
        )

    def _where(self, row: int) -> str:
        return f"Row {row} of {self.file}" if row else f"Counted from {self.file}"

    def _conflicts(
        self, key: tuple[str, str, int], value: float, old: Observation | CorridorStock | None, example: str
    ) -> bool:
        if key in self._in_conflict:
            self.skip("two different figures for the same thing: neither is taken", example)
            return True
        if old is None:
            return False
        before = old.value if isinstance(old, Observation) else old.stock
        if before == value:
            self.skip("the same figure a second time", example)
            return True
        self.skip("two different figures for the same thing: neither is taken", example, count=2)
        self._in_conflict.add(key)
        (self._observations if isinstance(old, Observation) else self._stocks).pop(key)
        return True

    def finish(self, layout: str, table: str) -> Published:
        """Close the account."""
        for code in sorted(self.wanted.series - self._series.keys()):
            self.skip("asked for, but not in the file", code, of="series")
        used = {one.indicator for one in self._observations.values()}
        by_id = {one.indicator.id: one.indicator for one in self._series.values() if isinstance(one, Series)}
        new = tuple(by_id[id] for id in sorted(used) if id not in baseline_indicators())
        observations = tuple(self._observations[key] for key in sorted(self._observations))
        stocks = tuple(self._stocks[key] for key in sorted(self._stocks))
        return Published(
            layout=layout,
            source=self.source,
            source_url=self.source_url,
            table=table,
            indicators=new,
            observations=observations,
            corridors=stocks,
            taken=tuple(self._taken(stocks)),
            skipped=tuple(
                Skipped(reason=reason, count=one.count, of=of, examples=tuple(one.examples))
                for (reason, of), one in sorted(
                    self._skipped.items(), key=lambda item: (-item[1].count, item[0])
                )
            ),
            remarks=tuple(self.remarks),
        )

    def _taken(self, stocks: Iterable[CorridorStock]) -> Iterable[Taken]:
        groups: dict[str, list[tuple[str, int]]] = {}
        for key in sorted(self._observations):
            groups.setdefault(self._from[key], []).append(key[1:])
        for code, rows in sorted(groups.items()):
            series = self._series[code]
            assert isinstance(series, Series)
            yield _summary(code, series.indicator.id, series.indicator.unit, series.new, rows)
        rows = [(f"{one.origin}>{one.destination}", one.year) for one in stocks]
        if rows:
            yield _summary(self._stock_series, "corridors", "persons", False, rows)


def _summary(code: str, indicator: str, unit: str, new: bool, rows: list[tuple[str, int]]) -> Taken:
    years = [year for _, year in rows]
    return Taken(
        series=code,
        indicator=indicator,
        unit=unit,
        new=new,
        places=len({where for where, _ in rows}),
        first_year=min(years),
        last_year=max(years),
        rows=len(rows),
    )


def _joined(*sentences: str) -> str:
    return " ".join(
        sentence if sentence.endswith(".") else f"{sentence}." for sentence in sentences if sentence
    )
