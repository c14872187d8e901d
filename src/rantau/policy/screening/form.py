"""The interview form, made from the questions."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Literal

from rantau.policy.screening.keeping import PURPOSES
from rantau.policy.screening.outcome import NOTICE
from rantau.policy.screening.ruleset import RuleSet, shipped_rules

__all__ = ["interview_form"]

_BEFORE = (
    "Ask only where it is safe, in private, in a language the person chooses, after the person has agreed and knows "
    "what the answers are for. Stop when the person wants to. Write no name, number or address on this form."
)
_ITSELF = (
    ("Number of the record (never a name)", "record"),
    (
        "Did the person agree that this is written down and kept? (If not: stop, and keep nothing.)",
        "data_consent",
    ),
    (f"What is it kept for: {', '.join(PURPOSES)}", "record_purpose"),
    ("Day on which this is written down", "recorded"),
    ("When what is told began", "happened_from"),
    ("When it ended", "happened_to"),
    ("When the border was crossed, if one was", "entered"),
    ("When the exploitation began, if it did", "exploited_from"),
)
_STYLE = (
    "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;"
    "width:100%;margin-bottom:1.5em}td,th{border:1px solid #999;padding:.35em .5em;text-align:left;"
    "vertical-align:top}td.box{width:4.5em;text-align:center}code{font-size:85%;color:#444}tr{break-inside:avoid}"
)


def interview_form(form: Literal["md", "html"] = "md", rules: RuleSet | None = None) -> str:
    """A form to print and fill in: every question with boxes for yes, no and not known, and the name of its column.

    Args:
        form: ``md`` for Markdown, ``html`` for a page.
        rules: By default those that ship.
    """
    rules = rules or shipped_rules()
    parts = [
        (title, list(questions)) for title, questions in groupby(rules.questions, key=lambda one: one.part)
    ]
    cited = sorted(
        {key for one in rules.rules for key in one.cite} | {key for one in rules.flags for key in one.cite},
        key=lambda key: rules.citations[key].title,
    )
    sources = [f"{rules.citations[key].title}: {rules.citations[key].says}." for key in cited]
    if form == "md":
        lines = ["# Interview form", "", _BEFORE, "", f"**{NOTICE}**", "", "## This record", ""]
        lines += ["| | | column |", "| --- | --- | --- |"]
        lines += [f"| {ask} | ________ | `{key}` |" for ask, key in _ITSELF]
        for title, questions in parts:
            lines += [
                "",
                f"## {title}",
                "",
                "| question | yes | no | not known | column |",
                "| --- | --- | --- | --- | --- |",
            ]
            lines += [f"| {one.ask} | ☐ | ☐ | ☐ | `{one.key}` |" for one in questions]
        lines += ["", "## What the rules rest on", "", *(f"- {text}" for text in sources)]
        return "\n".join(lines) + "\n"
    body = [
        "<h1>Interview form</h1>",
        f"<p>{escape(_BEFORE)}</p>",
        f"<p><strong>{escape(NOTICE)}</strong></p>",
    ]
    body.append("<h2>This record</h2><table><tbody>")
    body += [
        f"<tr><td>{escape(ask)}</td><td>________</td><td><code>{key}</code></td></tr>" for ask, key in _ITSELF
    ]
    body.append("</tbody></table>")
    for title, questions in parts:
        body.append(f"<h2>{escape(title)}</h2><table><thead><tr><th>question</th><th>yes</th><th>no</th>")
        body.append("<th>not known</th><th>column</th></tr></thead><tbody>")
        box = '<td class="box">☐</td>' * 3
        body += [
            f"<tr><td>{escape(one.ask)}</td>{box}<td><code>{escape(one.key)}</code></td></tr>"
            for one in questions
        ]
        body.append("</tbody></table>")
    body.append(
        "<h2>What the rules rest on</h2><ul>"
        + "".join(f"<li>{escape(text)}</li>" for text in sources)
        + "</ul>"
    )
    head = f'<meta charset="utf-8"><title>Interview form</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )
