"""Sources: what was taken in, how it stands, what failed and why; taking more in; what is known of each."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from rantau.framework.words import SOURCE_TYPES
from rantau.study.source_editing import edit_source, source_of, source_rows, sources_stamp
from rantau.study.sources import Source, safe_name
from rantau.study.study import Added, Study
from rantau.web.access import needs
from rantau.web.api import api
from rantau.web.api.sources import SourceRow
from rantau.web.frame import HereFrame, HereStudy, found, is_partial
from rantau.web.language import N_, gettext
from rantau.web.lists import Column, Facet, Listing, add_list, listed_of
from rantau.web.locking import unchanged, version_of
from rantau.web.screens import Screen
from rantau.web.words import word

SCREEN = Screen(
    "sources",
    N_("Sources"),
    "/sources",
    examples=("/sources/file/{document}", "/documents/{document}/pages/1"),
)
router = APIRouter()
_NO_SUCH = N_("There is no such source in this study.")

SOURCES = Listing(
    name="sources",
    title=N_("Sources"),
    path="/sources",
    rows_of=lambda study, _: source_rows(study),
    columns=(
        Column("file", N_("File")),
        Column("title", N_("Title"), "title"),
        Column("state", N_("Status"), "word"),
        Column("problem", N_("What failed"), "told", sort=False),
        Column("authors", N_("Authors")),
        Column("year", N_("Year"), "year"),
        Column("publisher", N_("Publisher")),
        Column("source_type", N_("Kind of source"), "word"),
        Column("pages", N_("Pages"), "number"),
    ),
    facets=(
        Facet("state", N_("Status"), lambda row: [row["state"]]),
        Facet("source_type", N_("Kind of source"), lambda row: [row["source_type"]]),
        Facet("confidential", N_("Confidential"), lambda row: ["yes" if row["confidential"] else "no"]),
        Facet(
            "language", N_("Language"), lambda row: [row["language"]] if row["language"] else [], word=False
        ),
    ),
    link=lambda row: f"/sources/file/{quote(row['file'], safe='')}",
    model=SourceRow,
    stamp=sources_stamp,
    changed_by=("document.", "source.", "study."),
)
add_list(router, api, SOURCES, aside="_upload.html")
Text = Annotated[str, Form(max_length=600)]


@router.post("/sources/upload", dependencies=[needs("analyst")])
def upload(
    request: Request, frame: HereFrame, study: HereStudy, files: Annotated[list[UploadFile], File()]
) -> Response:
    """Take documents in as they are. Nothing is read here: the stages do that, in processes with limits."""
    added = taken_in(study, [one for one in files if one.filename])
    template = "_added.html" if is_partial(request, "added") else "added.html"
    return frame.page(request, template, title=N_("What was taken in"), added=added)


def taken_in(study: Study, files: list[UploadFile]) -> list[Added]:
    """Put what was sent in a folder of its own, whose names are ours, and take it in from there."""
    with tempfile.TemporaryDirectory(prefix="rantau-upload-") as folder:
        paths = []
        for number, one in enumerate(files):
            # Each in a folder: two files of one name do not meet. A hidden one, or a table of metadata, is a document.
            place = Path(folder) / str(number)
            place.mkdir()
            name = safe_name(one.filename or "")
            path = place / (f"document-{name}" if name == study.sources.TABLE else name)
            with path.open("wb") as target:
                shutil.copyfileobj(one.file, target)
            paths.append(path)
        return study.add(paths) if paths else []


@router.get("/sources/file/{name:path}")
def source(request: Request, frame: HereFrame, study: HereStudy, name: str) -> Response:
    listed = listed_of(frame, study, SOURCES, patient=False)
    row = found(next((one for one in listed.rows if name in (one["file"], one["id"])), None), _NO_SUCH)
    known = found(source_of(study, row["file"]), _NO_SUCH)
    return frame.page(
        request,
        "source.html",
        title=row["title"] or row["file"],
        row=row,
        known=known,
        version=version_of(known),
        types=SOURCE_TYPES,
        address=_address(row["file"]),
    )


@router.post("/sources/file/{name:path}", dependencies=[needs("analyst")])
def change(
    study: HereStudy,
    name: str,
    version: Text = "",
    title: Text = "",
    authors: Text = "",
    year: Text = "",
    publisher: Text = "",
    source_type: Text = "unknown",
    confidential: Text = "no",
) -> Response:
    given = {
        "title": title,
        "authors": authors,
        "year": year,
        "publisher": publisher,
        "source_type": source_type,
        "confidential": confidential,
    }
    found(source_of(study, name), _NO_SUCH)
    labels = _labels()
    mine = {labels[field]: word(value) for field, value in given.items()}

    def check(now: Source) -> None:
        theirs = {labels[field]: value for field, value in _words(now).items()}
        unchanged(now, version, theirs=theirs, mine=mine, back=_address(name))

    edit_source(study, name, given, check)
    return RedirectResponse(_address(name), 303)


def _address(file: str) -> str:
    return f"/sources/file/{quote(file, safe='')}"


def _labels() -> dict[str, str]:
    return {
        "title": gettext("Title"),
        "authors": gettext("Authors"),
        "year": gettext("Year"),
        "publisher": gettext("Publisher"),
        "source_type": gettext("Kind of source"),
        "confidential": gettext("Confidential"),
    }


def _words(one: Source) -> dict[str, str]:
    return {
        "title": one.title,
        "authors": "; ".join(one.authors),
        "year": str(one.year or ""),
        "publisher": one.publisher,
        "source_type": word(one.source_type),
        "confidential": word("yes" if one.confidential else "no"),
    }
