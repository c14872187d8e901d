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

router = APIRouter(dependencies=[needs("owner")])
Text = Annotated[str, Form(max_length=1024)]


@router.get("/accounts")
def accounts(request: Request, frame: HereFrame, study: HereStudy) -> Response:
    return frame.page(
        request, "accounts.html", title=N_("Accounts"), rows=account_rows(study.store), roles=ACCOUNT_ROLES
    )


@router.post("/accounts", dependencies=[needs("owner")])
def add(
    study: HereStudy, name: Text = "", role: Text = "", password: Text = "", openid: Text = ""
) -> Response:
    add_account(study.store, name, role, password=password, openid=openid)
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{name}/remove", dependencies=[needs("owner")])
def remove(study: HereStudy, name: str) -> Response:
    remove_account(study.store, name)
    return RedirectResponse("/accounts", 303)
