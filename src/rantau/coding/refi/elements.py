"""XML elements to the model's values and back, from one table that says where each field stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from rantau.coding.refi import model as m
from rantau.framework.errors import BadInput

__all__ = ["CODEBOOK", "PROJECT", "SECTIONS", "element_of", "local_name", "plain_guid", "value_of"]

PROJECT = "{urn:QDA-XML:project:1.0}"
CODEBOOK = "{urn:QDA-XML:codebook:1.0}"

_VALUES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")


def plain_guid(value: str) -> str:
    """A GUID in lower case without braces."""
    return value.strip().strip("{}").lower()


def local_name(element: Any) -> str:
    """An element's name without its namespace.

    ``lxml.etree.QName`` raises on a name that holds a colon, which the parser lets through in a broken file.
    """
    return str(element.tag).rpartition("}")[2]


def _boolean(value: str) -> bool:
    return value.strip() in ("true", "1")


def _number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise BadInput(
            f"The number {value[:40]!r} is too long to be a position; export the project anew."
        ) from None


_READ: Mapping[str, Callable[[str], Any]] = {"str": str, "guid": plain_guid, "int": _number, "bool": _boolean}


@dataclass(frozen=True, slots=True)
class _Attribute:
    field: str
    name: str
    kind: Literal["str", "guid", "int", "bool"] = "str"


@dataclass(frozen=True, slots=True)
class _Child:
    """A child element: a string, references, one or more values of a class."""

    field: str
    name: str
    kind: Literal["string", "refs", "ref", "one", "many"]
    of: str = ""


@dataclass(frozen=True, slots=True)
class _Form:
    make: type[Any]
    attributes: tuple[_Attribute, ...]
    children: tuple[_Child, ...] = ()


def _attributes(words: str) -> tuple[_Attribute, ...]:
    """``field=name:kind`` words; field alone where both are called the same."""
    found = []
    for word in words.split():
        rest, _, kind = word.partition(":")
        field, _, name = rest.partition("=")
        found.append(_Attribute(field, name or field, kind or "str"))  # type: ignore[arg-type]
    return tuple(found)


_STAMP = " by=creatingUser:guid at=creationDateTime changed_by=modifyingUser:guid changed_at=modifiedDateTime"
_BOX = " first_x=firstX:int first_y=firstY:int second_x=secondX:int second_y=secondY:int"
_DESCRIPTION = _Child("description", "Description", "string")
_NOTES = _Child("notes", "NoteRef", "refs")
_CODINGS = _Child("codings", "Coding", "many", "Coding")
_SOURCE_VALUES = _Child("values", "VariableValue", "many", "VariableValue")
_TEXT = (
    _attributes("guid:guid name rich_path=richTextPath plain_path=plainTextPath" + _STAMP),
    (
        _DESCRIPTION,
        _Child("content", "PlainTextContent", "string"),
        _Child("selections", "PlainTextSelection", "many", "PlainTextSelection"),
        _CODINGS,
        _NOTES,
        _SOURCE_VALUES,
    ),
)

_FORMS: Mapping[str, _Form] = {
    "User": _Form(m.UserNode, _attributes("guid:guid name id")),
    "Code": _Form(
        m.CodeNode,
        _attributes("guid:guid name codable=isCodable:bool color"),
        (_DESCRIPTION, _NOTES, _Child("children", "Code", "many", "Code")),
    ),
    "Variable": _Form(m.VariableNode, _attributes("guid:guid name kind=typeOfVariable"), (_DESCRIPTION,)),
    "Case": _Form(
        m.CaseNode,
        _attributes("guid:guid name"),
        (
            _DESCRIPTION,
            _Child("codes", "CodeRef", "refs"),
            _SOURCE_VALUES,
            _Child("sources", "SourceRef", "refs"),
            _Child("selections", "SelectionRef", "refs"),
        ),
    ),
    "Coding": _Form(
        m.CodingNode,
        _attributes("guid:guid by=creatingUser:guid at=creationDateTime"),
        (_Child("code", "CodeRef", "ref"), _NOTES),
    ),
    "PlainTextSelection": _Form(
        m.TextSelection,
        _attributes("guid:guid name start=startPosition:int end=endPosition:int" + _STAMP),
        (_DESCRIPTION, _CODINGS, _NOTES),
    ),
    "TextSource": _Form(m.TextNode, *_TEXT),
    "Note": _Form(m.TextNode, *_TEXT),
    "Representation": _Form(m.TextNode, *_TEXT),
    "PDFSource": _Form(
        m.PdfNode,
        _attributes("guid:guid name path current_path=currentPath" + _STAMP),
        (
            _DESCRIPTION,
            _Child("selections", "PDFSelection", "many", "PDFSelection"),
            _Child("representation", "Representation", "one", "Representation"),
            _CODINGS,
            _NOTES,
            _SOURCE_VALUES,
        ),
    ),
    "PDFSelection": _Form(
        m.PdfSelection,
        _attributes("guid:guid name page:int" + _BOX + _STAMP),
        (_DESCRIPTION, _Child("representation", "Representation", "one", "Representation"), _CODINGS, _NOTES),
    ),
    "Link": _Form(
        m.LinkNode,
        _attributes("guid:guid name direction color origin=originGUID:guid target=targetGUID:guid"),
        (_NOTES,),
    ),
    "Set": _Form(
        m.SetNode,
        _attributes("guid:guid name"),
        (
            _DESCRIPTION,
            _Child("codes", "MemberCode", "refs"),
            _Child("sources", "MemberSource", "refs"),
            _Child("notes", "MemberNote", "refs"),
        ),
    ),
    "Graph": _Form(
        m.GraphNode,
        _attributes("guid:guid name"),
        (_Child("vertices", "Vertex", "many", "Vertex"), _Child("edges", "Edge", "many", "Edge")),
    ),
    "Vertex": _Form(
        m.Vertex, _attributes("guid:guid represented=representedGUID:guid name shape color" + _BOX)
    ),
    "Edge": _Form(
        m.Edge,
        _attributes(
            "guid:guid represented=representedGUID:guid name source=sourceVertex:guid target=targetVertex:guid color "
            "direction style=lineStyle"
        ),
    ),
    "Project": _Form(
        m.ProjectHead,
        _attributes(
            "name origin by=creatingUserGUID:guid at=creationDateTime changed_by=modifyingUserGUID:guid "
            "changed_at=modifiedDateTime base_path=basePath"
        ),
    ),
}

SECTIONS: Mapping[str, tuple[str, str]] = {
    "Users": ("users", "User"),
    "CodeBook": ("codes", "Code"),
    "Variables": ("variables", "Variable"),
    "Cases": ("cases", "Case"),
    "Sources": ("", ""),
    "Notes": ("notes", "Note"),
    "Links": ("links", "Link"),
    "Sets": ("sets", "Set"),
    "Graphs": ("graphs", "Graph"),
}
"""The parts of a project in the standard's order: the head's field, and the element of each entry."""


def value_of(element: Any, namespace: str = PROJECT) -> Any:
    """The model's value of an element."""
    tag = local_name(element)
    if tag == "VariableValue":
        return _variable_value(element, namespace)
    form = _FORMS[tag]
    fields: dict[str, Any] = attributes_of(element, form.attributes)
    for child in form.children:
        found = element.findall(namespace + child.name)
        if child.kind == "string":
            if found:
                fields[child.field] = found[0].text or ""
        elif child.kind == "refs":
            fields[child.field] = tuple(plain_guid(e.get("targetGUID")) for e in found)
        elif child.kind == "ref":
            fields[child.field] = plain_guid(found[0].get("targetGUID"))
        elif child.kind == "one":
            if found:
                fields[child.field] = value_of(found[0], namespace)
        else:
            fields[child.field] = tuple(value_of(e, namespace) for e in found)
    return form.make(**fields)


def project_attributes(element: Any) -> dict[str, Any]:
    """The attributes of the Project element, by the head's fields."""
    return attributes_of(element, _FORMS["Project"].attributes)


def attributes_of(element: Any, attributes: tuple[_Attribute, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in attributes:
        raw = element.get(attribute.name)
        if raw is not None:
            found[attribute.field] = _READ[attribute.kind](raw)
    return found


def _variable_value(element: Any, namespace: str) -> m.ValueNode:
    variable = plain_guid(element.find(namespace + "VariableRef").get("targetGUID"))
    for kind in _VALUES:
        given = element.find(f"{namespace}{kind}Value")
        if given is not None:
            return m.ValueNode(variable=variable, kind=kind, value=given.text or "")  # type: ignore[arg-type]
    return m.ValueNode(variable=variable)


def element_of(value: Any, tag: str, namespace: str = PROJECT) -> Any:
    """The element of a value of the model.

    Raises:
        BadInput: A text holds a character that XML cannot hold.
    """
    try:
        return _element_of(value, tag, namespace)
    except ValueError as problem:
        if isinstance(problem, BadInput):
            raise
        raise BadInput(
            f"A {tag} holds a control character, which XML cannot hold; remove it and export again."
        ) from None


def _element_of(value: Any, tag: str, namespace: str) -> Any:
    element = etree.Element(namespace + tag, nsmap={None: namespace[1:-1]})
    if tag == "VariableValue":
        etree.SubElement(element, namespace + "VariableRef").set("targetGUID", value.variable)
        if value.kind is not None:
            etree.SubElement(element, f"{namespace}{value.kind}Value").text = value.value
        return element
    form = _FORMS[tag]
    set_attributes(element, value, form.attributes)
    for child in form.children:
        content = getattr(value, child.field)
        if child.kind == "string":
            if content is not None:
                etree.SubElement(element, namespace + child.name).text = content
        elif child.kind in ("refs", "ref"):
            for target in (content,) if child.kind == "ref" else content:
                etree.SubElement(element, namespace + child.name).set("targetGUID", target)
        elif child.kind == "one":
            if content is not None:
                element.append(_element_of(content, child.name, namespace))
        else:
            for entry in content:
                element.append(_element_of(entry, child.of, namespace))
    return element


def set_attributes(element: Any, value: Any, attributes: tuple[_Attribute, ...]) -> None:
    for attribute in attributes:
        content = getattr(value, attribute.field)
        if content is None:
            continue
        if attribute.kind == "bool":
            content = "true" if content else "false"
        element.set(attribute.name, str(content))


def project_element(head: m.ProjectHead) -> Any:
    """The Project element with its attributes and nothing in it."""
    element = etree.Element(PROJECT + "Project", nsmap={None: PROJECT[1:-1]})
    set_attributes(element, head, _FORMS["Project"].attributes)
    return element
