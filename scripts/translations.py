"""Keep the catalogues: collect the texts, bring each language up to date, compile.

    python scripts/translations.py update     after texts were added or changed; then translate what is new in the .po
    python scripts/translations.py compile    after translating
    python scripts/translations.py new CODE   begin a language (and name it in rantau/framework/language.py)

There are three: ``rooms`` for the texts of the brief and of the rooms that it takes words from; ``sentences`` for those
that other rooms make in English and the workbench shows, errors among them; and ``rantau`` for the workbench's own texts,
which falls back on the others. The texts stand in the templates (``_("...")``), in Python, and in the shipped tables (names of
indicators, instruments, codes, rules). CONTRIBUTING.md says how a text is marked; ``sentences`` are
not marked, but read from where they are made. Both .po and .mo are committed, so that a fresh clone needs no compiler.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src/rantau"
WEB = PACKAGE / "web"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
Message = str | tuple[str, str]


@dataclass(frozen=True)
class Domain:
    """A catalogue: where it lies, and what it collects as (file, text)."""

    name: str
    locale: Path
    texts: Callable[[], Iterator[tuple[str, Message]]]


def collected(domain: Domain) -> Catalog:
    """All texts of the code, without line numbers: they would change with every edit."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for name, message in domain.texts():
        catalogue.add(message, locations=[(name, None)])
    return catalogue


# -- the workbench -------------------------------------------------------------------------------------------------


def of_the_web() -> Iterator[tuple[str, Message]]:
    found = extract_from_dir(
        WEB,
        method_map=[("**.py", "python"), ("**/templates/**.html", "jinja2")],
        options_map={
            "**/templates/**.html": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
        },
        keywords=KEYWORDS,
    )
    for name, _, message, _, _ in found:
        yield name, message


# -- the rooms ---------------------------------------------------------------------------------------------------------

# Which arguments of a call are texts: by the call's name; a pair is a text for one and a text for many.
EVERYWHERE: dict[str, tuple[int | tuple[int, int], ...]] = {
    "N_": (0,), "gettext": (0,), "fill": (0,), "ngettext": ((0, 1),), "Lever": (2, 5),
}  # fmt: skip
IN_THE_BRIEF: dict[str, tuple[int | tuple[int, int], ...]] = {
    "say": (0,), "of": (0,), "Column": (0,), "Section": (1,), "Table": (1,), "Figure": (2,), "count": (1,),
    "counted": (1, (2, 3)), "given": (4,), "assumed": (1,), "reasoned": (2,), "setting": (0,), "definition": (0,),
}  # fmt: skip
METHODS = ("of", "count", "counted", "given", "assumed", "reasoned", "setting", "definition")
"""Of those in the brief, which are called on something: ``Text.of``, ``register.count``."""


def _has_words(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and any(character.isalpha() for character in str(node.value))


class Unmarked(Exception):
    """A text that cannot be translated as it stands: put together in place, or not marked."""


def _literals(node: ast.expr) -> list[str] | None:
    """The texts that an argument can be; None where it is made elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*(_literals(body) or ()), *(_literals(orelse) or ())]
        case ast.JoinedStr(values=values) if any(map(_has_words, values)):
            raise Unmarked(f"line {node.lineno}: fill('...', name=...) instead of an f-string")
        case ast.BinOp(left=left) if isinstance(left, ast.Constant) and isinstance(left.value, str):
            raise Unmarked(f"line {node.lineno}: a text put together with an operator cannot be translated")
    return None


def texts_of(tree: ast.AST, keywords: dict[str, tuple[int | tuple[int, int], ...]]) -> Iterator[Message]:
    """The texts of a module.

    Raises:
        Unmarked: A text is an f-string or a sum; names the line.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        method = isinstance(node.func, ast.Attribute)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in keywords or (method != (name in METHODS) and name not in EVERYWHERE):
            continue
        for place in keywords[name]:
            if isinstance(place, tuple):
                if place[1] < len(node.args):
                    one, many = (_literals(node.args[each]) for each in place)
                    if one and many:
                        yield one[0], many[0]
            elif place < len(node.args):
                for text in _literals(node.args[place]) or ():
                    if any(character.isalpha() for character in text):
                        yield text


def of_the_rooms() -> Iterator[tuple[str, Message]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith("web/"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        keywords = EVERYWHERE | (IN_THE_BRIEF if name.startswith("brief/") else {})
        try:
            for message in texts_of(tree, keywords):
                yield name, message
        except Unmarked as error:
            raise SystemExit(f"{name}, {error}") from None
    for file, columns in TABLES.items():
        with (PACKAGE / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for column in columns:
                    if any(character.isalpha() for character in row[column]):
                        yield file, row[column]
    with (PACKAGE / REGIONS).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["kind"] in ("region", "zone"):
                yield REGIONS, row["name"]
    for file, read in DOCUMENTS.items():
        for text in read(tomllib.loads((PACKAGE / file).read_text(encoding="utf-8"))):
            yield file, text


# -- sentences -------------------------------------------------------------------------------------------------------

REFUSING = frozenset({
    "BadDocument", "BadInput", "BadScenario", "BadSetting", "BadStore", "BadTable", "BrokenAudit", "EndpointFailed",
    "FeatureMissing", "RantauError", "StudyBusy", "StudyMissing", "bad", "wrong",
})  # fmt: skip
"""What makes an error that a person can be told about, or makes one from a sentence."""
NOT_MET = (
    "cli/", "demo/", "hidden/", "profile/composite/", "profile/publishers/", "policy/disclosure/", "coding/refi/",
    "coding/spreadsheets.py", "simulation/displacement", "simulation/cluster.py", "simulation/targets.py",
    "simulation/calibrat", "simulation/sensitivity", "simulation/chain.py", "study/handover/", "study/index_files.py",
    "study/calibrat", "study/displacing.py", "study/importing.py", "study/exchange_", "study/brief_answers.py",
    "study/sensitiv", "study/key_files.py", "study/demo.py", "baseline/check.py", "policy/measure_agreement.py",
    "web/serving.py",
)  # fmt: skip
"""Modules whose errors nobody at the workbench can meet: they are behind commands only."""


def template_of(node: ast.expr) -> str | None:
    """A sentence with places for what is filled in, as ``{name} is no code id``; None where it is no sentence."""
    match node:
        case ast.Constant(value=str(text)):
            return text if " " in text else None
        case ast.JoinedStr(values=values):
            parts, names = [], {}
            for one in values:
                if isinstance(one, ast.FormattedValue):
                    parts.append("{" + _place_of(one.value, names) + "}")
                else:
                    parts.append(str(getattr(one, "value", "")))
            text = "".join(parts)
            return text if " " in text and any(map(_has_words, values)) else None
    return None


PLACE = re.compile(r"\{\w+\}")


def _place_of(node: ast.expr, names: dict[str, str]) -> str:
    """A name for a place: what is filled in, where that is a name, else ``text``. The same thing has the same name."""
    written = ast.unparse(node)
    if written not in names:
        last = re.findall(r"[a-z][a-z_]+", written.split("(")[0]) or ["text"]
        base = f"a_{last[-1]}" if last[-1].startswith(("n_", "known")) else last[-1]
        taken = set(names.values())
        names[written] = next(
            one for one in (base, *(f"{base}_{number}" for number in range(2, 20))) if one not in taken
        )
    return names[written]


SPOKEN = (
    "coding/rigour.py", "profile/comparing.py", "profile/corridors.py", "profile/countries.py",
    "study/evidence_listings.py", "study/profile_listings.py", "evidence/proposals.py", "simulation/claimed.py",
    "study/provenance_coding.py", "policy/instruments.py", "study/finding_again.py",
)  # fmt: skip
"""Modules in which every sentence is one that the workbench shows."""


def of_the_sentences() -> Iterator[tuple[str, Message]]:
    """Sentences as the rooms make them: of errors, a document's with the place of its name before it, and others."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(NOT_MET) and not name.startswith(SPOKEN):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = _spoken(tree) if name.startswith(SPOKEN) else _refused(tree)
        for text in found:
            bare = PLACE.sub("", text)
            if "\n" not in text and text not in kept_elsewhere() and _is_sentence(bare):
                yield name, text


def _is_sentence(bare: str) -> bool:
    """Whether what is left without the places is a sentence, or a name of two words; braces would be places."""
    return "{" not in bare and (bare[:1].isdigit() or len(re.findall(r"[A-Za-z]{2,}", bare)) > 1)


def _refused(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            by = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if by == "Way":
                # The second clause is what pages say; the first is for who types commands.
                yield from _templates(node.args[-1])
            elif by in REFUSING:
                for text in _templates(node.args[-1]):
                    yield "{file} " + text if by == "BadDocument" else text


def _spoken(tree: ast.AST) -> Iterator[str]:
    """All sentences but those of docstrings, and parts of others."""
    inside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in inside:
            yield from _templates(node)


def _templates(node: ast.expr) -> Iterator[str]:
    for one in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
        text = template_of(one)
        if text is not None:
            yield text.strip()


@cache
def kept_elsewhere() -> frozenset[str]:
    """Texts of the rooms' catalogue: one that stands there is not translated twice."""
    return frozenset(one if isinstance(one, str) else one[0] for _, one in of_the_rooms())


REGIONS = "baseline/places.csv"
"""Of places only regions are texts; countries have their names from Unicode, and others keep their own."""
TABLES = {
    "baseline/indicators.csv": ("name", "unit"),
    "baseline/protection_indicators.csv": ("name", "unit"),
    "baseline/instruments.csv": ("name",),
    "evidence/vocabulary.csv": ("name", "unit"),
    "policy/contrasts.csv": ("statement",),
    "policy/monitor_plan.csv": ("target_basis",),
    "evidence/findings/actions.csv": ("says", "undergone"),
    "baseline/measures.csv": ("name",),
    "baseline/parties.csv": ("reservation_note",),
}
"""Shipped tables, with the columns that the brief prints or the workbench shows."""


def _of_rules(data: dict[str, Any]) -> Iterator[str]:
    for rule in data["rule"]:
        yield from (rule["action"], rule["wrong_if"], rule["cost"], *rule["actors"])


def _of_codes(data: dict[str, Any]) -> Iterator[str]:
    """All that a code's page shows; works keep the titles they have."""
    for one in data["code"]:
        yield from (one[name] for name in ("name", "definition", "include", "exclude", "example", "theory"))
    for concept in data["concepts"].values():
        yield concept["name"]
    for one in data["arrow"]:
        yield one["why"]


def _of_questions(data: dict[str, Any]) -> Iterator[str]:
    for part in data["part"]:
        yield part["title"]
        for one in part["questions"]:
            yield from (one["ask"], one["fact"])


def _of_screening(data: dict[str, Any]) -> Iterator[str]:
    for part, names in {
        "rule": ("fact",),
        "label": ("yes", "possible", "yes_without"),
        "reason": ("yes", "unknown", "unknown_with", "no"),
        "flag": ("text",),
    }.items():
        for one in data[part]:
            yield from (one[name] for name in names if name in one)


def _of_citations(data: dict[str, Any]) -> Iterator[str]:
    for one in data.values():
        yield from (one["short"], one["title"], one["says"])


def _of_dimensions(data: dict[str, Any]) -> Iterator[str]:
    for one in data["dimension"]:
        yield one["name"]


def _of_parameters(data: dict[str, Any]) -> Iterator[str]:
    for one in data["parameter"]:
        yield one["name"].replace("_", " ")
        yield from filter(None, (one["unit"], one["why"]))


def _of_scenarios(data: dict[str, Any]) -> Iterator[str]:
    yield from (data["title"], data["description"])


def _of_observed(data: dict[str, Any]) -> Iterator[str]:
    for one in data["quantity"]:
        yield from filter(None, (one["name"].replace("_", " "), one["meaning"], one["assumes"]))


DOCUMENTS: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "policy/recommendation_rules.toml": _of_rules,
    "framework/codebook.toml": _of_codes,
    "policy/screening/questions.toml": _of_questions,
    "policy/screening/rules.toml": _of_screening,
    "policy/screening/citations.toml": _of_citations,
    "policy/screening/delphi.toml": _of_dimensions,
    "simulation/parameters.toml": _of_parameters,
    "simulation/observed.toml": _of_observed,
    **{
        path.relative_to(PACKAGE).as_posix(): _of_scenarios
        for path in sorted((PACKAGE / "simulation/scenarios").glob("*.toml"))
    },
}

WORKBENCH = Domain("rantau", WEB / "locale", of_the_web)
ROOMS = Domain("rooms", PACKAGE / "framework/locale", of_the_rooms)
SENTENCES = Domain("sentences", PACKAGE / "framework/locale", of_the_sentences)
DOMAINS = (ROOMS, SENTENCES, WORKBENCH)


# -- catalogues --------------------------------------------------------------------------------------------------------


def po_of(language: str, domain: Domain = WORKBENCH) -> Path:
    return domain.locale / language / "LC_MESSAGES" / f"{domain.name}.po"


def read(language: str, domain: Domain = WORKBENCH) -> Catalog:
    with po_of(language, domain).open("rb") as stream:
        return read_po(stream, locale=language)


def write(language: str, catalogue: Catalog, domain: Domain = WORKBENCH) -> None:
    """Write a catalogue with a plain header: no dates, which would change it at each update."""
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, width=100, include_lineno=False, omit_header=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    po_of(language, domain).write_bytes(head.encode() + out.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    # Babel puts the time of now in the header: the same catalogue must give the same bytes.
    catalogue.creation_date = catalogue.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    write_mo(out, catalogue)
    return out.getvalue()


def missing(language: str, domain: Domain = WORKBENCH) -> list[str]:
    """Texts of the code that a language lacks, or whose translation is unsure."""
    catalogue = read(language, domain)
    lacking = []
    for message in collected(domain):
        known = catalogue.get(message.id) if message.id else None
        if message.id and (known is None or known.fuzzy or not all(_forms(known.string))):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def left_in(page: str, language: str, domain: Domain = ROOMS) -> list[str]:
    """Texts of three words or more, or such parts between two places, that stand in a page untranslated."""
    return [part for part in _long_parts(language, domain) if part in page]


@cache
def _long_parts(language: str, domain: Domain) -> tuple[str, ...]:
    found = []
    for message in read(language, domain):
        english, told = ((one if isinstance(one, str) else one[0]) for one in (message.id, message.string))
        for part in re.split(r"\{\w+\}|%\(\w+\)s", english):
            part = " ".join(part.split()).strip(" .,;:()")
            if len(part.split()) >= 3 and part not in told:
                found.append(part)
    return tuple(found)


def _forms(string: object) -> list[str]:
    return [str(string or "")] if not isinstance(string, (list, tuple)) else [str(one) for one in string]


def main(arguments: list[str]) -> None:
    command = arguments[0] if arguments else ""
    if command == "new":
        language = arguments[1]
        for domain in DOMAINS:
            if po_of(language, domain).exists():
                continue
            po_of(language, domain).parent.mkdir(parents=True, exist_ok=True)
            catalogue = collected(domain)
            catalogue.locale = language
            write(language, catalogue, domain)
        return
    if command not in ("update", "compile"):
        raise SystemExit(__doc__)
    for domain in DOMAINS:
        for folder in sorted(domain.locale.iterdir()):
            language = folder.name
            catalogue = read(language, domain)
            if command == "update":
                catalogue.update(collected(domain), no_fuzzy_matching=True, keep_user_comments=True)
                catalogue.obsolete.clear()
                write(language, catalogue, domain)
            po_of(language, domain).with_suffix(".mo").write_bytes(compiled(catalogue))
            print(f"{language}, {domain.name}: {len(missing(language, domain))} texts to translate")


if __name__ == "__main__":
    main(sys.argv[1:])
