"""The works behind a brief, for a reference manager: as CSL-JSON, as BibTeX, and as a list in the manner of APA 7.

Two kinds of work: the study's documents, and what they cite for the claims and findings that stand. Confidential
documents, and what only they cite, are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rantau.brief.material import BriefMaterial
from rantau.brief.render import printable
from rantau.store.records import Claim, Document, Finding, Reference

__all__ = ["apa", "bibliography_files", "cited_works", "works"]

# A family name with initials or given names after a comma; organisations have no comma.
_PERSON = re.compile(r"[^,]+,\s*\S")
_DOCUMENT_TYPES = {"academic": "article-journal", "media": "article-newspaper"}
_BIBTEX_TYPES = {"article-journal": "article", "report": "techreport"}
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


def works(material: BriefMaterial) -> list[dict[str, Any]]:
    """Every work as a CSL-JSON item, documents first; ids are those of the study's records."""
    documents = [_document(one) for one in material.read if not one.confidential]
    return documents + [_reference(one) for one in cited_works(material)]


def cited_works(material: BriefMaterial) -> list[Reference]:
    """Entries of reference lists that stand behind a claim or finding, each work once, by author and year."""
    hidden = {one.id for one in material.documents if one.confidential}
    said: list[Claim | Finding] = [*material.claims, *material.findings]
    cited = [
        id for one in said if one.status != "rejected" and one.document not in hidden for id in one.citations
    ]
    found: dict[tuple[Any, ...], Reference] = {}
    for id in cited:
        citation = material.citation_of.get(id)
        reference = material.reference_of.get((citation.reference if citation else None) or "")
        if reference is not None:
            # The same work stands in several lists; that it is the same is told by author, year and title.
            key = (reference.authors[:1], reference.year, reference.suffix, reference.title.casefold()[:60])
            found.setdefault(key, reference)
    return sorted(found.values(), key=lambda one: (one.authors, one.year or 0, one.suffix, one.id))


def _document(one: Document) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.id,
        "type": _DOCUMENT_TYPES.get(one.source_type, "report"),
        "title": one.title or one.file,
        "author": [_name(author) for author in one.authors],
        "publisher": one.publisher,
        "issued": _year(one.year),
        "language": one.language,
        "note": f"sha256:{one.sha256}",
    }
    return {key: value for key, value in item.items() if value}


def _reference(one: Reference) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": one.id,
        "type": "article-journal" if one.container else "document",
        "title": one.title or one.raw,
        "author": [_name(author) for author in one.authors],
        "container-title": one.container,
        "issued": _year(one.year),
        "year-suffix": one.suffix,
        "DOI": one.doi,
        "URL": one.url,
    }
    return {key: value for key, value in item.items() if value}


def _name(author: str) -> dict[str, str]:
    if _PERSON.match(author):
        family, _, given = author.partition(",")
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": author.strip()}


def _year(year: int | None) -> dict[str, Any] | None:
    return {"date-parts": [[year]]} if year is not None else None


def apa(item: Mapping[str, Any]) -> str:
    """A work in the manner of APA 7: ``Idris, M., & Sari, D. (2021). Title. Container. https://doi.org/…``."""
    names = [one.get("literal") or f"{one['family']}, {one['given']}" for one in item.get("author", ())] or [
        item.get("publisher", "")
    ]
    names = [name.rstrip(".") + "." if "," in name else name for name in names if name]
    if len(names) > 20:  # APA 7, 9.8: nineteen names, an ellipsis, the last
        who = ", ".join(names[:19]) + ", … " + names[-1]
    else:
        who = ", & ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
    issued = item.get("issued")
    year = f"{issued['date-parts'][0][0]}{item.get('year-suffix', '')}" if issued else "n.d."
    title = str(item.get("title", "")).rstrip(". ")
    head = f"{who.rstrip('.')}. ({year}). {title}." if who else f"{title}. ({year})."
    container = item.get("container-title") or (
        "" if who == item.get("publisher") else item.get("publisher", "")
    )
    where = f"https://doi.org/{item['DOI']}" if item.get("DOI") else item.get("URL", "")
    return " ".join(part for part in (head, f"{container}." if container else "", where) if part)


def _bibtex(items: Sequence[Mapping[str, Any]]) -> str:
    entries = []
    for item in items:
        kind = _BIBTEX_TYPES.get(item["type"], "misc")
        names = [
            f"{{{_tex(one['literal'])}}}"
            if "literal" in one
            else f"{_tex(one['family'])}, {_tex(one['given'])}"
            for one in item.get("author", ())
        ]
        issued = item.get("issued")
        fields = {
            "title": f"{{{_tex(item.get('title', ''))}}}",
            "author": " and ".join(names),
            "year": str(issued["date-parts"][0][0]) if issued else "",
            "journal" if kind == "article" else "howpublished": _tex(item.get("container-title", "")),
            "institution": _tex(item.get("publisher", "")),
            "doi": item.get("DOI", ""),
            "url": item.get("URL", ""),
            "language": item.get("language", ""),
            "note": item.get("note", ""),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        key = re.sub(r"[^A-Za-z0-9]+", "-", item["id"]).strip("-")
        entries.append(f"@{kind}{{{key},\n" + "\n".join(lines) + "\n}\n")
    return "\n".join(entries)


def _tex(text: str) -> str:
    return " ".join(text.translate(_SPECIAL).split())


def bibliography_files(material: BriefMaterial) -> dict[str, bytes]:
    """``references.csl.json`` and ``references.bib``."""
    items = printable(works(material))
    return {
        "references.bib": _bibtex(items).encode("utf-8"),
        "references.csl.json": (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
    }
