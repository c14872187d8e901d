"""The outermost layer: who is called, how much is sent, and what a browser is told to forbid."""

from __future__ import annotations

import re
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rantau.web import language
from rantau.web.serving import Serving

__all__ = ["POLICY", "Shield", "TooLarge"]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""No script and no style but files of ours: what a document says can never run."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_PORT = re.compile(r":\d+$")
UPLOADS = ("/sources/upload", "/screening/cases")
"""Paths that take documents; everywhere else a body is small."""


class TooLarge(Exception):
    """More was sent than is taken."""


class Shield:
    """Checks the Host header and the size of what is sent; adds headers; finds the language."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self.app, self.serving = app, serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _PORT.sub("", headers.get("host", "").lower()) not in self.serving.hosts:
            response = PlainTextResponse("This address is not one that the workbench answers to.\n", 421)
            await response(scope, receive, send)
            return
        largest = (
            self.serving.largest_upload if scope["path"].startswith(UPLOADS) else self.serving.largest_body
        )
        stated = headers.get("content-length", "0")
        if not stated.isdigit() or int(stated) > largest:
            await self._refuse(largest)(scope, receive, send)
            return
        language.use(
            language.chosen(
                _cookie(headers.get("cookie", ""), f"{self.serving.cookie}_language"),
                headers.get("accept-language", ""),
            )
        )
        received, started = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > largest:
                raise TooLarge
            return message

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                out = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    out.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    out.setdefault("Cache-Control", "no-store")
                if self.serving.secure:
                    out.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        try:
            await self.app(scope, counted, guarded)
        except TooLarge:
            if not started:
                await self._refuse(largest)(scope, receive, guarded)

    @staticmethod
    def _refuse(largest: int) -> PlainTextResponse:
        size = f"{largest / 2**20:,.0f} MB"
        return PlainTextResponse(
            f"What was sent is larger than the {size} allowed here; send less at once.\n", 413
        )


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
