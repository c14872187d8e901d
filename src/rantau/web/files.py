"""Files of ``out/`` for a browser: only those that its manifest names, and none may run anything."""

from __future__ import annotations

from pathlib import PurePosixPath

from starlette.responses import FileResponse, Response

from rantau.study.outputs import OutputFolder
from rantau.web.frame import found
from rantau.web.language import N_

__all__ = ["PAGE_POLICY", "download", "framed_page", "picture"]

_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""A page that carries its style, fonts and pictures in itself: no script, no request, and only a screen of ours frames
it."""
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".bib": "application/x-bibtex",
}
_NONE = N_("There is no such file; it may not have been made yet.")


def _file(folder: OutputFolder, name: str, headers: dict[str, str], *, saved: bool) -> Response:
    path = found(folder.file(name), _NONE)
    plain = PurePosixPath(name)
    return FileResponse(
        path,
        media_type=_KINDS.get(plain.suffix, "application/octet-stream"),
        filename=plain.name,
        content_disposition_type="attachment" if saved else "inline",
        headers=headers | {"Cache-Control": "private, no-cache"},
    )


def download(folder: OutputFolder, name: str) -> Response:
    """A file to save.

    Raises:
        Refused: The manifest does not name it, or it is gone.
    """
    return _file(folder, name, {"Content-Security-Policy": _PICTURE_POLICY}, saved=True)


def picture(folder: OutputFolder, name: str) -> Response:
    """A picture (SVG) to show.

    Raises:
        Refused: As for :func:`download`.
    """
    return _file(folder, name, {"Content-Security-Policy": _PICTURE_POLICY}, saved=False)


def framed_page(folder: OutputFolder, name: str) -> Response:
    """A page to show within one of ours, in a sandbox.

    Raises:
        Refused: As for :func:`download`.
    """
    headers = {
        "Content-Security-Policy": PAGE_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        # With it a browser shows no sandboxed page in a window of its own.
        "Cross-Origin-Opener-Policy": "unsafe-none",
    }
    return _file(folder, name, headers, saved=False)
