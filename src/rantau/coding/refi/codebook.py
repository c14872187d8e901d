"""The codebook: our codes as REFI-QDA codes and back, and the ``.qdc`` file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from lxml import etree

from rantau.coding.records import Code, CodeSet
from rantau.coding.refi import elements as e
from rantau.coding.refi.details import Details, digest, line
from rantau.coding.refi.model import CodeNode, SetNode
from rantau.coding.refi.project import Account, guid_of
from rantau.coding.refi.reading import elements_in
from rantau.framework.errors import BadInput

__all__ = ["MOST_CODEBOOK_BYTES", "clean", "code_nodes", "codes_of", "read_codebook", "write_codebook"]

MOST_CODEBOOK_BYTES = 50 * 2**20
_DEEPEST = 60
_SECTIONS = (
    ("include_when", "Include when: "),
    ("exclude_when", "Exclude when: "),
    ("example", "Example: "),
    ("theory", "Theory: "),
    ("source", "Source: "),
)
_ORIGIN = "rantau"


def clean(text: str, account: Account, where: str) -> str:
    """A text without the characters that XML cannot hold, each replaced by U+FFFD and counted."""
    if text.isprintable():
        return text
    found = "".join("\ufffd" if _forbidden(c) else c for c in text)
    account.note(
        f"{{n}} control characters in {where} were replaced, since XML cannot hold them.",
        sum(_forbidden(c) for c in text),
    )
    return found


def _forbidden(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character < " " or "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"


def described(code: Code) -> str:
    """A code's definition with its other rules under it, for programs that have one field for all."""
    parts = [code.definition] if code.definition else []
    parts += [label + value for name, label in _SECTIONS if (value := getattr(code, name))]
    return "\n\n".join(parts)


def code_nodes(codes: Sequence[Code], account: Account) -> tuple[tuple[CodeNode, ...], list[str]]:
    """The tree of codes, and the lines of what the standard has no place for.

    Raises:
        BadInput: Two codes have one id, a parent is missing, or codes are their own ancestors.
    """
    by_id: dict[str, Code] = {}
    below: dict[str | None, list[Code]] = {}
    for code in codes:
        if code.id in by_id:
            raise BadInput(f"Two codes have the id {code.id!r}; give one of them another id.")
        by_id[code.id] = code
        below.setdefault(code.parent, []).append(code)
    for code in codes:
        if code.parent is not None and code.parent not in by_id:
            raise BadInput(
                f"The code {code.id!r} stands under {code.parent!r}, which is not in the codebook."
            )
    lines: list[str] = []
    made = 0

    def node(code: Code, depth: int) -> CodeNode:
        nonlocal made
        made += 1
        if depth > _DEEPEST:
            raise BadInput(
                f"The code {code.id!r} stands more than {_DEEPEST} levels deep; flatten the codebook."
            )
        guid = guid_of("code", code.id)
        description = clean(described(code), account, "the codebook")
        lines.append(_details(code, guid, description))
        return CodeNode(
            guid=guid,
            name=clean(code.name, account, "the codebook"),
            codable=code.codable,
            color=code.colour or None,
            description=description or None,
            children=tuple(node(child, depth + 1) for child in below.get(code.id, ())),
        )

    roots = tuple(node(code, 1) for code in below.get(None, ()))
    if made < len(codes):
        raise BadInput("Some codes of the codebook are their own ancestors; give each a parent above it.")
    names = [code.name for code in codes]
    double = len(names) - len(set(names))
    account.note(
        "{n} codes share their name with another; QualCoder keeps only the first of a name, so rename them before a "
        "project goes there.",
        double,
    )
    account.note(
        "{n} codes have polarities, which the standard has no place for; they are in the note of details.",
        sum(bool(code.polarities) for code in codes),
    )
    account.note(
        "{n} codes are retired, which the standard cannot say; it is in the note of details.",
        sum(code.retired for code in codes),
    )
    account.note(
        "{n} codes have rules of use, an example, a theory or a source beside the definition; they stand in the code's "
        "description.",
        sum(any(getattr(code, name) for name, _ in _SECTIONS) for code in codes),
    )
    return roots, lines


def _details(code: Code, guid: str, description: str) -> str:
    more: dict[str, Any] = {"id": code.id, "d": digest(description)}
    for name in ("name", "definition", *(name for name, _ in _SECTIONS)):
        if getattr(code, name):
            more[name] = getattr(code, name)
    if code.polarities:
        more["polarities"] = list(code.polarities)
    if code.retired:
        more["retired"] = True
    return line("code", guid, **more)


def codes_of(nodes: Sequence[CodeNode], details: Details, account: Account) -> dict[str, Code]:
    """Our codes of a tree of codes by their GUIDs, parents before their children."""
    found: dict[str, Code] = {}
    ids: set[str] = set()

    def take(node: CodeNode, parent: str | None) -> None:
        id = details.text("code", node.guid, "id", node.guid)
        if id in ids:
            id = node.guid
        ids.add(id)
        more = details.of("code", node.guid)
        description = node.description or ""
        fields: dict[str, str] = {"definition": description}
        if more.get("d") == digest(description):
            fields = {
                name: details.text("code", node.guid, name)
                for name in ("definition", *(name for name, _ in _SECTIONS))
            }
        elif more:
            account.note(
                "{n} codes were described anew elsewhere; the whole description is taken as the definition."
            )
        found[node.guid] = Code(
            id=id,
            name=node.name if more.get("name") is None or _renamed(node, more) else str(more["name"]),
            parent=parent,
            colour=_colour(node.color),
            codable=node.codable,
            polarities=details.texts("code", node.guid, "polarities"),
            retired=more.get("retired") is True,
            **fields,
        )
        for child in node.children:
            take(child, id)

    for node in nodes:
        take(node, None)
    return found


def _renamed(node: CodeNode, more: Mapping[str, Any]) -> bool:
    return node.name != clean(str(more["name"]), Account(), "")


def _colour(value: str | None) -> str:
    """``#rrggbb`` in lower case; the standard allows ``#rgb`` too."""
    if value is None:
        return ""
    value = value.strip().lower()
    return "#" + "".join(c * 2 for c in value[1:]) if len(value) == 4 else value


def write_codebook(
    codes: Sequence[Code], sets: Sequence[CodeSet] = (), *, account: Account | None = None
) -> bytes:
    """A ``.qdc``.

    Args:
        codes: The codebook.
        sets: Sets; only their codes can be in a codebook file.
        account: Told what the file cannot hold. A codebook has no notes, so what stands in the note of details of a
            project is lost in it, but for what a code's description says.

    Raises:
        BadInput: There is no code, or the codes make no tree.
    """
    account = account or Account()
    if not codes:
        raise BadInput("There is no code to export; a REFI-QDA codebook holds one at least.")
    nodes, _ = code_nodes(codes, account)
    account.note(
        "The ids of {n} codes are not in a .qdc; they come back by the GUID made from them.", len(codes)
    )
    root = etree.Element(e.CODEBOOK + "CodeBook", nsmap={None: e.CODEBOOK[1:-1]})
    root.set("origin", _ORIGIN)
    holder = etree.SubElement(root, e.CODEBOOK + "Codes")
    for node in nodes:
        holder.append(e.element_of(node, "Code", e.CODEBOOK))
    if sets:
        under = etree.SubElement(root, e.CODEBOOK + "Sets")
        for each in sets:
            if each.documents or each.memos:
                account.note("{n} sets have documents or memos, which a .qdc cannot hold.")
            element = etree.SubElement(under, e.CODEBOOK + "Set")
            element.set("guid", guid_of("set", each.id))
            element.set("name", clean(each.name, account, "the sets"))
            if each.description:
                described_in = etree.SubElement(element, e.CODEBOOK + "Description")
                described_in.text = clean(each.description, account, "the sets")
            for code in each.codes:
                etree.SubElement(element, e.CODEBOOK + "MemberCode").set("guid", guid_of("code", code))
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=False)
    for _ in elements_in(io.BytesIO(data), "The export", "codebook"):
        pass
    return data


def read_codebook(
    file: BinaryIO | bytes,
    name: str,
    *,
    known: Sequence[Code] = (),
    account: Account | None = None,
    check: bool = True,
) -> tuple[tuple[Code, ...], tuple[CodeSet, ...]]:
    """The codes and sets of a ``.qdc``.

    Args:
        file: The file, or its bytes.
        name: Its name, for errors.
        known: The study's codes: those whose GUID is in the file give it their id, polarities and rules of use.
        account: Told what was changed elsewhere or is not understood.
        check: Hold the file against the schema.

    Raises:
        BadInput: It is too large, not valid, names a GUID twice, or is built to do harm.
    """
    account = account or Account()
    data = file if isinstance(file, bytes) else file.read(MOST_CODEBOOK_BYTES + 1)
    if len(data) > MOST_CODEBOOK_BYTES:
        raise BadInput(
            f"{name} is larger than {MOST_CODEBOOK_BYTES:,} bytes, more than a codebook is read with."
        )
    root: Any = None
    for _, element in elements_in(io.BytesIO(data), name, "codebook", check=check):
        root = element if element.getparent() is None else root
    holder = root.find(e.CODEBOOK + "Codes")
    if holder is None:
        raise BadInput(f"{name} holds no codes; export it again from the program it came from.")
    nodes = tuple(e.value_of(c, e.CODEBOOK) for c in holder.findall(e.CODEBOOK + "Code"))
    guids: set[str] = set()
    for element in holder.iter(e.CODEBOOK + "Code"):
        guid = e.plain_guid(element.get("guid"))
        if guid in guids:
            raise BadInput(
                f"{name}: two codes have the GUID {guid}, so it cannot be told which is meant; export it again."
            )
        guids.add(guid)
    quiet = Account()
    lines = [_details(c, guid_of("code", c.id), clean(described(c), quiet, "")) for c in known]
    codes = codes_of(nodes, Details(["\n".join(lines)]), account)
    ids = {guid: code.id for guid, code in codes.items()}
    sets = [
        SetNode(
            guid=e.plain_guid(element.get("guid")),
            name=element.get("name"),
            description=element.findtext(e.CODEBOOK + "Description"),
            codes=tuple(e.plain_guid(m.get("guid")) for m in element.findall(e.CODEBOOK + "MemberCode")),
        )
        for element in root.iterfind(f"{e.CODEBOOK}Sets/{e.CODEBOOK}Set")
    ]
    return tuple(codes.values()), tuple(
        CodeSet(
            id=each.guid,
            name=each.name,
            description=each.description or "",
            codes=tuple(ids[c] for c in each.codes if c in ids),
        )
        for each in sets
    )
