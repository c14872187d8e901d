"""The interview form, made from the questions."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Literal

from rantau.framework.language import N_, current, gettext
from rantau.policy.screening.keeping import PURPOSES
from rantau.policy.screening.outcome import NOTICE
from rantau.policy.screening.ruleset import Question, RuleSet
from rantau.policy.screening.told import told_rules

__all__ = ["interview_form"]

_TITLE = N_("Interview form")
_BEFORE = N_(
    "Ask only where it is safe, in private, in a language the person chooses, after the person has agreed and knows "
    "what the answers are for. Stop when the person wants to. Write no name, number or address on this form."
)
_PURPOSE = N_("What is it kept for: {purposes}")
_ITSELF = (
    (N_("Number of the record (never a name)"), "record"),
    (
        N_("Did the person agree that this is written down and kept? (If not: stop, and keep nothing.)"),
        "data_consent",
    ),
    (_PURPOSE, "record_purpose"),
    (N_("Day on which this is written down"), "recorded"),
    (N_("When what is told began"), "happened_from"),
    (N_("When it ended"), "happened_to"),
    (N_("When the border was crossed, if one was"), "entered"),
    (N_("When the exploitation began, if it did"), "exploited_from"),
)
_RECORD = N_("This record")
_RESTS = N_("What the rules rest on")
_HEADS = (N_("question"), N_("yes"), N_("no"), N_("not known"), N_("column"))
_STYLE = (
    "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;"
    "width:100%;margin-bottom:1.5em}td,th{border:1px solid #999;padding:.35em .5em;text-align:left;"
    "vertical-align:top}td.box{width:4.5em;text-align:center}code{font-size:85%;color:#444}tr{break-inside:avoid}"
)


def _itself() -> list[tuple[str, str]]:
    """What is asked of the record itself, each with its column; the words a column may hold stand as they are."""
    purposes = (one if gettext(one) == one else f"{one} ({gettext(one)})" for one in PURPOSES)
    told = ", ".join(purposes)
    return [(gettext(ask).replace("{purposes}", told), key) for ask, key in _ITSELF]


def interview_form(form: Literal["md", "html"] = "md", rules: RuleSet | None = None) -> str:
    """A form to print and fill in: every question with boxes for yes, no and not known, and the name of its column.

    It is in the language of the context; the names of columns are the same in all.

    Args:
        form: ``md`` for Markdown, ``html`` for a page.
        rules: By default those that ship, in that language.
    """
    rules = rules or told_rules()
    parts = [
        (title, list(questions)) for title, questions in groupby(rules.questions, key=lambda one: one.part)
    ]
    cited = sorted(
        {key for one in rules.rules for key in one.cite} | {key for one in rules.flags for key in one.cite},
        key=lambda key: rules.citations[key].title,
    )
    sources = [f"{rules.citations[key].title}: {rules.citations[key].says}." for key in cited]
    return (_markdown if form == "md" else _page)(parts, sources)


def _markdown(parts: list[tuple[str, list[Question]]], sources: list[str]) -> str:
    heads = [gettext(one) for one in _HEADS]
    lines = [f"# {gettext(_TITLE)}", "", gettext(_BEFORE), "", f"**{gettext(NOTICE)}**", ""]
    lines += [f"## {gettext(_RECORD)}", "", f"| | | {heads[-1]} |", "| --- | --- | --- |"]
    lines += [f"| {ask} | ________ | `{key}` |" for ask, key in _itself()]
    for title, questions in parts:
        lines += ["", f"## {title}", "", f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
        lines += [f"| {one.ask} | ☐ | ☐ | ☐ | `{one.key}` |" for one in questions]
    lines += ["", f"## {gettext(_RESTS)}", "", *(f"- {text}" for text in sources)]
    return "\n".join(lines) + "\n"


def _page(parts: list[tuple[str, list[Question]]], sources: list[str]) -> str:
    title = escape(gettext(_TITLE))
    body = [
        f"<h1>{title}</h1>",
        f"<p>{escape(gettext(_BEFORE))}</p>",
        f"<p><strong>{escape(gettext(NOTICE))}</strong></p>",
        f"<h2>{escape(gettext(_RECORD))}</h2><table><tbody>",
        *(
            f"<tr><td>{escape(ask)}</td><td>________</td><td><code>{key}</code></td></tr>"
            for ask, key in _itself()
        ),
        "</tbody></table>",
    ]
    heads = "".join(f"<th>{escape(gettext(one))}</th>" for one in _HEADS)
    box = '<td class="box">☐</td>' * 3
    for part, questions in parts:
        body.append(f"<h2>{escape(part)}</h2><table><thead><tr>{heads}</tr></thead><tbody>")
        body += [
            f"<tr><td>{escape(one.ask)}</td>{box}<td><code>{escape(one.key)}</code></td></tr>"
            for one in questions
        ]
        body.append("</tbody></table>")
    rests = "".join(f"<li>{escape(text)}</li>" for text in sources)
    body.append(f"<h2>{escape(gettext(_RESTS))}</h2><ul>{rests}</ul>")
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="{current()}"><head>{head}</head><body>\n'
        + "\n".join(body)
        + "\n</body></html>\n"
    )
