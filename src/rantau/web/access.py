"""Who visits, and what they may do.

Every route asks :func:`known_visitor` and :func:`same_site` (they stand on the app itself); a route that changes
something, or shows what not everyone may see, adds ``needs("analyst")``.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from rantau.framework.words import AccountRole
from rantau.study.accounts import role_reaches
from rantau.web.language import N_

__all__ = [
    "CSRF_FIELD",
    "CSRF_HEADER",
    "Refused",
    "Visitor",
    "begin_session",
    "here",
    "known_visitor",
    "needs",
    "same_site",
]

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
PUBLIC = ("/enter", "/sign-in", "/openid", "/static/", "/preferences", "/health")
"""Beginnings of paths that anyone may ask for."""
_SAFE = ("GET", "HEAD", "OPTIONS")


class Refused(Exception):
    """A visitor may not do this. ``status``: 401 where signing in would help, 404 where it is not there, else 403."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at the workbench."""

    name: str
    role: AccountRole
    csrf: str
    by_header: bool = False
    """A program that sent the start-up token with the request: no browser, so no other site can speak through it."""

    def may(self, role: AccountRole) -> bool:
        """Whether the visitor may do what is allowed to a role."""
        return role_reaches(self.role, role)


def begin_session(request: Request, name: str, how: str, version: int = 0) -> None:
    """Begin a session for a visitor who has shown who they are; nothing of an earlier session is kept."""
    request.session.clear()
    request.session.update(name=name, how=how, version=version, csrf=secrets.token_urlsafe(24))


def visitor_of(request: Request) -> Visitor | None:
    """Who visits: by the session, else by the start-up token in the Authorization header."""
    frame = request.app.state.frame
    session: dict[str, Any] = request.session
    name, how, csrf = session.get("name"), session.get("how"), session.get("csrf", "")
    if how == "token" and not frame.serving.accounts:
        return Visitor(name or "", "owner", csrf)
    if how == "account" and frame.serving.accounts:
        account = frame.study.store.account(name)
        if account is not None and account.version == session.get("version"):
            return Visitor(account.name, account.role, csrf)
    given = request.headers.get("authorization", "")
    if (
        not frame.serving.accounts
        and given.startswith("Bearer ")
        and hmac.compare_digest(given.removeprefix("Bearer ").encode(), frame.serving.token.encode())
    ):
        return Visitor(frame.study.acting, "owner", "", by_header=True)
    return None


def known_visitor(request: Request) -> None:
    """Let nobody in whom the workbench does not know, but to the way in."""
    request.state.visitor = visitor_of(request)
    if request.state.visitor is None and not request.url.path.startswith(PUBLIC):
        raise Refused(401, N_("Sign in to see this."))


async def same_site(request: Request) -> None:
    """Let nothing be changed by a request that another site made a browser send."""
    if request.method in _SAFE:
        return
    visitor: Visitor | None = request.state.visitor
    if visitor is not None and visitor.by_header:
        return
    sentence = N_("This form is no longer valid: load the page anew and send it again.")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, sentence)
    origin = request.headers.get("origin")
    frame = request.app.state.frame
    if origin and origin not in (f"{request.url.scheme}://{request.headers['host']}", frame.serving.address):
        raise Refused(403, sentence)
    given = request.headers.get(CSRF_HEADER, "")
    if not given and request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        value = (await request.form()).get(CSRF_FIELD)
        given = value if isinstance(value, str) else ""
    wanted = request.session.get("csrf", "")
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Refused(403, sentence)


def here(request: Request) -> Visitor:
    """The visitor."""
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise Refused(401, N_("Sign in to see this."))
    return visitor


Here = Annotated[Visitor, Depends(here)]


def needs(role: AccountRole) -> Any:
    """A dependency that lets in only those who may do what is allowed to a role: ``dependencies=[needs("coder")]``."""

    def check(visitor: Here) -> None:
        if not visitor.may(role):
            raise Refused(403, N_("Your role does not allow this; ask an owner of the study."))

    check.needed_role = role  # type: ignore[attr-defined]
    return Depends(check)


def csrf_of(request: Request) -> str:
    """The session's token for forms; made where a visitor has not signed in yet."""
    token: str = request.session.setdefault("csrf", secrets.token_urlsafe(24))
    return token
