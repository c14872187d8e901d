"""Signing in through OpenID Connect: Authlib speaks the protocol, the study's accounts say who may come in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from rantau.framework.errors import BadInput
from rantau.store.records import Account
from rantau.study.accounts import checked_openid
from rantau.web.access import Refused, begin_session
from rantau.web.frame import Frame, HereFrame
from rantau.web.language import N_, gettext
from rantau.web.screens.entering import inside

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

router = APIRouter()
SECRET = "RANTAU_OPENID_SECRET"  # noqa: S105  the name of a variable


def _client(frame: Frame) -> StarletteOAuth2App:
    settings = frame.study.settings.web.sign_in
    if not (settings.issuer and frame.serving.accounts):
        raise BadInput(gettext("This study has no sign-in through a provider."))

    def make() -> StarletteOAuth2App:
        from authlib.integrations.starlette_client import OAuth

        return OAuth().register(
            "provider",
            client_id=settings.client_id,
            client_secret=os.environ.get(SECRET) or None,
            server_metadata_url=f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10.0},
        )

    return frame.kept("openid", settings, make)


@router.get("/openid/start")
async def start(request: Request, frame: HereFrame, next: str = "/") -> Response:
    client = _client(frame)
    request.session["next"] = inside(next)
    back = f"{frame.serving.address or str(request.base_url).rstrip('/')}/openid/back"
    try:
        answer: Response = await client.authorize_redirect(request, back)
    except Exception as error:
        raise _unreachable(error) from error
    return answer


@router.get("/openid/back")
async def back(request: Request, frame: HereFrame) -> Response:
    from authlib.integrations.base_client import OAuthError

    client = _client(frame)
    target = inside(str(request.session.get("next", "/")))
    try:
        # Checks state, nonce, issuer, audience, signature and times.
        token = await client.authorize_access_token(request)
    except OAuthError:
        raise Refused(403, N_("The provider did not sign you in; start again.")) from None
    except Exception as error:
        raise _unreachable(error) from error
    account = await run_in_threadpool(_admitted, frame, token.get("userinfo") or {})
    begin_session(request, account.name, "account", account.version)
    return RedirectResponse(target, 303)


def _admitted(frame: Frame, who: dict[str, Any]) -> Account:
    email = str(who.get("email", "")) if who.get("email_verified") is True else ""
    account = checked_openid(frame.study.store, (str(who.get("sub", "")), email))
    if account is None:
        raise Refused(
            403, N_("The provider knows you, but this study has no account for you; ask its owner.")
        )
    with frame.study.acting_as(account.name).store.transaction() as transaction:
        transaction.record("session.opened", account.name, details={"how": "openid"})
    return account


def _unreachable(error: Exception) -> Exception:
    from joserfc.errors import JoseError

    # Authlib takes httpx2 where it is installed, else httpx; both say it with a class of their own.
    if type(error).__module__.startswith("httpx"):
        return Refused(403, N_("The provider cannot be reached; try again, or sign in with a password."))
    if isinstance(error, (JoseError, ValueError)):
        return Refused(403, N_("The provider did not sign you in; start again."))
    return error
