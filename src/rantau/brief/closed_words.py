"""Words of closed sets that records hold and the brief prints, marked here for the catalogue.

They are shown by ``gettext(record.word)``, where the word is not written down and so could not be found.
"""

from __future__ import annotations

from rantau.framework.language import N_

__all__ = ["CLOSED_WORDS"]

CLOSED_WORDS = (
    # verdicts, confidence, concerns
    N_("corroborated"), N_("compatible"), N_("conflicting"), N_("single source"),
    N_("high"), N_("moderate"), N_("low"), N_("very low"),
    # citations
    N_("matched"), N_("ambiguous"), N_("dangling"),
    # roles of places
    N_("origin"), N_("transit"), N_("destination"),
    # who is counted
    N_("female"), N_("male"), N_("children"), N_("youth"), N_("adults"), N_("elderly"), N_("undocumented"),
    N_("documented"), N_("refugee"), N_("stateless"), N_("fishing"), N_("domestic work"), N_("construction"),
    N_("agriculture"), N_("manufacturing"), N_("sex industry"), N_("scam compounds"), N_("mining"),
    N_("informal sector"), N_("care work"), N_("hospitality"),
    # units of claims
    N_("persons"), N_("percent"), N_("percentage points"), N_("per 1000"), N_("per 10000"), N_("per 100000"),
    N_("per million"), N_("hours/day"), N_("hours/week"), N_("days/week"), N_("hours"), N_("days"), N_("weeks"),
    N_("months"), N_("years"), N_("USD"), N_("USD/day"), N_("USD/month"), N_("USD/year"), N_("cases"), N_("deaths"),
    N_("raids"), N_("organisations"), N_("shelters"), N_("deportations"), N_("households"), N_("children"),
    N_("convictions"), N_("prosecutions"), N_("arrests"), N_("investigations"), N_("victims"), N_("facilities"),
    N_("agencies"), N_("vessels"), N_("times"),
    # elements of profiles
    N_("human security"), N_("economic"), N_("food"), N_("health"), N_("environmental"), N_("personal"),
    N_("community"), N_("political"), N_("route"), N_("exposure"), N_("most exposed"), N_("insecurity"),
    N_("protection"),
    # sources and rows of tables
    N_("intergovernmental"), N_("state"), N_("academic"), N_("media"), N_("testimony"),
    N_("checked"), N_("cross-checked"), N_("second-hand"), N_("quoted"), N_("unchecked"),
    # the monitor, stances, recommendations
    N_("met"), N_("part of the way"), N_("far off"), N_("not met"), N_("cannot be told"), N_("contradicted"),
    N_("no target"), N_("no data"), N_("better"), N_("worse"), N_("no change"), N_("one year only"),
    N_("no direction"), N_("borne out"), N_("leans that way"), N_("leans the other way"), N_("not told apart"),
    N_("strong"), N_("conditional"), N_("to be looked into"), N_("not as simulated"),
    # the simulation
    N_("assumed"), N_("sourced"), N_("calibrated"), N_("migrants"), N_("person-months"),
    N_("entered exploitation"), N_("person months in exploitation"), N_("identified"),
    N_("flow deported unscreened"), N_("new departures"), N_("retrafficked"), N_("flow deported"),
    N_("flow enters rehabilitation"),
    # its levers
    N_("screening coverage"), N_("screening capacity"), N_("shelter capacity"), N_("rehabilitation capacity"),
    N_("raid intensity"), N_("deportation intensity"), N_("legal openness"), N_("legal quota"), N_("legal fee"),
    N_("legal delay"), N_("regularisation"), N_("employer pays"), N_("legal aid"), N_("complaint without fear"),
    N_("labour inspection"), N_("anti corruption"), N_("consular protection"), N_("information campaign"),
    N_("actip floor"), N_("regional monitoring"), N_("securitization shock"), N_("desecuritization"),
)  # fmt: skip
