"""``rantau code STUDY …``: what a coder does, act by act."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rantau.cli.screen import echo, show_rows
from rantau.cli.study import AsJson, open_study
from rantau.framework.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rantau.store.records import Coding
    from rantau.study.coding_desk import CodingDesk

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Code: add, accept, reject, remove; memos; double coding and what coders differ on; undo.",
)

AsCoder = Annotated[
    str | None, typer.Option("--coder", help="Who codes; by default RANTAU_USER, or the account.")
]
Where = Annotated[
    str, typer.Argument(help="A passage's id; or a document's file, with --quote.", metavar="WHERE")
]
Quote = Annotated[str | None, typer.Option(help="The exact words to code.")]
Start = Annotated[int | None, typer.Option(help="First offset in the passage text, from 0.", min=0)]
End = Annotated[int | None, typer.Option(help="Offset after the last character.", min=1)]
OnePolarity = Annotated[str, typer.Option(help="insecurity or protection, where the code has a polarity.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]
CodingId = Annotated[str, typer.Argument(help="A coding's id, as 'list' shows it.", metavar="CODING")]
CodeId = Annotated[str, typer.Argument(help="A code's id, such as MS.micro.debt.", metavar="CODE")]
Documents = Annotated[list[str], typer.Argument(help="Files of the study.", metavar="DOCUMENT...")]
OneDocument = Annotated[str, typer.Argument(help="A file of the study.", metavar="DOCUMENT")]


@app.callback()
def _of(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="The study's folder.", metavar="STUDY", show_default=False)],
) -> None:
    context.obj = path


@contextmanager
def _desk(context: typer.Context, coder: str | None = None) -> Iterator[CodingDesk]:
    from rantau.study.coding_desk import CodingDesk

    with open_study(context.obj) as study:
        yield CodingDesk(study, coder)


def _said(one: Coding, did: str) -> None:
    polarity = f" ({one.polarity})" if one.polarity else ""
    words = one.quote if len(one.quote) <= 80 else f"{one.quote[:77]}..."
    echo(f"{one.id}: {one.coder} {did} {one.code}{polarity} on page {one.page}: {' '.join(words.split())}")


@app.command()
def add(
    context: typer.Context,
    where: Where,
    code: CodeId,
    quote: Quote = None,
    start: Start = None,
    end: End = None,
    polarity: OnePolarity = "",
    reason: Reason = "",
    coder: AsCoder = None,
) -> None:
    """Put a code on words of a passage.

    Without --quote or offsets on the whole passage. Segments may overlap.
    """
    with _desk(context, coder) as desk:
        one = desk.add(where, code, quote=quote, start=start, end=end, polarity=polarity, reason=reason)
    _said(one, "added")


@app.command()
def accept(
    context: typer.Context,
    suggestion: Annotated[list[str], typer.Argument(help="Ids of suggestions.", metavar="SUGGESTION...")],
    quote: Quote = None,
    start: Start = None,
    end: End = None,
    polarity: OnePolarity = "",
    reason: Reason = "",
    coder: AsCoder = None,
) -> None:
    """Make a suggestion a coding.

    As it is, or with another polarity or on other words.
    """
    if len(suggestion) > 1 and (quote is not None or start is not None or end is not None or polarity):
        raise BadInput("words and a polarity belong to one suggestion; accept it by itself")
    with _desk(context, coder) as desk:
        for id in suggestion:
            one = desk.accept(id, polarity=polarity, quote=quote, start=start, end=end, reason=reason)
            _said(one, "accepted")


@app.command()
def reject(
    context: typer.Context,
    suggestion: Annotated[list[str], typer.Argument(help="Ids of suggestions.", metavar="SUGGESTION...")],
    reason: Reason = "",
    coder: AsCoder = None,
) -> None:
    """Say that a suggested code does not apply.

    It is kept: the study's suggestions learn from it.
    """
    with _desk(context, coder) as desk:
        for id in suggestion:
            _said(desk.reject(id, reason=reason), "rejected")


@app.command()
def remove(context: typer.Context, coding: CodingId, reason: Reason = "", coder: AsCoder = None) -> None:
    """Take a coding (or a memo) of your own away.

    The audit trail keeps it.
    """
    from rantau.study.coding_acts import remove_memo

    with _desk(context, coder) as desk:
        if any(memo.id == coding for memo in desk.store.memos()):
            remove_memo(desk, coding)
            echo(f"{coding}: removed")
            return
        _said(desk.remove(coding, reason=reason), "removed")


@app.command()
def recode(
    context: typer.Context,
    coding: CodingId,
    code: CodeId,
    polarity: OnePolarity = "",
    reason: Reason = "",
    coder: AsCoder = None,
) -> None:
    """Put a coding under another code.

    Your own, or any whose code was split or retired.
    """
    with _desk(context, coder) as desk:
        _said(desk.recode(coding, code, polarity=polarity, reason=reason), "put under")


@app.command()
def move(
    context: typer.Context,
    coding: CodingId,
    where: Where,
    quote: Quote = None,
    start: Start = None,
    end: End = None,
    reason: Reason = "",
    coder: AsCoder = None,
) -> None:
    """Put a coding on other words.

    Your own, or any that is adrift.
    """
    with _desk(context, coder) as desk:
        _said(desk.move(coding, where, quote=quote, start=start, end=end, reason=reason), "moved")


@app.command()
def undo(context: typer.Context, coder: AsCoder = None) -> None:
    """Take your last act back; the next undo takes back the one before it."""
    with _desk(context, coder) as desk:
        act = desk.undo()
    echo(f"Taken back: {act.event.action} {act.event.subject} (event {act.event.number})")


@app.command()
def redo(context: typer.Context, coder: AsCoder = None) -> None:
    """Do again what you took back last."""
    with _desk(context, coder) as desk:
        act = desk.redo()
    echo(f"Done again: {act.event.action} {act.event.subject} (event {act.event.number})")


@app.command()
def memo(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="The memo.", metavar="TEXT")],
    about: Annotated[
        str, typer.Option(help="A coding's or code's id, or a file; by default the study.")
    ] = "",
    coder: AsCoder = None,
) -> None:
    """Write a memo on a coding, a code, a document or the study."""
    from rantau.study.coding_acts import write_memo

    with _desk(context, coder) as desk:
        echo(f"{write_memo(desk, text, about).id}: written")


@app.command()
def assign(
    context: typer.Context,
    who: Annotated[str, typer.Argument(help="The coder.", metavar="CODER")],
    documents: Documents,
    seeing: Annotated[
        bool, typer.Option("--seeing", help="Not blind: the coder sees what others coded.")
    ] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the documents from the coder again.")
    ] = False,
    coder: AsCoder = None,
) -> None:
    """Give documents to a coder, blind.

    Until all to whom a document is given are done, none of them sees what the others coded.
    """
    from rantau.study.coding_acts import assign as give
    from rantau.study.coding_acts import unassign

    with _desk(context, coder) as desk:
        if remove:
            unassign(desk, who, documents)
            echo(f"{who}: {len(documents)} document(s) taken away")
        else:
            given = give(desk, who, documents, blind=not seeing)
            echo(f"{given[0].coder}: {len(given)} document(s), {'seeing' if seeing else 'blind'}")


@app.command()
def done(context: typer.Context, document: OneDocument, coder: AsCoder = None) -> None:
    """Say that you have coded a document that was given to you."""
    from rantau.study.coding_acts import finish

    with _desk(context, coder) as desk:
        all_done = finish(desk, document)
    echo(
        f"{document}: done"
        + ("; so are all others: 'differences' shows what you differ on" if all_done else "")
    )


@app.command()
def reopen(context: typer.Context, document: OneDocument, coder: AsCoder = None) -> None:
    """Take back that you have coded a document, while others are still at it."""
    from rantau.study.coding_acts import reopen as again

    with _desk(context, coder) as desk:
        again(desk, document)
    echo(f"{document}: open")


@app.command()
def lift(context: typer.Context, document: OneDocument, reason: Reason = "", coder: AsCoder = None) -> None:
    """Let all who code a document blind see each other's codings."""
    from rantau.study.coding_acts import lift as open_up

    with _desk(context, coder) as desk:
        open_up(desk, document, reason)
    echo(f"{document}: nobody codes it blind any more")


@app.command()
def differences(context: typer.Context, as_json: AsJson = False, coder: AsCoder = None) -> None:
    """List what coders differ on and nobody has settled."""
    from rantau.study.coding_listings import difference_rows

    with _desk(context, coder) as desk:
        view = desk.view()
        rows = difference_rows(view)
        notes = view.notes
    if as_json:
        show_rows(rows, (), as_json=True)
        return
    flat = [
        {
            **row,
            "accepting": [
                one["coder"] + (f" ({one['polarity']})" if one["polarity"] else "")
                for one in row["accepting"]
            ],
        }
        for row in rows
    ]
    show_rows(
        flat,
        ("document", "page", "passage", "code", "differs", "accepting", "rejecting", "silent"),
        as_json=False,
    )
    for note in notes:
        echo(note)


@app.command()
def adjudicate(
    context: typer.Context,
    passage: Annotated[str, typer.Argument(help="A passage's id.", metavar="PASSAGE")],
    code: CodeId,
    decision: Annotated[str, typer.Argument(help="applies or not.", metavar="DECISION")],
    reason: Annotated[str, typer.Option(help="Why; it is kept.", show_default=False)],
    polarity: Annotated[
        list[str] | None, typer.Option(help="insecurity or protection; repeat it for both.")
    ] = None,
    quote: Quote = None,
    start: Start = None,
    end: End = None,
    coder: AsCoder = None,
) -> None:
    """Settle what coders differ on.

    Their codings stay, for agreement; the decision is the one that counts.
    """
    from rantau.study.coding_acts import adjudicate as settle

    if decision not in ("applies", "not"):
        raise BadInput(f"a code 'applies' or does 'not'; {decision!r} is neither")
    with _desk(context, coder) as desk:
        made = settle(
            desk,
            passage,
            code,
            applies=decision == "applies",
            reason=reason,
            polarity=polarity or (),
            quote=quote,
            start=start,
            end=end,
        )
    for one in made:
        _said(
            one, "settled that it applies:" if one.status == "accepted" else "settled that it does not apply:"
        )


@app.command("list")
def listing(
    context: typer.Context,
    document: Annotated[str | None, typer.Option(help="Only of this file.")] = None,
    code: Annotated[str | None, typer.Option(help="Only under this code or one beneath it.")] = None,
    waiting: Annotated[
        bool, typer.Option("--waiting", help="Codings whose words or code are gone, and wait for a person.")
    ] = False,
    memos: Annotated[bool, typer.Option("--memos", help="Memos instead of codings.")] = False,
    assignments: Annotated[
        bool, typer.Option("--assignments", help="Who is to code what, instead of codings.")
    ] = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")] = False,
    coder: AsCoder = None,
) -> None:
    """List codings, as the coder may see them."""
    from rantau.study.coding_listings import assignment_rows, coding_rows, memo_rows, waiting_rows

    with _desk(context, coder) as desk:
        view = desk.view()
        columns: tuple[str, ...]
        if memos:
            rows, columns = memo_rows(view), ("time", "coder", "about", "text", "id")
        elif assignments:
            rows, columns = assignment_rows(view), ("coder", "document", "blind", "done", "open")
        elif waiting:
            rows, columns = waiting_rows(view), ("why", "document", "code", "coder", "quote", "id")
        else:
            id = desk.document(document).id if document else None
            if code:
                desk.codebook[code]
            rows = coding_rows(view, document=id, code=code)
            columns = ("document", "page", "code", "polarity", "coder", "status", "quote", "id")
        notes = view.notes
    show_rows(rows, columns, as_json=as_json, as_csv=as_csv)
    if not (as_json or as_csv):
        for note in notes:
            echo(note)
