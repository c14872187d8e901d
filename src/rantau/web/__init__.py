"""The workbench: a local web page over the study's rooms. See README.md here for how to add to it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rantau.web.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name == "create_app":
        from rantau.web.app import create_app

        return create_app
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
