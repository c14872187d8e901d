"""Who may do what: each address and method of the workbench, by the least role that it is for.

``LIST`` is a list's page, its CSV and its JSON. A new route without a place here makes the tests fail.
"""

import re

ROLES = ("reader", "coder", "analyst", "owner")
TABLE = """
anyone:
    GET /health; GET /enter; GET /sign-in; POST /sign-in; POST /preferences; GET /openid/start;
    GET /openid/back
reader:
    GET /; GET /stages; GET /change; LIST /sources; GET /sources/file/{name:path}; LIST /groups; LIST /claims;
    GET /groups/{id}; GET /claims/{id:path}; LIST /profiles; LIST /profiles/corridors; LIST /profiles/coverage;
    GET /profiles/{name}.csv; GET /profiles/{name}; LIST /monitor; LIST /monitor/region;
    LIST /monitor/commitments; LIST /stance; LIST /measures; LIST /instruments; LIST /recommendations;
    GET /monitor/states; GET /recommendations/{id}; GET /monitor/rounds; GET /scenarios; GET /scenarios/{name};
    GET /brief; GET /brief/state; GET /brief/preview/{name}; GET /brief/figures.zip;
    GET /brief/files/{name:path}; POST /sign-out; GET /provenance/{kind}/{id:path}; GET /triangulation;
    GET /documents/{id}/pages/{number}; GET /documents/{id}; GET /documents/{id}/pages/{number}/image;
    GET /charts/{name}.{form}; GET /charts/{name}/table; GET /api/docs; LIST /measures/proposed;
    GET /measures/proposed/{id:path}; GET /scenarios-result; GET /scenarios-result/files/{name:path};
    LIST /brief/figures; GET /api/monitor; GET /api/region; GET /api/commitments; GET /api/stance;
    GET /api/measures; GET /api/instruments; GET /api/recommendations; GET /api/sources; GET /api/groups;
    GET /api/claims; GET /api/profiles; GET /api/corridors; GET /api/coverage; GET /api/profiles/{name};
    GET /api/provenance/{kind}/{id:path}; GET /api/proposed_measures; GET /api/scenarios;
    GET /api/scenarios/{name}; GET /api/simulations/last; GET /api/simulations/last/comparison;
    GET /api/simulations/last/explained; GET /api/simulations/last/tables/{name:path}; GET /api/brief-figures;
    GET /api/brief; GET /api/brief/files/{name:path}; GET /api/openapi.json; LIST /monitor/changes;
    GET /api/round_changes; LIST /profiles/apart; GET /api/told_apart; LIST /scenarios-list;
    GET /api/scenarios-list; LIST /levers; GET /api/levers
coder:
    LIST /coding; GET /coding/documents/{id}; POST /coding/codings/add; POST /coding/suggestions/{decision};
    POST /coding/codings/remove; POST /coding/undo; POST /coding/documents/{id}/state; POST /coding/memos;
    LIST /coding/memos; POST /coding/memos/remove; LIST /review/list; GET /review; POST /review/decide;
    POST /review/undo; GET /review/learned; POST /claims/decide; POST /claims/undo; GET /screening;
    POST /screening; GET /screening/cases; POST /screening/cases; GET /screening/cases/{key};
    POST /screening/cases/{key}/forget; GET /jobs; GET /jobs/{id}; LIST /trail; GET /trail/verify;
    LIST /coding/waiting; GET /coding/waiting/{id}; POST /coding/waiting/{id}; LIST /coding/codebook;
    LIST /coding/codings; LIST /coding/differences; LIST /coding/assignments; GET /coding/codes/{id};
    GET /coding/compare/{id}; GET /coding/differences/{passage:path}; POST /coding/adjudications;
    GET /coding/agreement; GET /coding/agreement.csv; GET /coding/analysis; GET /coding/rigour;
    GET /coding/concepts; GET /coding/themes; POST /coding/themes; GET /coding/report/preview;
    GET /coding/report/files/{name:path}; GET /api/review; GET /api/documents_to_code; POST /api/codings;
    GET /api/codings; DELETE /api/codings/{id}; POST /api/suggestions/{id:path}/accept;
    POST /api/suggestions/{id:path}/reject; POST /api/coding/undo; POST /api/coding/redo; GET /api/trail;
    GET /api/codings_waiting; GET /api/codebook; GET /api/differences; GET /api/memos; GET /api/assignments;
    POST /api/adjudications; GET /api/coding/agreement; GET /api/coding/analysis; GET /api/coding/themes;
    GET /api/coding/rigour; GET /api/coding/concepts; GET /api/jobs; GET /api/jobs/{id}; LIST /coding/together;
    GET /api/codes_together; LIST /coding/agreement/codes; GET /api/agreement_by_code;
    LIST /review/learned/codes; GET /api/decisions_by_code
analyst:
    POST /sources/upload; POST /sources/file/{name:path}; POST /monitor/rounds; GET /monitor/rounds/draft.csv;
    POST /scenarios/simulate; GET /screening/cases/{key}.csv; POST /brief/choose; POST /brief/build;
    POST /jobs/run; POST /jobs/{id}/cancel; GET /coding/codebook/{kind}; POST /coding/codebook/{kind};
    POST /measures/proposed/{id:path}; POST /coding/assignments; POST /coding/report; POST /scenarios/new;
    POST /scenarios/{name}/copy; GET /scenarios/{name}/edit; POST /scenarios/{name}/edit;
    GET /scenarios/{name}/edit/text; POST /scenarios/{name}/edit/text; POST /api/scenarios;
    POST /api/scenarios/check; PUT /api/scenarios/{name}; POST /api/simulations; POST /api/jobs/{id}/cancel;
    POST /api/brief
owner:
    GET /accounts; POST /accounts; POST /accounts/{name}/remove
"""


def allowed():
    """(Method, path) -> the least role, or ``anyone``."""
    found = {}
    for role, block in re.findall(r"^(\w+):\n((?:    .+\n)+)", TABLE, re.M):
        for entry in filter(None, (one.strip() for one in block.replace("\n", " ").split(";"))):
            for method, path in re.findall(r"(LIST|GET|POST|PUT|DELETE) (\S+)", entry):
                for name in [path, f"{path}.csv", f"{path}.json"] if method == "LIST" else [path]:
                    assert found.setdefault(("GET" if method == "LIST" else method, name), role) == role
    return found


def routes_of(app):
    """All (method, path) that an app answers, in the order in which it looks for them."""

    def walk(routes):
        for one in routes:
            if hasattr(one, "original_router"):
                yield from walk(one.original_router.routes)
            elif getattr(one, "methods", None):
                yield from ((method, one.path) for method in sorted(one.methods - {"HEAD", "OPTIONS"}))

    return list(dict.fromkeys(walk(app.router.routes)))


def route_of(path, routes):
    """The path of the route that answers an address, as the app would choose it."""
    for _, one in routes:
        pattern = re.sub(r"\\\{\w+(:path)?\\\}", lambda found: ".+" if found[1] else "[^/]+", re.escape(one))
        if re.fullmatch(pattern, path):
            return one
    return None
