"""Write the pages of the reference that the program itself knows: commands, the JSON API, levers, questions and codes.

    python scripts/make_reference.py            write docs/reference/commands.md, api.md, lists.md
    python scripts/make_reference.py --check    say which of them no longer fits the code; exit code 1

The pages are committed, so that they can be read where nothing was built; a test makes them again and compares.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LISTS = ("q", "sort", "page", "size")
FOLDER = Path(__file__).resolve().parents[1] / "docs/reference"
AGAIN = "<!-- Made by scripts/make_reference.py from the program itself: change the program's words, not these. -->"


def cell(text: str) -> str:
    """A text that stands in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def paragraph(text: str) -> str:
    """A docstring as paragraphs of a page."""
    parts = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    return "\n\n".join(parts).replace("``", "`").replace("<", "&lt;")


def commands_page() -> str:
    """Every command with its arguments and options, as ``--help`` says them."""
    import typer

    from rantau.cli.main import app

    top = typer.main.get_command(app)
    parts = [
        AGAIN,
        "# Every command",
        "What each command takes, in the words of its `--help`. [Commands](../commands.md) has them in one table, with "
        "exit codes and the forms of `--json`. Every command also takes `-h` or `--help`; `rantau --version` prints "
        "the version.",
    ]
    for name in sorted(top.commands):
        parts += _command(["rantau", name], top.commands[name])
    return "\n\n".join(parts) + "\n"


def _command(names: list[str], command: Any) -> Iterator[str]:
    context = type(command).context_class(command, info_name=" ".join(names[1:]))
    takes = [one for one in command.get_params(context) if "--help" not in getattr(one, "opts", ())]
    arguments = [one for one in takes if one.param_type_name == "argument"]
    pieces = [*names]
    pieces += [re.sub(r"[{}]", "", piece) for piece in command.collect_usage_pieces(context)]
    yield f"{'#' * len(names)} {' '.join(names)}"
    yield "```text\n" + " ".join(pieces).replace("[[", "[").replace("]]", "]") + "\n```"
    yield paragraph(command.help or "")
    rows = []
    for one in takes:
        left, right = one.get_help_record(context)
        what = "argument" if one in arguments else "option"
        rows.append(f"| `{cell(left).replace('&lt;', '<')}` | {what} | {cell(right)} |")
    if rows:
        yield "\n".join(["| takes | | meaning |", "| --- | --- | --- |", *rows])
    for name in getattr(command, "commands", {}):
        yield from _command([*names, name], command.commands[name])


def api_page() -> str:
    """Every address of the JSON API with what it takes and gives, from its OpenAPI document."""
    described, roles = _described()
    schemas: dict[str, Any] = described["components"]["schemas"]
    parts = [
        AGAIN,
        "# The JSON API",
        "The API of the [workbench](../workbench.md), as `/api/openapi.json` describes it for programs and `/api/docs` "
        "for people. Start it with `rantau serve STUDY --no-open`; a program sends the key of the address that is "
        "printed: `Authorization: Bearer KEY`. The role is the least that may ask; whoever has the key is the owner.",
        'What cannot be done is answered by a status from 400 to 422 and one sentence: `{"message": "..."}`.',
        "A list takes `q` (words that must all occur), `sort` (a field's name; with `-` before it from the largest down), "
        "`page` (from 1), `size` (25, 50, 100 or 200 rows a page; 25 by default), and its facets, each of which may be "
        "repeated. It gives the rows of that page, and how many rows each value of a facet would leave.",
        "| address | role | what it gives |\n| --- | --- | --- |",
    ]
    body: list[str] = []
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            heading = f"{method.upper()} {path}"
            parts[-1] += (
                f"\n| [`{heading}`](#{_anchor(heading)}) | {roles[path, method]} | {cell(one['summary'])} |"
            )
            body += _operation(heading, one, roles[path, method])
    parts += [
        "## Addresses",
        *body,
        "## Objects",
        "In alphabetical order. *Optional*: may be left out when sent.",
    ]
    for name in sorted(schemas, key=_plain):
        parts += _schema(name, schemas[name])
    return "\n\n".join(parts) + "\n"


def _described() -> tuple[dict[str, Any], dict[tuple[str, str], str]]:
    """The OpenAPI document, and the least role of each path and method."""
    from rantau.study import Study
    from rantau.web import create_app

    with tempfile.TemporaryDirectory() as folder:
        Study.create(Path(folder) / "study", name="Nothing").close()
        app = create_app(Path(folder) / "study")
        roles = {}
        for route in _routes(app.routes):
            given = [*getattr(route, "dependencies", ())]
            needed = (one.dependency.needed_role for one in given if hasattr(one.dependency, "needed_role"))
            role = next(needed, "reader")
            path = re.sub(r":\w+\}", "}", route.path)
            roles.update({(path, method.lower()): role for method in route.methods})
        described = app.openapi()
        app.state.frame.close()
    return described, roles


def _routes(routes: Any) -> Iterator[Any]:
    """All routes, those of routers that were taken in too."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)
        elif getattr(route, "methods", None):
            yield route


def _operation(heading: str, one: dict[str, Any], role: str) -> Iterator[str]:
    yield f"### {heading}"
    words = one["summary"] + "."
    if one.get("description"):
        words += " " + paragraph(one["description"])
    yield f"{words} Role: {role}."
    given = {parameter["name"]: parameter for parameter in one.get("parameters", ())}
    if "sort" in given:
        narrow = ", ".join(f"`{name}`" for name in given if name not in LISTS)
        yield f"{f'Narrowed by {narrow}. ' if narrow else ''}Taken like all lists by `q`, `sort`, `page` and `size`."
    elif given:
        rows = [
            f"| `{name}` | {_type(parameter['schema'])} | {parameter['in']}, "
            f"{'needed' if parameter.get('required') else 'optional'} |"
            for name, parameter in given.items()
        ]
        yield "\n".join(["| takes | type | where |", "| --- | --- | --- |", *rows])
    sent = one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    gives = one["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema")
    yield f"{f'Send: {_type(sent)}. ' if sent else ''}Gives: {_type(gives) if gives else 'nothing'}."


def _type(schema: dict[str, Any]) -> str:
    """A schema in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{_plain(name)}](#{_anchor(_plain(name))})"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    kind = schema.get("type", "anything")
    if kind == "array":
        if "prefixItems" in schema:
            return "list of " + ", ".join(_type(one) for one in schema["prefixItems"])
        return f"list of {_type(schema.get('items', {}))}"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"object of {_type(inner)}" if isinstance(inner, dict) else "object"
    return {"string": "text", "null": "null", "boolean": "true or false"}.get(kind, str(kind))


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"### {_plain(name)}"
    if schema.get("description"):
        yield paragraph(schema["description"])
    needed = schema.get("required", ())
    rows = [
        f"| `{field}` | {_type(one)}{'' if field in needed else ', optional'} |"
        for field, one in schema.get("properties", {}).items()
    ]
    yield "\n".join(["| field | type |", "| --- | --- |", *rows]) if rows else _type(schema)


def _plain(name: str) -> str:
    """A schema's name without the module that tells two of the same name apart: that of profiles and of coding."""
    module, _, last = name.rpartition("__")
    return last + (f" ({module.rpartition('__')[2].removesuffix('_models')})" if module else "")


def _anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub and MyST make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def lists_page() -> str:
    """What may stand in a scenario, in a case file and in a coding: levers, questions, codes."""
    from rantau.framework.codebook import shipped_codebook
    from rantau.policy.screening.ruleset import shipped_rules
    from rantau.simulation.levers import LEVERS

    levers = [
        f"| `{one.name}` | {one.scope} | {one.low:g} to {one.high:g} | {one.unit} | {one.meaning} |"
        for one in LEVERS.values()
    ]
    questions = [f"| `{one.key}` | {cell(one.ask)} |" for one in shipped_rules().questions]
    codes = [
        f"| `{one.id}` | {cell(one.name)} | {cell(one.definition)} | {'yes' if one.polarity else ''} |"
        for one in shipped_codebook().codes.values()
    ]
    parts = [
        AGAIN,
        "# Levers, questions, codes",
        "What may stand in a scenario, in a case file and in a coding.",
        "## Levers",
        "Of [scenarios](../how-to/write-a-scenario.md). *Place* is where a lever acts: `destination` and `origin` on "
        "every corridor that ends or begins there, `corridor` between two states, `place` as a whole, `region` on the "
        "members together.",
        "\n".join(
            ["| lever | place | goes from | unit | meaning |", "| --- | --- | --- | --- | --- |", *levers]
        ),
        "## Questions of a case",
        "Columns of a [case file](../study-files.md#cases-casescsv). Nothing in a cell means *not known*, which is not *no*.",
        "\n".join(["| column | question |", "| --- | --- |", *questions]),
        "## Codes",
        "The codebook that ships; `rantau codebook STUDY` has a study's own, with when to apply each and when not to. "
        "*Polarity*: a coding says whether the passage tells of insecurity or of protection.",
        "\n".join(["| code | name | definition | polarity |", "| --- | --- | --- | --- |", *codes]),
    ]
    return "\n\n".join(parts) + "\n"


PAGES = {"commands.md": commands_page, "api.md": api_page, "lists.md": lists_page}


def main(arguments: list[str]) -> int:
    stale = []
    for name, make in PAGES.items():
        page, path = make(), FOLDER / name
        if "--check" in arguments:
            stale += [name] if not path.is_file() or path.read_text(encoding="utf-8") != page else []
        else:
            path.write_text(page, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name} no longer fits the program: run 'make reference' and commit it")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
