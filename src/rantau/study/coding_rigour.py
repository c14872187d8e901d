"""What a study's store and trail tell of how it was coded, gathered for the checklist of rigour and the report."""

from __future__ import annotations

import re
from collections import Counter

from rantau.coding.conduct import Conduct, Deed
from rantau.coding.negative_cases import negative_cases
from rantau.coding.rigour import Acts, Check, checklist
from rantau.study.coding_acts import open_differences, visible_memos
from rantau.study.coding_reports import agreement_of, denied_codes
from rantau.study.coding_view import CodingView

__all__ = ["acts_of_study", "conduct_of", "rigour"]

_CODING = re.compile(r"(coding|codings|memo|themes|document\.coded|document\.reopened)\b")
_AROUND = re.compile(r"(documents\.assigned|assignments\.removed|blindness\.lifted|codebook\.changed)\b")
_WRITTEN = ("brief.written", "report.written")
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
    return conduct_of(view).acts


def conduct_of(view: CodingView) -> Conduct:
    """Gather what was done, with the records that show it."""
    store = view.store
    machine = {one.id for one in store.coders() if one.machine}
    codings = [one for one in view.followed.now if one.coder not in machine]
    accepted = [one for one in codings if one.status == "accepted"]
    coded = {one.document for one in accepted} & set(view.files)
    documents = [one for one in view.documents if not one.problem]
    memos = visible_memos(view)
    about = {memo.about for memo in memos}
    themes = store.themes()
    used = {one.code for one in view.effective}
    themed = {code for theme in themes for code in theme.codes}
    negative = {row.code for row in negative_cases(view.effective, denied_codes(store)) if row.cases}
    code_of = {one.id: one.code for one in codings}
    answered = {code_of.get(memo.about, memo.about) for memo in memos}
    double = [id for id in view.files if len(view.readers(id) or ()) > 1 and id not in view.hidden]
    alpha = agreement_of(view, samples=0).overall.measures["alpha"].value if double else None
    events, last_coding, last_written = 0, 0, 0
    deeds: list[Deed] = []
    for event in store.events():
        events += 1
        if _CODING.match(event.action):
            last_coding = event.number
        elif event.action in _WRITTEN:
            last_written = event.number
        if _CODING.match(event.action) or _AROUND.match(event.action):
            coder = str(event.details.get("coder", ""))
            deeds.append(Deed(event.number, event.time[:10], event.action, event.subject, coder))
    themes_changed = [one.id for one in deeds if one.action == "themes.changed"]
    return Conduct(
        readable=tuple(one.id for one in documents),
        described=tuple(
            one.id
            for one in documents
            if one.title and one.year and one.publisher and one.source_type != "unknown"
        ),
        source_types=tuple(sorted({one.source_type for one in documents if one.id in coded} - {"unknown"})),
        coded=tuple(id for id in view.files if id in coded),
        memo_documents=tuple(one.id for one in documents if one.id in about),
        codings=tuple(one.id for one in accepted),
        suggested=tuple(one.id for one in accepted if one.probability is not None),
        rejections=tuple(one.id for one in codings if one.status == "rejected" and not one.adjudicated_by),
        waiting=tuple(
            f"{one.passage}/k/{one.code}"
            for one in view.judged
            if one.status in ("proposed", "machine-coded")
        ),
        adrift=(
            *(one.id for one in view.placed.adrift),
            *(one.id for one, _ in view.followed.waiting),
        ),
        machine=tuple(
            f"{one.passage}/k/{one.code}" for one in view.effective if one.status == "machine-coded"
        ),
        coders=tuple(sorted({one.coder for one in codings if not one.adjudicated_by})),
        double=tuple(double),
        alpha=alpha,
        differences=tuple(f"{one.passage} {one.code}" for one in open_differences(view)),
        adjudicated=tuple(one.id for one in deeds if one.action == "coding.adjudicated"),
        themes=tuple(theme.id for theme in themes),
        undefined_themes=tuple(theme.name for theme in themes if not theme.definition),
        themes_changed=tuple(themes_changed[1:]),
        themed_codes=tuple(sorted(used & themed)),
        used_codes=tuple(sorted(used)),
        negative=tuple(sorted(negative)),
        negative_answered=tuple(sorted(negative & answered)),
        study_memos=Counter(memo.coder for memo in memos if not memo.about),
        said={
            name: tuple(memo.id for memo in memos if pattern.search(memo.text))
            for name, pattern in _SAID.items()
        },
        codebook_changes=tuple(f"change {number}" for number in range(1, len(view.codebook.changes) + 1)),
        trail_holds=store.verify_audit().ok,
        events=events,
        brief_after_coding=last_written > last_coding if last_coding and last_written else None,
        testimonies=tuple(one.id for one in store.testimonies()),
        deeds=tuple(deeds),
    )
