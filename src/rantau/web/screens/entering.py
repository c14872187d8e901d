"""The way in and out: the start-up token, signing in with an account, language and theme."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from rantau.study.accounts import checked
from rantau.web import language
from rantau.web.access import Refused, begin_session
from rantau.web.frame import THEMES, HereFrame
from rantau.web.language import N_

router = APIRouter()
_A_YEAR = 365 * 24 * 3600
Text = Annotated[str, Form(max_length=1024)]


def inside(address: str) -> str:
    """An address of this workbench, else its first page: a form must not lead elsewhere."""
    good = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if good and "\\" not in address else "/"


@router.get("/health")
def health() -> Response:
    return JSONResponse({"ok": True})


@router.get("/enter")
def enter(request: Request, frame: HereFrame, token: str = "") -> Response:
    """Trade the start-up token for a session, so that it does not stay in the address."""
    if frame.serving.accounts:
        return RedirectResponse("/sign-in", 303)
    if not hmac.compare_digest(token.encode(), frame.serving.token.encode()):
        raise Refused(
            403,
            N_("This is not the workbench's key; open the address that was shown when it was started."),
        )
    begin_session(request, frame.study.acting, "token")
    return RedirectResponse("/", 303)


@router.get("/sign-in")
def form(request: Request, frame: HereFrame, next: str = "/") -> Response:
    if not frame.serving.accounts:
        return RedirectResponse("/", 303)
    return _form(request, frame, next)


def _form(request: Request, frame: HereFrame, next: str, problem: str = "", status: int = 200) -> Response:
    provider = frame.study.settings.web.sign_in.issuer
    return frame.page(
        request,
        "sign_in.html",
        status=status,
        title=N_("Sign in"),
        next=inside(next),
        problem=problem,
        provider=provider,
    )


@router.post("/sign-in")
def sign_in(
    request: Request, frame: HereFrame, name: Text = "", password: Text = "", next: Text = "/"
) -> Response:
    # By name and by address: neither many guesses at one account nor one guess at many.
    keys = (f"name {name}", f"address {request.client.host if request.client else ''}")
    wait = frame.limiter.wait(*keys)
    if wait:
        sentence = language.gettext("Too many tries; wait %(minutes)s minutes and try again.")
        return _form(request, frame, next, sentence % {"minutes": -(-wait // 60)}, 429)
    account = checked(frame.study.store, name, password) if frame.serving.accounts else None
    if account is None:
        frame.limiter.failed(*keys)
        sentence = language.gettext("The name or the password is wrong.")
        return _form(request, frame, next, sentence, 401)
    frame.limiter.succeeded(*keys)
    begin_session(request, account.name, "account", account.version)
    with frame.study.acting_as(account.name).store.transaction() as transaction:
        transaction.record("session.opened", account.name, details={"how": "password"})
    return RedirectResponse(inside(next), 303)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


@router.post("/preferences")
def preferences(
    frame: HereFrame,
    language_code: Annotated[str, Form(alias="language", max_length=10)] = "",
    theme: Annotated[str, Form(max_length=10)] = "",
    keys: Annotated[str, Form(max_length=10)] = "",
    next: Text = "/",
) -> Response:
    """Remember the language, the theme, or whether single keys do something."""
    response = RedirectResponse(inside(next), 303)
    for name, value, allowed in (
        ("language", language_code, tuple(language.LANGUAGES)),
        ("theme", theme, (*THEMES, "system")),
        ("keys", keys, ("on", "off")),
    ):
        if value in allowed:
            response.set_cookie(
                f"{frame.serving.cookie}_{name}",
                value,
                max_age=_A_YEAR,
                httponly=True,
                samesite="strict",
                secure=frame.serving.secure,
            )
    return response
