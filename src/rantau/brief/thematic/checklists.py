"""The reporting checklists COREQ and SRQR, item by item: whether it applies here, and where it is answered or missing.

Items are those of Tong, Sainsbury & Craig (2007) and O'Brien et al. (2014) by number; what they ask is said in our own
words, for an analysis of documents. Whoever submits to a journal fills in its own form; these tables say with what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rantau.brief.blocks import Cell, Column, Label, Paragraph, Section, Table, Text, say
from rantau.brief.register import Register
from rantau.framework.language import N_

__all__ = ["COREQ", "SRQR", "Item", "Verdict", "checked", "checklists"]

Applies = Literal["yes", "changed", "no"]
Verdict = Literal["answered", "missing", "not here", "article"]
"""``not here``: it asks for what an analysis of documents does not have. ``article``: its authors write it."""

# Need -> what to do where it is not met.
_MISSING: Mapping[str, str] = {
    "team": N_("say who coded, as team under [report] in study.toml"),
    "training": N_("say how coders learnt the codebook, as training under [report]"),
    "reflexivity": N_("each coder writes where they stand, as reflexivity under [report]"),
    "stance": N_("say the stance, as stance under [report]"),
    "design": N_("say why this design was chosen, as design under [report]"),
    "context": N_("say when, where and for whom, as context under [report]"),
    "selection": N_("say how documents were searched for and chosen, as selection under [report]"),
    "checking": N_("have others look at it, and say what came of it, as checking under [report]"),
    "limits": N_("write the limits, as limits under [report]"),
    "ethics": N_("say who reviewed it, or why nobody had to, as ethics under [report]"),
    "funding": N_("say who paid, as funding under [report]"),
    "interests": N_("name interests, or that there are none, as interests under [report]"),
    "question": N_("write the question into study.toml"),
    "coders": N_("have people code"),
    "codings": N_("have people code; nothing here is a person's coding"),
    "double": N_("have two people code a part, each by themselves"),
    "themes": N_("make themes and define them"),
    "quotes": N_("make themes of passages that may be quoted"),
    "documents": N_("take in documents that can be read"),
    "trust": N_("meet the criteria that are not shown"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a checklist.

    Attributes:
        number: Its number there.
        asks: What it asks, in our words.
        applies: As it stands; in another form, for documents have no interviews; or not at all.
        why: Why not, or in which form.
        where: Id of the report's section that answers it.
        needs: What must be there (see ``_MISSING``); empty: the report answers it always. ``article``: the article
        does.
    """

    number: int
    asks: str
    applies: Applies
    why: str
    where: str
    needs: str = ""


COREQ: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        N_("Those who did the research"),
        (
            Item(1, N_("Who talked to the participants"), "no", N_("nobody was interviewed"), "design"),
            Item(2, N_("Their degrees"), "yes", N_("of those who coded"), "coders", "team"),
            Item(3, N_("Their occupation at the time"), "yes", N_("of those who coded"), "coders", "team"),
            Item(4, N_("Whether they are women or men"), "changed",
                 N_("part of where a coder stands, if the coder wants it told"), "reflexivity", "reflexivity"),
            Item(5, N_("Their experience and training"), "yes", N_("of those who coded"), "coders", "training"),
            Item(6, N_("Whether they knew the participants before"), "changed",
                 N_("whether coders have ties to who wrote the documents"), "reflexivity", "reflexivity"),
            Item(7, N_("What participants knew of them"), "no", N_("documents know nobody"), "design"),
            Item(8, N_("Their assumptions, reasons and interests"), "yes", N_("of those who coded"), "reflexivity",
                 "reflexivity"),
        ),
    ),
    (
        N_("How the study was designed"),
        (
            Item(9, N_("The method and the theory beneath it"), "yes", "", "design", "stance"),
            Item(10, N_("How participants were chosen"), "changed", N_("how documents were chosen"), "documents",
                 "selection"),
            Item(11, N_("How they were approached"), "changed", N_("where documents were searched for"), "documents",
                 "selection"),
            Item(12, N_("How many took part"), "changed", N_("how many documents"), "documents", "documents"),
            Item(13, N_("Who refused or dropped out"), "changed", N_("what could not be had or read"), "documents",
                 "selection"),
            Item(14, N_("Where data were collected"), "no", N_("documents were made elsewhere"), "documents"),
            Item(15, N_("Who else was present"), "no", N_("nobody was interviewed"), "design"),
            Item(16, N_("Who the participants were"), "changed", N_("kinds, languages and years of documents"),
                 "documents", "documents"),
            Item(17, N_("The questions asked, and whether they were tried out"), "changed",
                 N_("the codebook is what documents are asked with"), "codebook"),
            Item(18, N_("Whether interviews were repeated"), "no", N_("nobody was interviewed"), "design"),
            Item(19, N_("Whether they were recorded"), "no", N_("documents are their own record"), "documents"),
            Item(20, N_("Whether notes were taken"), "changed", N_("memos of those who coded"), "phases", "coders"),
            Item(21, N_("How long interviews took"), "no", N_("nobody was interviewed"), "design"),
            Item(22, N_("Whether saturation was thought of"), "yes", "", "saturation", "codings"),
            Item(23, N_("Whether participants saw their transcripts"), "no", N_("there are no transcripts of ours"),
                 "design"),
        ),
    ),
    (
        N_("Analysis and findings"),
        (
            Item(24, N_("How many coded"), "yes", "", "coders", "coders"),
            Item(25, N_("How codes hang together"), "yes", "", "appendix-codebook"),
            Item(26, N_("Whether themes were given before or came of the data"), "yes", "", "design"),
            Item(27, N_("Which software was used"), "yes", "", "methods"),
            Item(28, N_("Whether participants commented on findings"), "changed",
                 N_("people whom the documents are about, or who know the field"), "reflexivity", "checking"),
            Item(29, N_("Whether quotations show the themes, each with its source"), "yes", "", "themes", "quotes"),
            Item(30, N_("Whether findings follow from the data"), "yes", N_("each number leads to its passages"),
                 "themes", "codings"),
            Item(31, N_("Whether main themes are clear"), "yes", "", "themes", "themes"),
            Item(32, N_("Whether lesser themes and cases that differ are told"), "yes", N_("negative cases"), "themes",
                 "themes"),
        ),
    ),
)  # fmt: skip

SRQR: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        N_("Title and abstract"),
        (
            Item(1, N_("A title that says what was studied and how"), "yes", "", "design", "article"),
            Item(2, N_("An abstract in the journal's form"), "yes", "", "methods", "article"),
        ),
    ),
    (
        N_("Introduction"),
        (
            Item(3, N_("What the problem is, and what is known of it"), "yes", "", "design", "article"),
            Item(4, N_("What the study asks"), "yes", "", "design", "question"),
        ),
    ),
    (
        N_("Methods"),
        (
            Item(5, N_("The approach, its theory and paradigm, and why"), "yes", "", "design", "stance"),
            Item(6, N_("Who the researchers are, and what that does to the study"), "yes", "", "reflexivity",
                 "reflexivity"),
            Item(7, N_("Setting and circumstances"), "changed", N_("for whom, when and where it was made"), "design",
                 "context"),
            Item(8, N_("How and why documents were chosen, and when to stop"), "yes", "", "documents", "selection"),
            Item(9, N_("Ethical review, consent, and how people are protected"), "changed",
                 N_("no participants, but people in the documents"), "ethics", "ethics"),
            Item(10, N_("What data were collected, how and when"), "yes", "", "documents", "documents"),
            Item(11, N_("With which instruments, and how these changed"), "changed", N_("the codebook"), "codebook"),
            Item(12, N_("How many units, and of which kind"), "yes", N_("documents and passages"), "documents",
                 "documents"),
            Item(13, N_("How data were prepared, kept and made anonymous"), "yes", "", "documents"),
            Item(14, N_("How themes were made, by whom, and from which stance"), "yes", "", "phases", "codings"),
            Item(15, N_("What was done to make the analysis trustworthy"), "yes", "", "trust", "trust"),
        ),
    ),
    (
        N_("Results"),
        (
            Item(16, N_("The main findings: themes, and how they hang together"), "yes", "", "themes", "themes"),
            Item(17, N_("Evidence for them: quotations and passages"), "yes", "", "themes", "quotes"),
        ),
    ),
    (
        N_("Discussion"),
        (
            Item(18, N_("What it adds to what was known, and how far it carries"), "yes", "", "limits", "article"),
            Item(19, N_("Limits"), "yes", "", "limits", "limits"),
        ),
    ),
    (
        N_("Other"),
        (
            Item(20, N_("Interests that could sway the study"), "yes", "", "ethics", "interests"),
            Item(21, N_("Who paid, and what they had a say in"), "yes", "", "ethics", "funding"),
        ),
    ),
)  # fmt: skip


def checked(item: Item, met: Mapping[str, bool]) -> Verdict:
    """What becomes of an item."""
    if item.applies == "no":
        return "not here"
    if item.needs == "article":
        return "article"
    return "answered" if not item.needs or met[item.needs] else "missing"


def checklists(
    register: Register, met: Mapping[str, bool], titles: Mapping[str, str]
) -> tuple[Section, Section]:
    """Both checklists as tables.

    Args:
        register: Of figures.
        met: Need -> whether it is met.
        titles: Id of each section of the report -> its title.
    """
    return (
        Section("coreq", "Checklist COREQ", _tables("coreq", COREQ, register, met, titles)),
        Section("srqr", "Checklist SRQR", _tables("srqr", SRQR, register, met, titles)),
    )


def _tables(
    name: str,
    groups: Sequence[tuple[str, tuple[Item, ...]]],
    register: Register,
    met: Mapping[str, bool],
    titles: Mapping[str, str],
) -> tuple[Paragraph | Table, ...]:
    items = [item for _, group in groups for item in group]
    by = {
        verdict: [f"{name} {one.number}" for one in items if checked(one, met) == verdict]
        for verdict in _SAID
    }
    lead = Paragraph(
        say(
            "Of {all}, {answered} answered in this report, {missing} missing, {article} for the article's authors to "
            "write, and {none} asked of what an analysis of documents does not have. What each asks is told in other "
            "words than the checklist's own.",
            all=register.counted(
                (f"{name} {one.number}" for one in items), "items of the checklist", "item", "items"
            ),
            answered=register.counted(by["answered"], "items answered", "is", "are"),
            missing=register.counted(by["missing"], "items missing", "is", "are"),
            article=register.counted(by["article"], "items for the article", "is", "are"),
            none=register.counted(by["not here"], "items that do not apply", "is", "are"),
        )
    )
    tables = []
    for number, (title, group) in enumerate(groups, start=1):
        rows = tuple(_row(item, met, titles) for item in group)
        tables.append(
            Table(
                f"table-{name}-{number}",
                title,
                (
                    Column("No.", width=0.4),
                    Column("What it asks", width=2.2),
                    Column("Applies to documents", width=1.9),
                    Column("Where, or what is missing", width=2.4),
                ),
                rows,
                traced=False,
                small=True,
            )
        )
    return (lead, *tables)


_SAID: Mapping[Verdict, str] = {
    "answered": N_("answered"),
    "missing": N_("missing"),
    "not here": N_("does not apply"),
    "article": N_("for the article"),
}
_APPLIES: Mapping[Applies, str] = {
    "yes": N_("yes"),
    "changed": N_("in another form"),
    "no": N_("no"),
}


def _row(item: Item, met: Mapping[str, bool], titles: Mapping[str, str]) -> tuple[Cell, ...]:
    applies: Cell = (Text.of(_APPLIES[item.applies]),)
    if item.why:
        applies = (*applies, Text(": "), Text.of(item.why))
    match checked(item, met):
        case "answered":
            where = say("under {section}", section=(Text.of(titles[item.where]),))
        case "missing":
            where = say("Missing: {what}.", what=(Text.of(_MISSING[item.needs]),))
        case "article":
            where = say("for the article's authors to write")
        case _:
            where = (Text("–"),)
    return ((Label(f"{item.number}", strong=True),), (Text.of(item.asks),), applies, where)
