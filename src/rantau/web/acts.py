"""What the audit trail tells of, in words: one for every action that any room records."""

from __future__ import annotations

from urllib.parse import quote

from rantau.study.listings import Row
from rantau.web.language import N_

__all__ = ["ACTS", "DETAILS", "address_of_subject"]

ACTS = {
    "account.added": N_("account added"),
    "account.changed": N_("account changed"),
    "account.removed": N_("account removed"),
    "assignments.removed": N_("document taken from a coder"),
    "blindness.lifted": N_("blindness lifted"),
    "brief.written": N_("brief written"),
    "calibration.run": N_("model calibrated"),
    "codebook.changed": N_("codebook changed"),
    "codes.exported": N_("codings exported"),
    "codes.found_again": N_("codings found again in a changed document"),
    "codes.suggested": N_("codes suggested"),
    "coding.redone": N_("act of coding done again"),
    "coding.undone": N_("act of coding taken back"),
    "codings.imported": N_("codings imported"),
    "confidential.viewed": N_("confidential words looked at"),
    "data.imported": N_("data imported"),
    "decision.made": N_("decision made"),
    "decision.undone": N_("decision taken back"),
    "document.added": N_("document added"),
    "document.coded": N_("document said to be coded"),
    "document.failed": N_("document could not be read"),
    "document.read": N_("document read"),
    "document.refused": N_("document refused"),
    "document.removed": N_("document removed"),
    "document.reopened": N_("document opened again for coding"),
    "documents.assigned": N_("documents given to coders"),
    "evidence.extracted": N_("evidence extracted"),
    "evidence.failed": N_("evidence could not be extracted"),
    "evidence.triangulated": N_("claims laid side by side"),
    "key.named": N_("key for names set"),
    "measure.confirmed": N_("measure confirmed"),
    "measure.rejected": N_("measure rejected"),
    "monitor.round_taken": N_("round of the monitor taken in"),
    "names.revealed": N_("names revealed"),
    "profiles.computed": N_("profiles computed"),
    "report.written": N_("thematic report written"),
    "scenario.written": N_("scenario written"),
    "session.opened": N_("signed in"),
    "setting.brief": N_("what the brief holds chosen"),
    "simulation.run": N_("scenarios simulated"),
    "simulation.sensitivity": N_("sensitivity worked out"),
    "source.changed": N_("description of a source changed"),
    "study.exported": N_("study exported"),
    "study.imported": N_("study imported"),
    "study.replayed": N_("study run again to compare"),
}
"""Actions whose words do not stand in :mod:`rantau.web.words` already, as those of coding do."""


DETAILS = {
    "added": N_("added"),
    "after": N_("after"),
    "asked": N_("draws asked for"),
    "before": N_("before"),
    "by": N_("by"),
    "changes": N_("changes"),
    "charts": N_("charts"),
    "claims": N_("claims"),
    "coder": N_("coder"),
    "codings": N_("codings"),
    "conflicts": N_("conflicts"),
    "documents": N_("documents"),
    "draws": N_("draws"),
    "explain": N_("explained"),
    "fields": N_("fields"),
    "file": N_("file"),
    "files": N_("files"),
    "findings": N_("findings"),
    "format": N_("format"),
    "gone": N_("gone"),
    "groups of claims": N_("groups of claims"),
    "groups of findings": N_("groups of findings"),
    "keys": N_("keys of runs"),
    "kind": N_("kind"),
    "languages": N_("languages"),
    "layout": N_("layout"),
    "like": N_("made from"),
    "months": N_("months"),
    "new": N_("new"),
    "observations": N_("observations"),
    "outcome": N_("outcome"),
    "pages": N_("pages"),
    "passages": N_("passages"),
    "pseudonyms": N_("pseudonyms"),
    "reasons": N_("reasons"),
    "recipient": N_("recipient"),
    "replaced": N_("replaced"),
    "role": N_("role"),
    "rows": N_("rows"),
    "scale": N_("migrants a simulated person stands for"),
    "scenarios": N_("scenarios"),
    "scores": N_("scores"),
    "seed": N_("where chance starts from"),
    "size": N_("bytes"),
    "source": N_("source"),
    "suggestions": N_("suggestions"),
    "testimonies": N_("testimonies"),
    "undoes": N_("takes back"),
}
"""What the details of an event are called."""


def address_of_subject(row: Row) -> str:
    """The address of the record that an event of the trail is about; empty where it has none."""
    subject = str(row["subject"])
    first, _, rest = subject.partition("/")
    if row["action"] == "scenario.written":
        return f"/scenarios/{quote(subject)}"
    if not row["file"]:
        return ""
    if rest.rpartition("/")[2].startswith("q"):
        return f"/claims/{quote(subject)}"
    return f"/documents/{quote(first)}"
