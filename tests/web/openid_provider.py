"""A provider of OpenID Connect for tests: discovery, authorization code with PKCE, signed id tokens, JWKS.

Conforms to OpenID Connect Core 1.0 sections 3.1.2 to 3.1.3 and Discovery 1.0 for this one flow; who signs in is chosen
by the test. ``spoil`` makes it lie in one respect, as a hostile provider or a man in the middle would.
"""

import base64
import hashlib
import secrets
import time
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, RedirectResponse


def provider(client_id, client_secret):
    """The provider's application; ``state.person`` holds the claims of whoever signs in."""
    app = FastAPI()
    key, stranger = (
        RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}) for _ in range(2)
    )
    codes = {}
    app.state.person, app.state.spoil, app.state.seen = {}, {}, []

    @app.get("/.well-known/openid-configuration")
    def configuration(request: Request):
        issuer = str(request.base_url).rstrip("/")
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    @app.get("/keys")
    def keys():
        return {"keys": [key.as_dict(private=False)]}

    @app.get("/authorize")
    def authorize(request: Request):
        asked = dict(request.query_params)
        app.state.seen.append(asked)
        assert asked["client_id"] == client_id
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        codes[code] = asked
        answer = {"code": code, "state": app.state.spoil.get("state", asked["state"])}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(answer)}", 302)

    @app.post("/token")
    def token(
        request: Request,
        code: str = Form(),
        redirect_uri: str = Form(),
        code_verifier: str = Form(),
        grant_type: str = Form(),
    ):
        asked = codes.pop(code)
        basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        assert request.headers["authorization"] == f"Basic {basic}"
        assert (grant_type, redirect_uri) == ("authorization_code", asked["redirect_uri"])
        digest = (
            base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        )
        assert digest == asked["code_challenge"]
        now = int(time.time())
        claims = {
            "iss": str(request.base_url).rstrip("/"),
            "aud": client_id,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **app.state.person,
            **{name: value for name, value in app.state.spoil.items() if name not in ("state", "key")},
        }
        signed = jwt.encode(
            {"alg": "RS256", "kid": "one"}, claims, stranger if "key" in app.state.spoil else key
        )
        return JSONResponse(
            {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}
        )

    return app
