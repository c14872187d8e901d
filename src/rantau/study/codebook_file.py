"""``codebook.yaml``: a study's changes to the codebook, in order; errors name the line.

Each entry is one change with its reason::

    - add:
        id: HS.economic.fees
        name: Recruitment fees
        definition: What is paid to be placed.
      reason: fees are the study's question
    - rename: SE.desecuritization
      to: {id: SE.normalisation, name: Normalisation}
      reason: plainer for our readers
    - split: PR.monitoring
      into: [{id: PR.monitoring_state, name: …}, {id: PR.monitoring_independent, name: …}]
      reason: …
    - merge: [MS.meso.smuggling_syndicate, MS.meso.trafficking_syndicate]
      into: MS.meso.trafficking_syndicate
      reason: …
    - retire: [SE.audience]
      reason: …
    - edit: {id: HS.food, example: …}
      reason: …
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rantau.framework.codebook import Change, ChangeKind, Code, Codebook, shipped_codebook
from rantau.framework.errors import BadInput, BadSetting

__all__ = ["FILE", "change_of", "read_codebook"]

FILE = "codebook.yaml"
LARGEST_BYTES = 2**20

_KINDS: tuple[ChangeKind, ...] = ("add", "edit", "rename", "split", "merge", "retire")
_RESULT = {"rename": "to", "split": "into", "merge": "into"}
_TEXTS = ("name", "definition", "include", "exclude", "example", "theory", "source")


def read_codebook(folder: Path) -> Codebook:
    """The codebook of a study: the shipped one with the changes of its ``codebook.yaml``, where it has one.

    Args:
        folder: The study's folder.

    Raises:
        BadSetting: The file is no YAML, or a change does not fit; names the line.
    """
    book = shipped_codebook()
    path = folder / FILE
    if not path.is_file():
        return book
    for line, entry in _entries(path):
        try:
            book = book.changed(change_of(book, entry))
        except BadInput as error:
            raise BadSetting(path, line, str(error)) from None
    return book


def _entries(path: Path) -> list[tuple[int, Mapping[str, Any]]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if path.stat().st_size > LARGEST_BYTES:
        raise BadSetting(path, None, "is larger than 1 MB, which no list of changes is; shorten it")
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadSetting(path, None, "is not UTF-8 text; save it as UTF-8") from None
    if any(token in text for token in ("&", "*")) and _has_anchors(text):
        raise BadSetting(path, None, "uses YAML anchors, which are not read here; write the values out")
    try:
        loaded = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadSetting(path, mark.line + 1 if mark else None, f"is no YAML: {error.problem}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise BadSetting(path, None, f"is no YAML: {str(error).splitlines()[0]}") from None
    if loaded is None:
        return []
    if not isinstance(loaded, list):
        raise BadSetting(
            path, 1, "holds no list of changes; begin each with '- add:', '- rename:' or the like"
        )
    entries = []
    for number, entry in enumerate(loaded):
        line = loaded.lc.item(number)[0] + 1  # type: ignore[attr-defined]
        if not isinstance(entry, Mapping):
            raise BadSetting(
                path, line, "is no change; write for example '- retire: [SE.audience]' and its reason"
            )
        entries.append((line, entry))
    return entries


def _has_anchors(text: str) -> bool:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent

    try:
        for event in YAML(typ="rt", pure=True).parse(text):
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
                return True
    except (YAMLError, ValueError, RecursionError):
        return False  # said with its line when the text is loaded
    return False


def change_of(book: Codebook, entry: Mapping[str, Any]) -> Change:
    """The change that an entry of the file writes.

    Raises:
        BadInput: It writes none.
    """
    kinds = [kind for kind in _KINDS if kind in entry]
    if len(kinds) != 1:
        raise BadInput(
            f"a change is one of {', '.join(_KINDS)}; this has {', '.join(kinds) or 'none of them'}"
        )
    kind = kinds[0]
    result = _RESULT.get(kind)
    unknown = sorted(str(key) for key in entry if key not in (kind, result, "reason"))
    if unknown:
        raise BadInput(f"{unknown[0]!r} is nothing that '{kind}' takes")
    reason = _text(entry.get("reason", ""), "reason")
    if kind in ("add", "edit"):
        old: tuple[str, ...] = ()
        rows = _listed(entry[kind])
    else:
        old = tuple(_text(one, kind) for one in _listed(entry[kind]))
        rows = _listed(entry.get(result)) if result and entry.get(result) is not None else []
    coming: list[Code] = []
    for row in rows:
        coming.append(_code(book, kind, old, row))
    return Change(kind=kind, old=old, codes=tuple(coming), reason=reason)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{name} has to be text, not {type(value).__name__}; put it in quotation marks")
    return " ".join(value.split())


def _code(book: Codebook, kind: ChangeKind, old: Sequence[str], row: Any) -> Code:
    """A code as written; what is not said is as it was, or as the code above has it."""
    if isinstance(row, str):
        if kind == "merge":
            return book[row]
        raise BadInput(f"a code is written with its id and name, like {{id: {row}, name: …}}")
    if not isinstance(row, Mapping):
        raise BadInput("a code is written with its id and name, like {id: HS.food, name: Food security}")
    unknown = sorted(str(key) for key in row if key not in (*_TEXTS, "id", "polarity"))
    if unknown:
        raise BadInput(f"{unknown[0]!r} is no part of a code; parts are id, {', '.join(_TEXTS)}, polarity")
    id = _text(row.get("id", ""), "id")
    texts: dict[str, Any] = {name: _text(row[name], name) for name in _TEXTS if name in row}
    polarity = row.get("polarity")
    if polarity is not None and not isinstance(polarity, bool):
        raise BadInput("polarity is true or false")
    earlier = id if kind == "edit" else old[0] if kind == "rename" else None
    if earlier is not None:
        base = replace(book[earlier], id=id)
    else:
        if "name" not in texts or "definition" not in texts:
            raise BadInput(f"{id or 'a new code'} needs a name and a definition")
        parent = book.codes.get(id.rpartition(".")[0])
        base = Code(
            id=id,
            name="",
            definition="",
            include="",
            exclude="",
            example="",
            theory=parent.theory if parent else "",
            source=parent.source if parent else "the study's own",
            polarity=parent.polarity if parent else False,
        )
    changed = replace(base, **texts)
    return changed if polarity is None else replace(changed, polarity=polarity)
