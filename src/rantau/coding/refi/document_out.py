"""One document with its codings and annotations, made into a source of a REFI-QDA project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rantau.coding.records import Coding, Memo, Region, Source
from rantau.coding.refi import model as m
from rantau.coding.refi.context import Exporting
from rantau.coding.refi.details import digest, line
from rantau.coding.refi.project import guid_of
from rantau.coding.refi.writing import internal
from rantau.framework.errors import BadInput

__all__ = ["DocumentOut"]

_QUOTE = 120


class DocumentOut:
    """One document being made into a source."""

    def __init__(
        self, export: Exporting, source: Source, codings: Sequence[Coding], memos: Sequence[Memo]
    ) -> None:
        self.export, self.source, self.codings, self.memos = export, source, codings, memos
        self.guid = guid_of("document", source.id)
        self.lines: list[str] = []
        self.whole: list[m.CodingNode] = []
        self.text: list[m.TextSelection] = []
        self.regions: list[m.PdfSelection] = []

    def build(self) -> m.SourceFile:
        source, export = self.source, self.export
        as_pdf = source.kind == "pdf" and (source.file is not None or bool(source.path))
        self.place_all(as_pdf)
        details: dict[str, Any] = {"id": source.id, "when": source.when}
        if source.kind == "pdf" and not as_pdf:
            details["form"] = "pdf"
            export.account.note("{n} PDFs go as their text alone, since their files are not exported.")
        self.lines.append(line("document", self.guid, **details))
        shared: dict[str, Any] = {
            "guid": self.guid,
            "name": export.clean(source.name, "names"),
            "description": export.clean(source.description, "descriptions") or None,
            "codings": tuple(self.whole),
            "values": tuple(export.value(v) for v in source.values),
            "by": export.user(source.coder),
            "at": export.time(source.when) or export.project.when,
        }
        texts: tuple[tuple[str, str], ...] = ()
        if not as_pdf:
            path = _outside(source.path)
            if source.text is not None:
                path = internal(f"{self.guid}.txt")
                texts = ((path, source.text),)
            elif not source.path:
                raise BadInput(f"The document {source.id!r} has neither a text nor a path where it lies.")
            node = m.TextNode(**shared, plain_path=path, selections=tuple(self.text))
            return m.SourceFile(node, texts)
        representation = None
        if source.text is not None:
            own = guid_of("representation", source.id)
            path = internal(f"{own}.txt")
            texts = ((path, source.text),)
            # QualCoder reads what is said of a PDF from its text alone, so it stands there too.
            representation = m.TextNode(
                guid=own,
                name=shared["name"],
                plain_path=path,
                description=shared["description"],
                values=shared["values"],
                selections=tuple(self.text),
                at=shared["at"],
            )
        inside = source.file is not None
        return m.SourceFile(
            m.PdfNode(
                **shared,
                path=internal(f"{self.guid}.pdf") if inside else _outside(source.path),
                selections=tuple(self.regions),
                representation=representation,
            ),
            texts,
            source.file,
        )

    def place_all(self, as_pdf: bool) -> None:
        groups: dict[str, list[Coding]] = {}
        for coding in self.codings:
            self.check(coding)
            if coding.start is None and coding.region is None:
                self.whole.append(self.coding(coding, ""))
            elif coding.region is not None and not as_pdf:
                self.export.account.note(
                    "{n} codings are of a region on a page of a document that does not go as a PDF, and are left out."
                )
            elif coding.region is None and self.source.text is None:
                self.export.account.note("{n} codings are of a text that is not exported, and are left out.")
            else:
                groups.setdefault(coding.selection or coding.id, []).append(coding)
        for selection, codings in groups.items():
            if selection in self.export.selections:
                raise BadInput(
                    f"The selection {selection!r} has codings in two documents; give one another selection."
                )
            self.export.selections.add(selection)
            self.select(selection, codings)
        for memo in self.memos:
            self.annotate(memo, as_pdf)
        self.text.sort(key=lambda s: (s.start, s.end))

    def check(self, coding: Coding) -> None:
        export = self.export
        if coding.id in export.codings:
            raise BadInput(f"Two codings have the id {coding.id!r}; give one of them another id.")
        export.codings.add(coding.id)
        if coding.document != self.source.id:
            raise BadInput(
                f"The coding {coding.id!r} is of {coding.document!r} and was given with {self.source.id!r}."
            )
        if coding.code not in export.codes:
            raise BadInput(
                f"The coding {coding.id!r} has the code {coding.code!r}, which is not in the codebook."
            )
        self.check_place(coding.start, coding.end, f"The coding {coding.id!r}")

    def check_place(self, start: int | None, end: int | None, what: str) -> None:
        if (start is None) != (end is None):
            raise BadInput(f"{what} has a start or an end and not both.")
        text = self.source.text
        if start is not None and end is not None and text is not None and not 0 <= start <= end <= len(text):
            raise BadInput(
                f"{what} stands at {start:,} to {end:,}, outside of its text of {len(text):,} characters."
            )

    def coding(self, coding: Coding, description: str) -> m.CodingNode:
        guid = guid_of("coding", coding.id)
        account = self.export.account
        more: dict[str, Any] = {"id": coding.id}
        for name, said in (
            ("polarity", "a polarity"),
            ("adjudicated_by", "an adjudicator"),
            ("reason", "a reason"),
        ):
            if value := getattr(coding, name):
                more[name] = value
                account.note(f"{{n}} codings have {said}; it is in the note of details.")
        if coding.status != "accepted":
            more["status"] = coding.status
            account.note(
                f"{{n}} codings are {coding.status}, which the standard cannot say: other programs show them as "
                "codings like all others."
            )
        if coding.probability is not None:
            more["probability"] = coding.probability
            account.note("{n} codings have a probability; it is in the note of details.")
        if coding.passage is not None:
            more["passage"] = coding.passage
        if coding.selection:
            more["selection"] = coding.selection
        if coding.memo != description:
            more["memo"] = coding.memo
        if not coding.coder:
            more["coder"] = ""  # or the coder of its selection would be taken for its own
        self.lines.append(line("coding", guid, **more))
        return m.CodingNode(
            guid=guid,
            code=guid_of("code", coding.code),
            notes=tuple(self.export.about.get(("coding", coding.id), ())),
            by=self.export.user(coding.coder),
            at=self.export.time(coding.when),
        )

    def select(self, selection: str, codings: Sequence[Coding]) -> None:
        first, export = codings[0], self.export
        place = (first.start, first.end, first.region)
        if any((c.start, c.end, c.region) != place for c in codings):
            raise BadInput(f"The codings of the selection {selection!r} stand at different places.")
        description = export.clean(first.memo, "memos")
        shared: dict[str, Any] = {
            "guid": guid_of("selection", selection),
            "description": description or None,
            "codings": tuple(self.coding(c, description) for c in codings),
            "notes": tuple(export.about.get(("selection", selection), ())),
            "by": export.user(first.coder),
            "at": export.time(first.when) or export.project.when,
        }
        self.put(shared, first.start, first.end, first.region)

    def put(self, shared: dict[str, Any], start: int | None, end: int | None, region: Region | None) -> None:
        if region is not None:
            self.regions.append(
                m.PdfSelection(
                    **shared,
                    page=region.page,
                    first_x=region.first_x,
                    first_y=region.first_y,
                    second_x=region.second_x,
                    second_y=region.second_y,
                )
            )
        elif start is not None and end is not None:
            self.text.append(m.TextSelection(**shared, name=self.quote(start, end), start=start, end=end))

    def quote(self, start: int, end: int) -> str:
        held = " ".join((self.source.text or "")[start : min(end, start + 4 * _QUOTE)].split())
        return self.export.clean(held if len(held) <= _QUOTE else held[:_QUOTE].rstrip() + "…", "quotations")

    def annotate(self, memo: Memo, as_pdf: bool) -> None:
        self.check_place(memo.start, memo.end, f"The memo {memo.id!r}")
        if (memo.region is not None and not as_pdf) or (memo.region is None and self.source.text is None):
            self.export.account.note("{n} memos on a place that is not exported are left out.")
            return
        if memo.region is None and memo.start is None:
            raise BadInput(f"The memo {memo.id!r} is of a place in {memo.document!r} and does not say which.")
        guid = guid_of("selection", memo.id)
        description = self.export.clean(memo.text, "memos")
        more: dict[str, Any] = {"id": memo.id, "d": digest(description), "when": memo.when}
        if memo.title:
            more["title"] = memo.title
            self.export.account.note(
                "{n} annotations have a title, which the standard cannot say; it is in the note of details."
            )
        if description != memo.text:
            more["text"] = memo.text
        self.lines.append(line("annotation", guid, **more))
        shared: dict[str, Any] = {
            "guid": guid,
            "description": description,
            "by": self.export.user(memo.coder),
            "at": self.export.time(memo.when) or self.export.project.when,
        }
        self.put(shared, memo.start, memo.end, memo.region)


def _outside(path: str) -> str:
    return path if "://" in path or not path else f"relative:///{path.lstrip('/')}"
