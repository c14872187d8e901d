"""The visitor's own account, and for owners all accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from rantau.framework.words import ACCOUNT_ROLES
from rantau.study.accounts import account_rows, add_account, remove_account
from rantau.web.access import needs
from rantau.web.frame import HereFrame, HereStudy
from rantau.web.language import N_
from rantau.web.locking import taking_turns, unchanged, version_of
from rantau.web.words import word

router = APIRouter(dependencies=[needs("owner")])
Text = Annotated[str, Form(max_length=1024)]


@router.get("/accounts")
def accounts(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    rows = account_rows(study.store)
    return frame.page(
        request,
        "accounts.html",
        title=N_("Accounts"),
        rows=rows,
        roles=ACCOUNT_ROLES,
        version=version_of(rows),
    )


@router.post("/accounts", dependencies=[needs("owner")])
def add(
    study: HereStudy,
    name: Text = "",
    role: Text = "",
    password: Text = "",
    openid: Text = "",
    version: Text = "",
) -> Response:
    """Make an account or change one; where somebody else has changed any meanwhile, that is shown first."""

    def act() -> None:
        rows = account_rows(study.store)
        now = next((row for row in rows if row["name"] == name), None)
        unchanged(
            rows,
            version,
            theirs={name: _told(now["role"], now["openid"]) if now else "–"},
            mine={name: _told(role, openid)},
            back="/accounts",
        )
        add_account(study.store, name, role, password=password, openid=openid)

    taking_turns(act)
    return RedirectResponse("/accounts", 303)


def _told(role: str, openid: str) -> str:
    return ", ".join(filter(None, (word(role), openid)))


@router.post("/accounts/{name}/remove", dependencies=[needs("owner")])
def remove(study: HereStudy, name: str) -> Response:
    remove_account(study.store, name)
    return RedirectResponse("/accounts", 303)
