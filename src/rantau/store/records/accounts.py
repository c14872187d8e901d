"""Who may use a study's workbench."""

from __future__ import annotations

from dataclasses import dataclass, field

from rantau.framework.words import AccountRole

__all__ = ["Account"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may sign in, with a password, through OpenID Connect, or either."""

    name: str
    """Under which the person acts in the audit trail."""
    role: AccountRole
    password: str = field(default="", repr=False)
    """Its argon2id hash; empty: no sign-in with a password."""
    openid: str = ""
    """The verified e-mail address, or the subject, that the provider knows the person by; empty: not through it."""
    version: int = 1
    """Counts changes; a session that began under another version has ended."""
