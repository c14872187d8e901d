"""What a study's store and trail tell of how it was coded, gathered for the checklist of rigour."""

from __future__ import annotations

import re
from collections import Counter

from rantau.coding.negative_cases import negative_cases
from rantau.coding.rigour import Acts, Check, checklist
from rantau.study.coding_acts import open_differences, visible_memos
from rantau.study.coding_reports import agreement_of, denied_codes
from rantau.study.coding_view import CodingView

__all__ = ["acts_of_study", "rigour"]

_CODING = re.compile(r"(coding|codings|memo|themes|document\.coded|document\.reopened)\b")
_SAID = {
    "member check": re.compile(r"member[- ]check|participant (?:validation|check)", re.IGNORECASE),
    "peer": re.compile(r"\bpeer\b", re.IGNORECASE),
    "position": re.compile(r"\bposition(?:ality)?\b", re.IGNORECASE),
    "limit": re.compile(r"\blimit(?:s|ed|ation|ations)?\b", re.IGNORECASE),
}


def rigour(view: CodingView) -> list[Check]:
    """The checklist, filled from the study's trail."""
    return checklist(acts_of_study(view))


def acts_of_study(view: CodingView) -> Acts:
    """Count what the checklist asks for."""
    store = view.store
    machine = {one.id for one in store.coders() if one.machine}
    codings = [one for one in view.followed.now if one.coder not in machine]
    accepted = [one for one in codings if one.status == "accepted"]
    coded = {one.document for one in accepted} & set(view.files)
    documents = [one for one in view.documents if not one.problem]
    memos = visible_memos(view)
    themes = store.themes()
    used = {one.code for one in view.effective}
    themed = {code for theme in themes for code in theme.codes}
    negative = {row.code for row in negative_cases(view.effective, denied_codes(store)) if row.cases}
    code_of = {one.id: one.code for one in codings}
    answered = {code_of.get(memo.about, memo.about) for memo in memos}
    double = [id for id in view.files if len(view.readers(id) or ()) > 1 and id not in view.hidden]
    alpha = agreement_of(view, samples=0).overall.measures["alpha"].value if double else None
    said = {name: sum(bool(pattern.search(memo.text)) for memo in memos) for name, pattern in _SAID.items()}
    events = themes_changed = adjudicated = 0
    last_coding = last_brief = 0
    for event in store.events():
        events += 1
        themes_changed += event.action == "themes.changed"
        adjudicated += event.action == "coding.adjudicated"
        if _CODING.match(event.action):
            last_coding = event.number
        elif event.action == "brief.written":
            last_brief = event.number
    return Acts(
        readable=len(documents),
        described=sum(
            bool(one.title and one.year and one.publisher and one.source_type != "unknown")
            for one in documents
        ),
        source_types=tuple(sorted({one.source_type for one in documents if one.id in coded} - {"unknown"})),
        coded=len(coded),
        memo_documents=len({memo.about for memo in memos} & {one.id for one in documents}),
        codings=len(accepted),
        rejections=sum(one.status == "rejected" and not one.adjudicated_by for one in codings),
        waiting=sum(one.status in ("proposed", "machine-coded") for one in view.judged),
        adrift=len(view.placed.adrift) + len(view.followed.waiting),
        machine=view.basis.machine,
        coders=tuple(sorted({one.coder for one in codings})),
        double=len(double),
        alpha=alpha,
        differences=len(open_differences(view)),
        adjudicated=adjudicated,
        themes=len(themes),
        undefined_themes=tuple(theme.name for theme in themes if not theme.definition),
        themes_changed=max(themes_changed - 1, 0),
        themed_codes=len(used & themed),
        used_codes=len(used),
        negative=len(negative),
        negative_answered=len(negative & answered),
        study_memos=Counter(memo.coder for memo in memos if not memo.about),
        said=said,
        codebook_changes=len(view.codebook.changes),
        trail_holds=store.verify_audit().ok,
        events=events,
        brief_after_coding=last_brief > last_coding if last_coding and last_brief else None,
        testimonies=len(store.testimonies()),
    )
