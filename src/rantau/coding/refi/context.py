"""What all parts of an export share: the project, what it has named so far, and the account."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rantau.coding.records import Memo, Value
from rantau.coding.refi import model as m
from rantau.coding.refi.codebook import clean
from rantau.coding.refi.project import Account, Exchange, guid_of
from rantau.framework.errors import BadInput

__all__ = ["Exporting"]

_TIME = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_VALUES = {
    "Text": re.compile(r".*", re.DOTALL),
    "Boolean": re.compile(r"true|false|0|1"),
    "Integer": re.compile(r"[+-]?\d+"),
    "Float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "Date": re.compile(r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?"),
    "DateTime": _TIME,
}


class Exporting:
    """A project on its way out.

    Attributes:
        annotations: Memos on a place, by their document; each document takes its own away.
        about: GUIDs of the memos about each thing, by its kind and id.
        codings, selections, documents: Ids that were written so far.
    """

    def __init__(self, project: Exchange) -> None:
        self.project = project
        self.account = Account()
        self.kinds: Mapping[str, str] = {v.id: v.kind for v in project.variables}
        self.codes = {code.id for code in project.codes}
        self.coders = {coder.id for coder in project.coders}
        self.codings: set[str] = set()
        self.selections: set[str] = set()
        self.documents: set[str] = set()
        self.annotations: dict[str, list[Memo]] = {}
        self.about: dict[tuple[str, str], list[str]] = {}
        if not _TIME.fullmatch(project.when):
            raise BadInput(f"{project.when!r} is no time of export; give one such as 2026-01-31T12:00:00Z.")
        for memo in project.memos:
            if memo.document:
                self.annotations.setdefault(memo.document, []).append(memo)
            else:
                for about in memo.about:
                    self.about.setdefault((about.kind, about.id), []).append(guid_of("memo", memo.id))

    def clean(self, text: str, where: str) -> str:
        return clean(text, self.account, where)

    def user(self, coder: str) -> str | None:
        if not coder:
            return None
        if coder not in self.coders:
            raise BadInput(f"{coder!r} has coded or written something and is not among the coders.")
        return guid_of("coder", coder)

    def time(self, when: str) -> str | None:
        if when and not _TIME.fullmatch(when):
            raise BadInput(f"{when!r} is no time; a time is written such as 2026-01-31T12:00:00Z.")
        return when or None

    def value(self, value: Value) -> m.ValueNode:
        kind = self.kinds.get(value.variable)
        if kind is None:
            raise BadInput(f"A value is given of the variable {value.variable!r}, which is not defined.")
        guid = guid_of("variable", value.variable)
        if value.value is None:
            return m.ValueNode(variable=guid)
        if not _VALUES[kind].fullmatch(value.value):
            raise BadInput(
                f"The variable {value.variable!r} is of kind {kind}, and {value.value[:40]!r} is not."
            )
        return m.ValueNode(variable=guid, kind=kind, value=self.clean(value.value, "values"))  # type: ignore[arg-type]
