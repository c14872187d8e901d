"""The JSON API: the same objects as the commands' ``--json``, described by OpenAPI at ``/api/openapi.json``."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from pydantic import BaseModel, create_model

__all__ = ["api", "page_model"]

api = APIRouter(prefix="/api", tags=["study"])


@cache
def page_model(row: type[BaseModel]) -> type[BaseModel]:
    """The model of a page of a list of such rows."""
    made: type[BaseModel] = create_model(
        f"{row.__name__}Page",
        total=(int, ...),
        page=(int, ...),
        pages=(int, ...),
        facets=(dict[str, dict[str, int]], ...),
        rows=(list[row], ...),  # type: ignore[valid-type]
    )
    return made
