"""Currencies: symbols, codes and words; and words that are money of several countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rantau.evidence.lexicon import lexicon

__all__ = ["CURRENCIES", "MONEY_CODES", "currency_in", "is_money", "wage_country"]

CURRENCIES: Mapping[str, str] = lexicon().currencies
"""Symbol, code or word to ISO 4217; a word that is money of several countries to its plural (``rupees``)."""

MONEY_CODES: tuple[str, ...] = tuple(
    sorted(
        {
            *(code for code in CURRENCIES.values() if code.isupper()),
            "RM",
            "RP",
            "Rp",
            "Tk",
            "Ksh",
            "Rs",
            "FCFA",
        }
    )
)
"""What may stand glued to an amount: ``RM1,200``, ``USD40``."""


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money: ``USD``, ``THB/day``, ``rupees``."""
    head = unit.partition("/")[0]
    return (len(head) == 3 and head.isupper()) or head in lexicon().shared_currencies


_NOT_OF_ONE = frozenset({"USD", "EUR", "GBP", "XOF", "XAF", "CHF"})
"""Currencies in which wages are stated, or paid, in many countries."""


def wage_country(unit: str) -> str:
    """The country in whose money something is paid: ``MYR/day`` is earned in Malaysia; empty where it tells none.

    Args:
        unit: A unit as read.
    """
    head = unit.partition("/")[0]
    if head in _NOT_OF_ONE or not is_money(head):
        return ""
    return _country_of_currency().get(head, "")


@lru_cache(maxsize=1)
def _country_of_currency() -> dict[str, str]:
    known = {
        code: country for codes in lexicon().shared_currencies.values() for country, code in codes.items()
    }
    known.update(lexicon().currency_countries)
    return known


def currency_in(unit: str, countries: Iterable[str]) -> str:
    """The unit with its currency told by the countries around it: ``rupees/month`` in Nepal is ``NPR/month``.

    Args:
        unit: A unit as read.
        countries: ISO alpha-3 codes, the nearest first.

    Returns:
        The unit; as it was where the currency is plain already, or the countries do not settle it.
    """
    head, bar, per = unit.partition("/")
    codes = lexicon().shared_currencies.get(head)
    if codes is None:
        return unit
    found = next((codes[country] for country in countries if country in codes), head)
    return f"{found}{bar}{per}"
