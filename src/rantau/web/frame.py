"""What all requests share: the study opened once, listings in memory, jobs; and how a page is made."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from rantau.brief.people import counted_word
from rantau.evidence.correcting import QUALIFIERS, UNITS
from rantau.evidence.counted import COUNTED, choices_of
from rantau.study.faults import keep_fault
from rantau.study.live_rows import LiveRows
from rantau.study.selecting import words_of
from rantau.study.study import Study
from rantau.web import language
from rantau.web.access import Here, Refused, Visitor, csrf_of
from rantau.web.acts import address_of_subject
from rantau.web.cases import HeldCases
from rantau.web.jobs import Jobs
from rantau.web.limits import Limiter
from rantau.web.pictures import Pictures
from rantau.web.refusing import said_on_page
from rantau.web.serving import Serving
from rantau.web.words import (
    by_name,
    detail,
    of_code,
    outcome,
    own_or_told,
    place_name,
    places,
    said,
    told,
    unit_name,
    word,
    work,
    written,
)

__all__ = ["LATER", "PREPARED", "Frame", "HereFrame", "HereStudy", "found", "frame_of", "is_partial"]

Value = TypeVar("Value")
PREPARED: list[Callable[[Frame, Study], object]] = []
"""What is made before anybody asks, in this order; the screens add theirs."""
LATER: list[Callable[[Frame, Study], object]] = []
"""What is made after that: what people ask for when they have seen the first of each screen."""
THEMES = ("light", "dark")


class Frame:
    """The state of one workbench.

    Args:
        path: The study's folder.
        serving: Who may come in, and how.
    """

    def __init__(self, path: Path, serving: Serving) -> None:
        self.serving = serving
        self._study = Study.open(path)
        self.folder = self._study.path
        self._settings_read = _stamp(path / "study.toml")
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[object, Any]] = {}
        self._closing = threading.Event()
        self._warming: threading.Thread | None = None
        self.live = LiveRows()
        self.jobs = Jobs(self.warm, lambda error: said_on_page(error, self.folder), self.kept_fault)
        self.limiter = Limiter()
        self.pictures = Pictures()
        self.cases = HeldCases()
        self.templates = _environment()

    @property
    def study(self) -> Study:
        """The study, with its settings as the file has them now. One database, whose pool all requests share."""
        stamp = _stamp(self._study.path / "study.toml")
        if stamp != self._settings_read:
            with self._lock:
                self._study.settings = Study.open(self._study.path).settings
                self._settings_read = stamp
        return self._study

    def kept_fault(self, error: BaseException) -> str:
        """Keep what a fault of our own left behind, and say in which file: a team is not told where it lies."""
        path = keep_fault(error)
        return Path(path).name if self.serving.accounts else path

    def close(self) -> None:
        """Stop the jobs and let go of the database."""
        self._closing.set()
        self.jobs.close()
        if self._warming is not None:
            self._warming.join()
        self.live.close()
        self._study.close()

    @property
    def closing(self) -> bool:
        """Whether what is made in the background should end."""
        return self._closing.is_set()

    def warm(self) -> None:
        """Make in the background what screens show first, so that nobody waits for it: at the start and after a run."""
        with self._lock:
            if self._closing.is_set() or (self._warming is not None and self._warming.is_alive()):
                return
            self._warming = threading.Thread(target=self._warm, name="rantau-warming", daemon=True)
            self._warming.start()

    def _warm(self) -> None:
        for prepare in (*PREPARED, *LATER):
            if self._closing.is_set():
                return
            # What is wrong here is told to whoever asks for the page.
            with contextlib.suppress(Exception):
                prepare(self, self.study)

    def kept(self, name: str, stamp: object, make: Callable[[], Value]) -> Value:
        """A value that is made anew only when its stamp is another, such as the trail's head."""
        known = self._kept.get(name)
        if known is not None and known[0] == stamp:
            value: Value = known[1]
            return value
        value = make()
        self._kept[name] = (stamp, value)
        return value

    def _tongues(self) -> Callable[[str | Mapping[str, Any]], str]:
        """For a page: the language of a document's words, for ``lang``, by its id, its file, or a row of its words.

        Empty where it is not known. The documents are looked up once a page, and only where it asks.
        """
        known: dict[str, str] = {}

        def tongue(about: str | Mapping[str, Any]) -> str:
            if not known:
                stamp = self.study.store.head()
                known.update(self.kept("languages of documents", stamp, lambda: _languages(self.study)))
            if isinstance(about, str):
                return known.get(about.split("/")[0], "")
            names = (about.get("document_id"), about.get("document"), about.get("file"), about.get("id"))
            return next((known[one] for name in names if (one := str(name or "").split("/")[0]) in known), "")

        return tongue

    def page(self, request: Request, template: str, *, status: int = 200, **given: Any) -> HTMLResponse:
        """Make a page, or a part of one, from a template."""
        from rantau.web.screens import navigation

        visitor: Visitor | None = getattr(request.state, "visitor", None)
        theme = request.cookies.get(f"{self.serving.cookie}_theme", "")
        context: dict[str, Any] = {
            "request": request,
            "visitor": visitor,
            "csrf": csrf_of(request) if "session" in request.scope else "",
            "language": language.current(),
            "languages": language.LANGUAGES,
            "theme": theme if theme in THEMES else "",
            "navigation": navigation(visitor),
            "study_name": self._study.settings.study.name,
            "path": request.url.path,
            "accounts": self.serving.accounts,
            "running": self.jobs.running(),
            "tongue": self._tongues(),
        }
        html = self.templates.get_template(template).render(context | given)
        # The same address gives a whole page or a part of it.
        return HTMLResponse(html, status, headers={"Vary": "HX-Request, HX-Target, Cookie"})


def _languages(study: Study) -> dict[str, str]:
    documents = study.store.documents()
    return {name: one.language or "" for one in documents for name in (one.id, one.file)}


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("rantau.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["number"] = language.number
    made.filters["word"] = word
    made.filters["told"] = told
    made.filters["subject_address"] = address_of_subject
    made.filters["detail"] = detail
    made.filters["said"] = said
    made.filters["counted"] = counted_word
    made.filters["of_code"] = of_code
    made.filters["outcome"] = outcome
    made.filters["own_or_told"] = own_or_told
    made.filters["written"] = written
    made.filters["work"] = work
    made.filters["places"] = places
    made.filters["place_name"] = place_name
    made.filters["by_name"] = by_name
    made.filters["unit_name"] = unit_name
    made.filters["words"] = words_of
    made.globals["qualifiers"], made.globals["units"] = QUALIFIERS, UNITS
    made.globals["choices_of"], made.globals["counted_parts"] = choices_of, COUNTED
    return made


def frame_of(request: Request) -> Frame:
    """The workbench's state."""
    frame: Frame = request.app.state.frame
    return frame


def _study(request: Request, visitor: Here) -> Study:
    study = frame_of(request).study
    return study.acting_as(visitor.name) if visitor.name else study


def is_partial(request: Request, target: str) -> bool:
    """Whether HTMX asks for the part of the page whose id is ``target``."""
    return request.headers.get("hx-target") == target and "hx-history-restore-request" not in request.headers


def found(value: Value | None, sentence: str) -> Value:
    """The value; or, where there is none, a page that says so.

    Raises:
        Refused: It is None.
    """
    if value is None:
        raise Refused(404, sentence)
    return value


HereFrame = Annotated[Frame, Depends(frame_of)]
HereStudy = Annotated[Study, Depends(_study)]
"""The study as the visitor acts on it: events name the visitor."""
