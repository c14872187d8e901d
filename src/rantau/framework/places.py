"""Places: countries, regions, and the towns and crossings on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

__all__ = ["NAME_KINDS", "PLACE_KINDS", "NameKind", "Place", "PlaceKind", "PlaceName"]

PlaceKind = Literal["country", "region", "province", "town", "crossing", "port", "zone"]
"""``region``: several countries. ``province``: any part of one country, from a state to an island. ``zone``: a
compound or special economic zone."""
PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)

NameKind = Literal["name", "alias", "local", "demonym"]
"""``alias``: another English spelling, formal or publishers'. ``local``: Indonesian, Malay, or a language of the
region in its own script. ``demonym``: adjective or noun for the people (``Burmese``, ``Filipinos``)."""
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that claims, observations and corridors can be about."""

    id: str
    """ISO 3166-1 alpha-3 for a country; else lower-case words joined by hyphens: ``gcc``, ``mae-sot``."""
    name: str
    kind: PlaceKind
    iso3: str
    """The country it lies in; its own code for a country, empty for a region."""
    parent: str
    """Id of the place it is a part of; empty for the world."""
    latitude: float | None = None
    longitude: float | None = None
    """Of a point in the place, in degrees; not a centroid. None where no point is given."""
    aliases: tuple[str, ...] = ()
    local_names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """Of a region: the codes of its countries; empty for the world, which has them all."""
    source: str = ""
    source_url: str = ""
    confidence: str = ""
    note: str = ""


class PlaceName(NamedTuple):
    """What a name stands for."""

    place: str
    kind: NameKind
