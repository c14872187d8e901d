"""The application: its layers, its routes, and what becomes of an error."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rantau import __version__
from rantau.framework.errors import BadInput, BadStore, FeatureMissing, RantauError, StudyBusy
from rantau.study.live_rows import BeingPrepared
from rantau.web import screens
from rantau.web.access import Refused, known_visitor, same_site
from rantau.web.api import api, models
from rantau.web.frame import Frame
from rantau.web.language import N_, current, gettext
from rantau.web.locking import Conflict
from rantau.web.refusing import said_on_page
from rantau.web.screens.entering import inside
from rantau.web.serving import Serving
from rantau.web.shield import Shield, TooLarge

__all__ = ["create_app"]

_HALF_A_DAY = 12 * 3600
_SENTENCES = {
    404: N_("There is no such page here; go back, or to the overview."),
    405: N_("This address cannot be used in this way."),
    422: N_("What was sent does not fit the form; check its fields and send it again."),
}


def create_app(path: Path, serving: Serving | None = None) -> FastAPI:
    """The workbench of a study.

    Args:
        path: The study's folder.
        serving: Who may come in, and how; by default whoever has the start-up token, from this machine.

    Raises:
        StudyMissing: There is no study at the path.
        BadSetting: ``study.toml`` is wrong.
    """
    serving = serving or Serving()
    frame = Frame(path, serving)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        frame.warm()
        yield
        frame.close()

    app = FastAPI(
        title="rantau",
        version=__version__,
        description="The JSON API of a study's workbench. Each object has the fields of the commands' --json.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        swagger_ui_oauth2_redirect_url=None,
        dependencies=[Depends(known_visitor), Depends(same_site)],
        responses={code: {"model": models.Message} for code in (400, 401, 403, 404, 409, 422)},
        lifespan=lifespan,
        middleware=[
            Middleware(Shield, serving=serving),
            Middleware(
                SessionMiddleware,
                secret_key=serving.key,
                session_cookie=f"{serving.cookie}_session",
                max_age=_HALF_A_DAY,
                # Lax, not strict: the provider of OpenID Connect sends people back from another site.
                same_site="lax",
                https_only=serving.secure,
            ),
            Middleware(_Faults),
        ],
    )
    app.state.frame = frame
    app.mount("/static", StaticFiles(packages=[("rantau.web", "static")]), name="static")
    screens.include(app)
    app.include_router(api)
    _guard_openapi(app)
    for kind, handler in (
        (BeingPrepared, _being_prepared),
        (RantauError, _rantau_error),
        (Refused, _refused),
        (Conflict, _conflict),
        (HTTPException, _http_error),
        (RequestValidationError, _invalid),
    ):
        app.add_exception_handler(kind, handler)
    return app


def _guard_openapi(app: FastAPI) -> None:
    """FastAPI adds the description of the API by itself, past the app's dependencies: put our own in its place."""
    app.router.routes[:] = [
        route for route in app.router.routes if getattr(route, "path", "") != "/api/openapi.json"
    ]

    def described() -> dict[str, Any]:
        return app.openapi()

    app.add_api_route("/api/openapi.json", described, include_in_schema=False)


def _status(error: RantauError) -> int:
    if isinstance(error, StudyBusy):
        return 409
    if isinstance(error, BadInput):
        return 400
    return 503 if isinstance(error, (BadStore, FeatureMissing)) else 404


def _answer(request: Request, status: int, sentence: str, *, foreign: bool = False) -> Response:
    """One clear sentence: as JSON for programs, as a part for HTMX, else as a page.

    Args:
        request: What is answered.
        status: Of HTTP.
        sentence: In the visitor's language.
        foreign: Whether it is in English for want of a translation, and so marked.
    """
    if not re.match(r"\S*[._/\\]\S", sentence):  # the name of a file or setting stays as it is
        sentence = sentence[:1].upper() + sentence[1:]
    sentence = sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
    if request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv")):
        return JSONResponse({"message": sentence}, status)
    frame: Frame = request.app.state.frame
    template = "_message.html" if "hx-request" in request.headers else "message.html"
    return frame.page(
        request,
        template,
        status=status,
        sentence=sentence,
        foreign=foreign,
        code=status,
        back=_came_from(request),
    )


def _came_from(request: Request) -> str:
    """The page of ours whose form or link led here; empty where it is this one, or none."""
    parts = urlsplit(request.headers.get("referer", ""))
    if parts.netloc != request.headers.get("host") or parts.path == request.url.path:
        return ""
    return inside(parts.path + (f"?{parts.query}" if parts.query else ""))


async def _being_prepared(request: Request, error: Exception) -> Response:
    """A page that looks again by itself, without scripts too."""
    assert isinstance(error, BeingPrepared)
    frame: Frame = request.app.state.frame
    response = frame.page(request, "being_prepared.html", status=503, title=N_("Being prepared"))
    response.headers.update({"Refresh": "2", "Retry-After": "2"})
    return response


async def _rantau_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RantauError)
    folder = request.app.state.frame.folder
    told, english = (said_on_page(error, folder, told=told) for told in (True, False))
    return _answer(request, _status(error), told, foreign=told == english and current() != "en")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")
    if error.status == 401 and wants_page and request.method == "GET":
        frame: Frame = request.app.state.frame
        if frame.serving.accounts:
            target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/sign-in?next={quote(target, safe='')}", 303)
        sentence = N_(
            "Open the workbench by the address that was shown when it was started: it holds the key."
        )
        return _answer(request, 401, gettext(sentence))
    return _answer(request, error.status, gettext(error.sentence))


async def _conflict(request: Request, error: Exception) -> Response:
    assert isinstance(error, Conflict)
    if request.url.path.startswith("/api/"):
        return _answer(request, 409, error.sentence)
    frame: Frame = request.app.state.frame
    return frame.page(request, "conflict.html", status=409, conflict=error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _answer(request, error.status_code, gettext(_SENTENCES.get(error.status_code, str(error.detail))))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return _answer(request, 422, gettext(_SENTENCES[422]))


class _Faults:
    """Answers what nobody foresaw. Within the other layers, so that this answer has their headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if started or scope["type"] != "http" or isinstance(error, TooLarge):
                raise
            await _fault(Request(scope), error)(scope, receive, send)


def _fault(request: Request, error: Exception) -> Response:
    sentence = gettext(
        "This is a fault of rantau's own; nothing half-done was kept. Please report it with %(file)s."
    )
    return _answer(request, 500, sentence % {"file": request.app.state.frame.kept_fault(error)})
