"""Lists of what codings say as a whole: pairs of codes, and agreement by code."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter

from rantau.study.coding_desk import CodingDesk
from rantau.study.listings import Row
from rantau.study.table_listings import agreement_by_code, pair_rows
from rantau.web.access import needs
from rantau.web.api import api
from rantau.web.api.table_models import AgreementByCodeRow, PairRow
from rantau.web.language import N_
from rantau.web.lists import Column, Facet, Listing, add_list, traced

router = APIRouter(dependencies=[needs("coder")])
_PAIR = traced("coded", lambda row: f"pair/{row['first']}/{row['second']}")
_EITHER = traced("coded", lambda row: f"either/{row['first']}/{row['second']}")


def _codings(row: Row) -> str:
    """The codings that a row of agreement rests on."""
    if row["code"] == "all codes":
        return "/coding/codings"
    return f"/coding/codings?code={quote(row['code'].split(' ')[0])}"


PAIRS = Listing(
    name="codes_together",
    title=N_("Codes that stand together"),
    path="/coding/together",
    rows_of=lambda study, _: pair_rows(CodingDesk(study).view()),
    columns=(
        Column("first_name", N_("Code"), "code"),
        Column("second_name", N_("With"), "code"),
        Column("together", N_("Passages with both"), "number", link=_PAIR),
        Column("either", N_("With one or both"), "number", link=_EITHER),
        Column("jaccard", N_("Jaccard"), "number", link=_EITHER),
        Column("lift", N_("Lift"), "number", link=_EITHER),
    ),
    facets=(Facet("code", N_("Code"), lambda row: [row["first"], row["second"]], word=False),),
    link=_PAIR,
    model=PairRow,
    by_viewer=True,
    role="coder",
)
AGREEMENT = Listing(
    name="agreement_by_code",
    title=N_("Agreement by code"),
    path="/coding/agreement/codes",
    rows_of=lambda study, _: agreement_by_code(CodingDesk(study).view(), study.settings.study.seed),
    columns=(
        Column("code", N_("Code"), "code"),
        Column("level", N_("Compare coders on"), "word"),
        Column("alpha", N_("Alpha"), "number", link=_codings),
        Column("cohen", N_("Cohen's kappa"), "number", link=_codings),
        Column("fleiss", N_("Fleiss' kappa"), "number", link=_codings),
        Column("ac1", N_("Gwet's AC1"), "number", link=_codings),
        Column("percent", N_("Share agreed"), "share", link=_codings),
        Column("codings", N_("Codings"), "number", link=_codings),
        Column("judged", N_("Judged"), "number", link=_codings),
    ),
    facets=(Facet("level", N_("Compare coders on"), lambda row: [row["level"]]),),
    link=_codings,
    model=AgreementByCodeRow,
    by_viewer=True,
    ahead=False,
    role="coder",
)
for _listing in (PAIRS, AGREEMENT):
    add_list(router, api, _listing, aside="_coding_places.html")
