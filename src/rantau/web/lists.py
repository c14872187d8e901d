"""One component for every list: search, facets, order, pages, a stable address, and the same rows as CSV and JSON.

A screen describes its list as a :class:`Listing` and calls :func:`add_list`. What the visitor asks for stands in the
query string (``?q=debt&verdict=conflicting&sort=-documents&page=2``), so an address can be kept and sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import Response

from rantau.framework.language import speaking
from rantau.framework.words import AccountRole
from rantau.study.confidential import masked
from rantau.study.listings import Row
from rantau.study.live_rows import Listed, RowsOf
from rantau.study.selecting import Query, Selection, folded, select
from rantau.study.study import Study
from rantau.web.access import needs
from rantau.web.columns import Column, Facet, other_names, place_facet, traced
from rantau.web.frame import LATER, PREPARED, Frame, HereFrame, HereStudy, is_partial
from rantau.web.language import LANGUAGES, current
from rantau.web.tables import as_csv, csv_download, for_reading

__all__ = [
    "GRADED",
    "LISTINGS",
    "Column",
    "Facet",
    "Listing",
    "View",
    "add_list",
    "listed_of",
    "place_facet",
    "query_of",
    "selected",
    "traced",
]

LISTINGS: dict[str, Listing] = {}
"""Name -> each list that was added: of it are its page, its files and its route in the API made."""
_NAME = re.compile(r"-?[a-z_][a-z0-9_]{0,39}")
_LONGEST = 200
_SIZES = (25, 50, 100, 200)
GRADED = ("decision.made g", "decision.made h", "decision.undone g", "decision.undone h")
"""Decisions on groups of claims and of findings, for ``changed_by``."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a screen describes it."""

    name: str
    title: str
    path: str
    rows_of: RowsOf
    columns: tuple[Column, ...]
    model: type[BaseModel]
    """A row as the API gives it: the same fields as the command's ``--json``."""
    facets: tuple[Facet, ...] = ()
    found_by: Callable[[Row], str] | None = None
    """More words that a row is found by: what it says in another language."""
    link: Callable[[Row], str] | None = None
    """The address of a row's own page; it stands on the first column."""
    by_document: bool = False
    """Whether ``rows_of`` can give the rows of one document; then a change to one makes only those anew."""
    changed_by: tuple[str, ...] = ()
    """Beginnings of the actions that change its rows; others leave them. Empty: any may."""
    stamp: Callable[[Study], object] | None = None
    """What else the rows depend on, such as when a file was written."""
    by_viewer: bool = False
    """Whether each visitor has rows of their own, as where others code what one codes blind."""
    ahead: bool = True
    """Whether its rows are made before anybody asks; not where that takes long and few look."""
    sort: str = ""
    role: AccountRole = "reader"
    intro: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A list as asked for, for the template."""

    listing: Listing
    query: Query
    selection: Selection
    extra: Mapping[str, Any] = field(default_factory=dict)

    def address(self, form: str = "", **changes: Any) -> str:
        """The list's address with some of what is asked changed; ``None`` or an empty value takes it out."""
        parts: dict[str, Any] = {"q": self.query.text, "sort": self.query.sort, **self.query.facets}
        parts |= {"size": self.query.size if self.query.size != _SIZES[1] else ""}
        parts |= {"page": self.query.page if self.query.page > 1 and not changes and not form else ""}
        parts |= changes
        kept = {name: value for name, value in parts.items() if value not in (None, "", (), 1)}
        end = urlencode(kept, doseq=True)
        return f"{self.listing.path}{form}" + (f"?{end}" if end else "")

    def toggled(self, facet: str, value: str) -> str:
        """The address with one value of a facet put in, or taken out."""
        now = self.query.facets.get(facet, ())
        then = tuple(one for one in now if one != value) if value in now else (*now, value)
        changes: dict[str, Any] = {facet: then}
        return self.address(**changes)

    def sorted_by(self, column: str) -> str:
        """The address with the list in the order of a column; asked again, in the other direction."""
        return self.address(sort=f"-{column}" if self.query.sort == column else column)

    def direction(self, column: str) -> str:
        """``ascending``, ``descending`` or ``none``, for screen readers."""
        if self.query.sort.removeprefix("-") != column:
            return "none"
        return "descending" if self.query.sort.startswith("-") else "ascending"

    def values_of(self, facet: Facet) -> list[tuple[str, str, int]]:
        """A facet's values: value, what the visitor reads, and how many rows; the most frequent first."""
        found = [(value, facet.label(value), count) for value, count in self.selection.facets[facet.name]]
        return sorted(found, key=lambda one: (-one[2], folded(one[1])))

    @property
    def narrowed(self) -> bool:
        return bool(self.query.text or any(self.query.facets.values()))


def query_of(listing: Listing, request: Request) -> Query:
    """What a request asks of a list. What makes no sense is left out: an address typed by hand gives a list too."""
    given = request.query_params
    sort = given.get("sort", listing.sort)
    size, page = given.get("size", ""), given.get("page", "")
    return Query(
        text=given.get("q", "")[:_LONGEST].replace("\x00", ""),
        facets={
            facet.name: tuple(
                dict.fromkeys(facet.value(value[:_LONGEST]) for value in given.getlist(facet.name)[:50])
            )
            for facet in listing.facets
            if facet.name in given
        },
        sort=sort if _NAME.fullmatch(sort) else listing.sort,
        page=int(page) if page.isdecimal() and len(page) < 8 else 1,
        size=int(size) if size.isdecimal() and len(size) < 4 and int(size) in _SIZES else _SIZES[1],
    )


def _key(study: Study, listing: Listing) -> str:
    """The name under which a list's rows are kept; where each visitor has their own, with the visitor's."""
    return f"{listing.name} of {study.acting}" if listing.by_viewer else listing.name


def listed_of(frame: Frame, study: Study, listing: Listing, *, patient: bool = True) -> Listed:
    """All rows of a list, words of confidential documents masked, see ``rantau.study.confidential``."""
    return frame.live.of(
        study,
        _key(study, listing),
        lambda study, document: masked(listing.rows_of(study, document)),
        by_document=listing.by_document,
        stamp=listing.stamp,
        changed_by=listing.changed_by,
        patient=patient,
    )


def selected(
    frame: Frame, study: Study, listing: Listing, query: Query, *, patient: bool = True
) -> Selection:
    """The rows that answer a query. Who is not patient gets a page that says so where they are still being made."""
    listed = listed_of(frame, study, listing, patient=patient)
    stamp = (
        listed.number,
        query.text,
        tuple(sorted(query.facets.items())),
        query.sort,
        query.page,
        query.size,
        current(),
    )
    shown = {column.name: shows for column in listing.columns if (shows := column.shown()) is not None}
    return frame.kept(
        f"list {_key(study, listing)}",
        stamp,
        lambda: select(
            listed.rows,
            query,
            facets={facet.name: facet.values for facet in listing.facets},
            searched=_searched(listing, listed),
            shown=shown,
            known=listed.known,
            language=current(),
        ),
    )


def _searched(listing: Listing, listed: Listed) -> Callable[[Row], str]:
    def text(row: Row) -> str:
        return listed.text(row, lambda row: other_names(listing.columns, row))

    more = listing.found_by
    return text if more is None else lambda row: f"{text(row)} {folded(more(row))}"


def _prepare(frame: Frame, study: Study, listing: Listing) -> None:
    """Make what people ask of a list next: all of it in each order, and its words for searching."""
    orders = [listing.sort, *(sign + one.name for one in listing.columns if one.sort for sign in ("", "-"))]
    for language in LANGUAGES:
        with speaking(language):
            for sort in dict.fromkeys(orders):
                selected(frame, study, listing, Query(sort=sort))
            selected(frame, study, listing, Query(text="a"))


def add_list(router: APIRouter, api: APIRouter, listing: Listing, aside: str = "") -> None:
    """Add a list's page, its CSV and JSON, and its route in the API.

    CSV and JSON are for programs, and the same in every language; ``?words=id`` gives a CSV for reading, as the screen
    is in that language.

    Args:
        router: The screen's router.
        api: The API's router.
        listing: The list.
        aside: A template to show between the heading and the list.
    """
    from rantau.web.api import page_model

    LISTINGS[listing.name] = listing
    allowed = [needs(listing.role)]

    def page(request: Request, frame: HereFrame, study: HereStudy) -> Response:
        query = query_of(listing, request)
        view = View(listing, query, selected(frame, study, listing, query, patient=False))
        if is_partial(request, "list"):
            return frame.page(request, "_list.html", view=view)
        return frame.page(request, "list.html", view=view, title=listing.title, aside=aside)

    def table(request: Request, frame: HereFrame, study: HereStudy, words: str = "") -> Response:
        with speaking(words) if words in LANGUAGES else nullcontext():
            rows = selected(frame, study, listing, query_of(listing, request)).all
            if words in LANGUAGES:
                return csv_download(for_reading(listing.columns, rows), f"{listing.name}.{words}.csv")
        return csv_download(as_csv(rows, [column.name for column in listing.columns]), f"{listing.name}.csv")

    def data(request: Request, frame: HereFrame, study: HereStudy) -> Response:
        import json

        rows = selected(frame, study, listing, query_of(listing, request)).all
        text = json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n"
        name = f'attachment; filename="{listing.name}.json"'
        return Response(text, media_type="application/json", headers={"Content-Disposition": name})

    def api_page(request: Request, frame: HereFrame, study: HereStudy) -> Any:
        query = query_of(listing, request)
        selection = selected(frame, study, listing, query)
        return {
            "total": selection.total,
            "page": selection.page,
            "pages": selection.pages,
            "facets": {name: dict(values) for name, values in selection.facets.items()},
            "rows": selection.rows,
        }

    if listing.ahead:
        PREPARED.append(lambda frame, study: selected(frame, study, listing, Query(sort=listing.sort)))
        LATER.append(lambda frame, study: _prepare(frame, study, listing))
    title = listing.title.lower()
    router.add_api_route(listing.path, page, methods=["GET"], dependencies=allowed, name=listing.name)
    router.add_api_route(f"{listing.path}.csv", table, methods=["GET"], dependencies=allowed)
    router.add_api_route(f"{listing.path}.json", data, methods=["GET"], dependencies=allowed)
    api.add_api_route(
        f"/{listing.name}",
        api_page,
        methods=["GET"],
        dependencies=allowed,
        response_model=page_model(listing.model),
        summary=f"A page of: {title}",
        openapi_extra={"parameters": _parameters(listing)},
    )


def _parameters(listing: Listing) -> list[dict[str, Any]]:
    text: dict[str, Any] = {"type": "string", "maxLength": _LONGEST}
    fields = [sign + name for name in listing.model.model_fields for sign in ("", "-")]
    found: list[dict[str, Any]] = [
        {"name": "q", "description": "Words that must all occur.", "schema": text},
        {
            "name": "sort",
            "description": "A field; with a hyphen from the largest down.",
            "schema": {"enum": fields},
        },
        {"name": "page", "schema": {"type": "integer", "minimum": 1, "maximum": 9_999_999}},
        {"name": "size", "schema": {"enum": list(_SIZES)}},
    ]
    found += [
        {"name": facet.name, "schema": {"type": "array", "items": text, "maxItems": 50}}
        for facet in listing.facets
    ]
    return [{"in": "query", "required": False, **one} for one in found]
