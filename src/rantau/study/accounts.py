"""Who may use a study's workbench: accounts with roles, kept in the study's store.

In the store, not in a file beside it: a team that shares a PostgreSQL database shares its accounts, and each change to
them stands in the audit trail. Of a password only its argon2id hash is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from rantau.framework.errors import BadInput, Way
from rantau.framework.words import ACCOUNT_ROLES, AccountRole
from rantau.store.database import Store
from rantau.store.records import Account

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from rantau.study.listings import Row

__all__ = [
    "SHORTEST_PASSWORD",
    "account_rows",
    "add_account",
    "checked",
    "checked_openid",
    "remove_account",
    "role_reaches",
]

SHORTEST_PASSWORD = 12
_LONGEST_PASSWORD = 1024
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """What a password is compared with when there is no such account, so that both take the same time."""
    return _hasher().hash("nobody has this password")


def account_rows(store: Store) -> list[Row]:
    """The accounts by name, without what they sign in with."""
    return [
        {
            "name": one.name,
            "role": one.role,
            "password": bool(one.password),
            "openid": one.openid,
        }
        for one in store.accounts()
    ]


def add_account(store: Store, name: str, role: str, *, password: str = "", openid: str = "") -> Account:
    """Make an account, or change the one of this name; sessions that it has end.

    Args:
        store: The study's store.
        name: Lower-case letters, digits, full stops, hyphens and underscores.
        role: One of :data:`rantau.framework.words.ACCOUNT_ROLES`.
        password: At least twelve characters; empty: none, or as it was.
        openid: E-mail address or subject at the OpenID Connect provider; empty: none, or as it was.

    Raises:
        BadInput: The name or role will not do, the password is too short, there is no way to sign in, or the
            last owner would be none.
    """
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"{name!r} will not do as a name; use lower-case letters, digits, full stops, hyphens, underscores"
        )
    known = next((one for one in ACCOUNT_ROLES if one == role), None)
    if known is None:
        raise BadInput(f"{role!r} is no role; choose one of {', '.join(ACCOUNT_ROLES)}")
    if password and not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise BadInput(
            f"the password of {name} is too {'short' if len(password) < SHORTEST_PASSWORD else 'long'}; "
            f"use at least {SHORTEST_PASSWORD} characters, four unrelated words for example"
        )
    hashed = _hasher().hash(password) if password else ""
    with store.transaction() as transaction:
        before = store.account(name)
        if before is not None and known != "owner":
            _keep_an_owner(store, name)
        taken = next((one.name for one in store.accounts() if openid and one.openid == openid), name)
        if taken != name:
            raise BadInput(f"{openid} is the account {taken}'s already; remove that, or use another address")
        account = Account(
            name=name,
            role=known,
            password=hashed or (before.password if before else ""),
            openid=openid.strip() or (before.openid if before else ""),
            version=before.version + 1 if before else 1,
        )
        if not account.password and not account.openid:
            raise BadInput(f"{name} could not sign in; give a password, or an address for OpenID Connect")
        transaction.put_account(account)
        transaction.record(
            "account.changed" if before else "account.added",
            name,
            details={"role": role, "password": bool(account.password), "openid": account.openid},
        )
    return account


def remove_account(store: Store, name: str) -> None:
    """Take an account away; sessions that it has end.

    Raises:
        BadInput: There is none of this name; or it is the last owner's and there are others.
    """
    with store.transaction() as transaction:
        if store.account(name) is None:
            raise BadInput(
                f"there is no account {name!r}",
                way=Way("'rantau account list' shows them", "Accounts shows them"),
            )
        if len(store.accounts()) > 1:
            _keep_an_owner(store, name)
        transaction.remove_account(name)
        transaction.record("account.removed", name)


def _keep_an_owner(store: Store, name: str) -> None:
    owners = {one.name for one in store.accounts() if one.role == "owner"}
    if owners == {name}:
        raise BadInput(f"{name} is the last owner of this study; make somebody else an owner first")


def checked(store: Store, name: str, password: str) -> Account | None:
    """The account of this name, if this is its password. Takes as long when there is no such account."""
    from argon2.exceptions import InvalidHashError, VerificationError

    account = store.account(name) if _NAME.fullmatch(name) else None
    hashed = account.password if account and account.password else _nobodys_hash()
    try:
        _hasher().verify(hashed, password[:_LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return None
    if account is None or not account.password:
        return None
    if _hasher().check_needs_rehash(hashed):
        account = replace(account, password=_hasher().hash(password))
        with store.transaction() as transaction:
            transaction.put_account(account)
    return account


def checked_openid(store: Store, known_as: Sequence[str]) -> Account | None:
    """The account of a person whom the provider vouches for.

    Args:
        store: The study's store.
        known_as: Subject and verified e-mail address, as the provider gives them.
    """
    wanted = {one for one in known_as if one}
    return next((one for one in store.accounts() if one.openid in wanted), None) if wanted else None


def role_reaches(role: AccountRole, needed: AccountRole) -> bool:
    """Whether a role may do what is allowed to another."""
    return ACCOUNT_ROLES.index(role) >= ACCOUNT_ROLES.index(needed)
