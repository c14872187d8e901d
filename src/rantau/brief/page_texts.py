"""The texts of the page itself, around the sections: for HTML, PDF and Word alike."""

from __future__ import annotations

from rantau.framework.language import current, gettext

__all__ = ["page_texts"]


def page_texts() -> dict[str, str]:
    """What templates and the Word file say of their own, in the brief's language."""
    return {
        "language": current(),
        "kind": gettext("Evidence brief"),
        "untitled": gettext("Untitled"),
        "keywords": gettext("migration; trafficking in persons; human security"),
        "skip": gettext("Skip to the text"),
        "contents": gettext("Contents"),
        "figure": gettext("Figure:"),
        "as_table": gettext("The data as a table"),
        "where_from": gettext("Where this number comes from:"),
        "whole": gettext("The whole brief, with the register of figures"),
        "register": gettext("Register of figures"),
        "register_lead": gettext(
            "Each number printed above, what it is, and where it comes from. The full chain of every figure is in "
            "the file for programs (JSON) beside this one."
        ),
        "from": gettext("from"),
        "observations": gettext("Observations beneath the scores"),
        "observations_short": gettext("Observations"),
        "observations_lead": gettext(
            "Each observation that a score rests on, with its source and the row it stands on. Where no interval "
            "follows in brackets: no uncertainty given"
        ),
        "no_observations": gettext("No score rests on an observation."),
        "number": gettext("No."),
        "indicator": gettext("Indicator"),
        "place": gettext("Place"),
        "year": gettext("Year"),
        "value": gettext("Value"),
        "unit": gettext("Unit"),
        "source": gettext("Source"),
        "row": gettext("Row"),
    }
