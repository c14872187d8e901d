"""``new``, ``add``, ``run``, ``brief``, ``status``, ``audit``, ``search`` and ``demo``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rantau.cli.screen import echo, print_json, print_table, stage_progress
from rantau.framework.errors import BadInput, BrokenAudit

if TYPE_CHECKING:
    from rantau.study import StageReport, Study

__all__ = ["StudyPath", "register"]

StudyPath = Annotated[Path, typer.Argument(help="The study's folder.", metavar="STUDY", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class Stage(StrEnum):
    """The stages in order."""

    corpus = "corpus"
    coding = "coding"
    evidence = "evidence"
    triangulation = "triangulation"
    profile = "profile"
    brief = "brief"


def open_study(path: Path) -> Study:
    from rantau.study import Study

    return Study.open(path)


def new(
    path: Annotated[
        Path, typer.Argument(help="A folder that does not exist yet, or is empty.", metavar="PATH")
    ],
    name: Annotated[str | None, typer.Option(help="The study's name; by default the folder's.")] = None,
    question: Annotated[str, typer.Option(help="What is asked.")] = "",
    place: Annotated[
        list[str] | None,
        typer.Option(
            help="A country of the study, as ISO 3166-1 alpha-3; repeat it. By default those of ASEAN."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Where chance starts from.", min=0)] = 0,
) -> None:
    """Make a new study."""
    from rantau.study import Study
    from rantau.study.settings import ASEAN

    with Study.create(path, name=name, question=question, places=tuple(place or ASEAN), seed=seed) as study:
        echo(f"New study in {study.path}. Next: rantau add {path} FILE..., then rantau run {path}")


def add(
    path: StudyPath,
    files: Annotated[list[Path], typer.Argument(help="Documents, or folders of them.", metavar="FILE...")],
    title: Annotated[str, typer.Option(help="Title (for one document).")] = "",
    authors: Annotated[str, typer.Option(help="Authors, parted by semicolons (for one document).")] = "",
    year: Annotated[int | None, typer.Option(help="Year of publication.", min=1500, max=2100)] = None,
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    source_type: Annotated[
        str, typer.Option(help="intergovernmental, state, ngo, academic, media, testimony or unknown.")
    ] = "unknown",
    confidential: Annotated[bool, typer.Option(help="It must not leave the study.")] = False,
) -> None:
    """Take documents into a study, untouched."""
    from rantau.framework.words import SOURCE_TYPES
    from rantau.study.sources import Source

    kind = next((word for word in SOURCE_TYPES if word == source_type), None)
    if kind is None:
        raise BadInput(f"source type {source_type!r} is not one of {', '.join(SOURCE_TYPES)}")
    if (title or authors) and (len(files) > 1 or files[0].is_dir()):
        raise BadInput("a title or authors belong to one document; add it by itself")
    given = Source(
        file="",
        title=title,
        authors=tuple(part.strip() for part in authors.split(";") if part.strip()),
        year=year,
        publisher=publisher,
        source_type=kind,
        confidential=confidential,
    )
    with open_study(path) as study, stage_progress() as progress:
        results = study.add(files, given=given, progress=progress)
    added = sum(result.outcome == "added" for result in results)
    for result in results:
        if result.message:
            echo(f"  {result.message}.")
    echo(f"{added} of {len(results)} documents added. Next: rantau run {path}")


def _tell(report: StageReport) -> None:
    for problem in report.problems:
        echo(f"  {problem}")


def run(
    path: StudyPath,
    until: Annotated[Stage | None, typer.Option(help="The last stage to run.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes to use; by default one a core.", min=1, max=256)
    ] = None,
) -> None:
    """Run the stages that are not done.

    In their order; a run that was cut off goes on where it was.
    """
    with open_study(path) as study:
        _run(study, until, workers)
        if until is None or until is Stage.brief:
            for page in brief_pages(study):
                echo(f"The brief: {page}")


def brief(
    path: StudyPath,
    language: Annotated[
        list[str] | None,
        typer.Option(
            help="Of the brief, from now on: en or id; repeat it for both. By default as it is set."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes to use; by default one a core.", min=1, max=256)
    ] = None,
) -> None:
    """Write the brief, and run what it waits for.

    The languages are kept in study.toml; the files of the first have the plain names.
    """
    from rantau.study.brief_choice import choose_languages

    with open_study(path) as study:
        if language:
            choose_languages(study, language)
    with open_study(path) as study:
        _run(study, None, workers)
        for page in brief_pages(study):
            echo(f"The brief: {page}")


def brief_pages(study: Study) -> list[Path]:
    """Where the whole brief is, in each language."""
    from rantau.study.brief_files import PAGES, brief_files, plain_name

    pages = [one for one in brief_files(study).pages if plain_name(one) == PAGES[0]]
    return [study.path / "out" / one for one in pages]


def _run(study: Study, until: Stage | None, workers: int | None) -> bool:
    """Run, print problems; True when any stage did work."""
    with stage_progress() as progress:
        report = study.run(until.value if until else None, progress=progress, workers=workers)
    for stage in report.stages:
        _tell(stage)
    worked = any(stage.done or stage.removed for stage in report.stages)
    if not worked:
        echo("Nothing to do: every stage is up to date.")
    return worked


def status(path: StudyPath, as_json: AsJson = False) -> None:
    """Show how a study stands.

    Every document, with why it failed if it did, and every stage.
    """
    with open_study(path) as study:
        report = study.status()
    if as_json:
        print_json(
            {
                "name": report.name,
                "path": str(report.path),
                "documents": [
                    {
                        "file": document.file,
                        "state": document.state,
                        "title": document.title,
                        "pages": document.pages,
                        "problem": document.problem,
                        "notes": list(document.notes),
                    }
                    for document in report.documents
                ],
                "stages": dict(report.stages),
                "counts": dict(report.counts),
            }
        )
        return
    echo(f"{report.name} ({report.path})")
    echo()
    print_table(
        ("document", "state", "pages", "remarks"),
        [
            (
                document.file,
                document.state,
                document.pages or "",
                " ".join((document.problem, *document.notes)),
            )
            for document in report.documents
        ],
    )
    echo()
    print_table(("stage", "state"), list(report.stages.items()))
    echo()
    print_table(("in the store", "count"), list(report.counts.items()))


def audit(
    path: StudyPath,
    verify: Annotated[
        bool, typer.Option("--verify", help="Recompute the chain and say where it breaks.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the audit trail: who did what when, and why."""
    from rantau.study.listings import event_rows

    with open_study(path) as study:
        if verify:
            report = study.store.verify_audit()
            if not report.ok:
                raise BrokenAudit(f"{study.path}: {report.message}")
            echo(f"The audit trail holds: {report.events} events, each with the hash of the one before it.")
            if report.withheld:
                echo(f"  Of {report.withheld} of them a part was withheld when the study was handed over.")
            return
        events = event_rows(study)
    if as_json:
        print_json(events)
        return
    print_table(
        ("", "time", "who", "what", "on", "why", "details"),
        [
            (
                event["number"],
                event["time"],
                event["actor"],
                event["action"],
                event["subject"],
                event["reason"],
                ", ".join(f"{key} {value}" for key, value in event["details"].items()),
            )
            for event in events
        ],
    )


def search(
    path: StudyPath,
    query: Annotated[str, typer.Argument(help="Words, or a phrase in quotation marks; any script.")],
    limit: Annotated[int, typer.Option(help="Most hits to show.", min=1, max=1000)] = 20,
    as_json: AsJson = False,
) -> None:
    """Find passages."""
    with open_study(path) as study:
        names = {document.id: document.file for document in study.store.documents()}
        hits = study.store.search(query, limit=limit)
    if as_json:
        print_json(
            [
                {
                    "document": names[hit.document],
                    "page": hit.page,
                    "passage": hit.passage,
                    "snippet": hit.snippet,
                    "matches": [list(match) for match in hit.matches],
                }
                for hit in hits
            ]
        )
        return
    for hit in hits:
        echo(f"{names[hit.document]}, p. {hit.page}: {hit.snippet}")
    if not hits:
        echo("Nothing found.")


def demo(
    path: Annotated[Path, typer.Argument(help="Where the study is, or will be.", metavar="PATH")] = Path(
        "asean-demo"
    ),
    workers: Annotated[int | None, typer.Option(help="Processes to use.", min=1, max=256)] = None,
    simulate: Annotated[
        bool, typer.Option("--simulate/--no-simulate", help="Simulate a few scenarios, coarsely.")
    ] = True,
    documents: Annotated[
        bool, typer.Option("--documents", help="Only copy the documents that ship into PATH, to practise on.")
    ] = False,
) -> None:
    """Make the default study, on ASEAN, and run it."""
    from rantau.study.demo import copy_documents, open_demo, simulate_demo, summary

    if documents:
        copied = copy_documents(path)
        echo(f"{len(copied)} documents in {path}, and sources.csv, which says what they are.")
        return

    with stage_progress() as progress:
        study = open_demo(path, progress)
    with study:
        if simulate:
            with stage_progress() as progress:
                study.run("profile", progress=progress, workers=workers)
                simulate_demo(study, lambda done, total: progress("simulation", done, total, ""))
        _run(study, None, workers)
        echo()
        for line in summary(study):
            echo(line)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (new, add, run, brief, status, search, audit, demo):
        app.command()(command)
