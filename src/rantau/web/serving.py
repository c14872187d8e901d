"""How a study is served: where, to whom, and with which limits."""

from __future__ import annotations

import ipaddress
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rantau.framework.errors import BadInput
from rantau.study.accounts import account_rows
from rantau.study.study import Study

__all__ = ["Serving", "is_loopback", "serve", "serving_of"]

_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Serving:
    """Who may come in, and how."""

    accounts: bool = False
    """Whether visitors sign in with an account; else whoever has the start-up token is the owner."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    """Names that a request may call this server by; a page elsewhere cannot pass its own name off as one of them."""
    address: str = ""
    """What the outside calls the workbench, such as ``https://study.example.org``; empty where there is no outside."""
    key: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """Signs sessions. Made at each start: a restart ends them."""
    cookie: str = "rantau"
    """Beginning of the names of cookies; two studies on one machine must not share them."""
    largest_body: int = _MEGABYTE
    largest_upload: int = 200 * _MEGABYTE

    @property
    def secure(self) -> bool:
        """Whether cookies go over https only."""
        return self.address.startswith("https:")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def serving_of(study: Study, host: str, port: int, *, accounts: bool = False, address: str = "") -> Serving:
    """How a study is to be served at an address.

    Raises:
        BadInput: The address can be reached from elsewhere and nobody could sign in; or the outside address is none.
    """
    away = not is_loopback(host)
    if (accounts or away or address) and not account_rows(study.store):
        where = f"{host} can be reached from other machines, so" if away else "There,"
        raise BadInput(
            f"{where} people must sign in, and the study has no accounts; make one with "
            f"'rantau account add {study.path} NAME --role owner', or serve on 127.0.0.1"
        )
    hosts = ["127.0.0.1", "localhost", "[::1]"]
    parts = urlsplit(address)
    if address and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/")
    ):
        raise BadInput(f"{address!r} is no address of a site; write https://study.example.org")
    if parts.hostname:
        hosts.append(parts.hostname)
    if away and host not in ("0.0.0.0", "::"):  # noqa: S104  compared with, not bound to
        hosts.append(f"[{host}]" if ":" in host else host)
    elif away and not address:
        raise BadInput(
            f"{host} means every address of this machine; name the one that people use, or give --address"
        )
    return Serving(
        accounts=accounts or away or bool(address),
        hosts=tuple(hosts),
        address=address.rstrip("/"),
        cookie=f"rantau_{port}",
        largest_upload=study.settings.documents.largest_megabytes * _MEGABYTE,
    )


def serve(path: Path, serving: Serving, host: str, port: int) -> None:
    """Serve a study until interrupted."""
    import uvicorn

    from rantau.web.app import create_app

    uvicorn.run(
        create_app(path, serving),
        host=host,
        port=port,
        log_level=os.environ.get("RANTAU_WEB_LOG", "warning"),
        access_log=False,  # addresses hold what people search for
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
