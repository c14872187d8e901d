"""Keep the catalogues of the workbench: collect the texts, bring each language up to date, compile.

    python scripts/translations.py update     after texts were added or changed; then translate what is new in the .po
    python scripts/translations.py compile    after translating
    python scripts/translations.py new CODE   begin a language (and name it in rantau/web/language.py)

The texts stand in the templates (``_("...")``) and in Python (``N_("...")`` where a text is kept for later,
``gettext("...")`` where it is shown at once). Both .po and .mo are committed, so that a fresh clone needs no compiler.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "src/rantau/web"
LOCALE = WEB / "locale"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """All texts of the code, without line numbers: they would change with every edit."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        WEB,
        method_map=[("**.py", "python"), ("**/templates/**.html", "jinja2")],
        options_map={
            "**/templates/**.html": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}
        },
        keywords=KEYWORDS,
    )
    for name, _, message, comments, context in found:
        catalogue.add(message, locations=[(name, None)], auto_comments=comments, context=context)
    return catalogue


def po_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "rantau.po"


def read(language: str) -> Catalog:
    with po_of(language).open("rb") as stream:
        return read_po(stream, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    """Write a catalogue with a plain header: no dates, which would change it at each update."""
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, width=100, include_lineno=False, omit_header=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    po_of(language).write_bytes(head.encode() + out.getvalue())


def compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    # Babel puts the time of now in the header: the same catalogue must give the same bytes.
    catalogue.creation_date = catalogue.revision_date = datetime(2000, 1, 1, tzinfo=UTC)
    write_mo(out, catalogue)
    return out.getvalue()


def missing(language: str) -> list[str]:
    """Texts of the code that a language lacks, or whose translation is unsure."""
    catalogue = read(language)
    lacking = []
    for message in collected():
        known = catalogue.get(message.id) if message.id else None
        if message.id and (known is None or known.fuzzy or not all(_forms(known.string))):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def _forms(string: object) -> list[str]:
    return [string] if isinstance(string, str) else [str(one) for one in string]  # type: ignore[attr-defined]


def main(arguments: list[str]) -> None:
    command = arguments[0] if arguments else ""
    if command == "new":
        language = arguments[1]
        po_of(language).parent.mkdir(parents=True, exist_ok=True)
        catalogue = collected()
        catalogue.locale = language
        write(language, catalogue)
        return
    if command not in ("update", "compile"):
        raise SystemExit(__doc__)
    for folder in sorted(LOCALE.iterdir()):
        language = folder.name
        catalogue = read(language)
        if command == "update":
            catalogue.update(collected(), no_fuzzy_matching=True, keep_user_comments=True)
            catalogue.obsolete.clear()
            write(language, catalogue)
        po_of(language).with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"{language}: {len(missing(language))} texts to translate")


if __name__ == "__main__":
    main(sys.argv[1:])
