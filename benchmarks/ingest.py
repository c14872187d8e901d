"""Ingest of a 500-page PDF at no less than half the pages/s of bare pypdfium2 text extraction.

Ingest is all of the corpus stage: layout, notes, passages, sentences, language, references, citations, search
indexes and the audit trail, through a worker process into a SQLite study; only OCR plays no part.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reports import pdf_report

PAGES = 500
ROUNDS = 3


def bare(path: Path) -> float:
    """Seconds that pypdfium2 takes to give the text of every page, opened in this process."""
    import pypdfium2

    start = time.perf_counter()
    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        text_page.get_text_bounded()
        text_page.close()
        page.close()
    document.close()
    return time.perf_counter() - start


def whole(path: Path, folder: Path) -> float:
    """Seconds that the corpus stage takes on a new study that holds the PDF alone."""
    from rantau.study import Study

    with Study.create(folder) as study:
        study.add([path])
        start = time.perf_counter()
        report = study.run("corpus")
        seconds = time.perf_counter() - start
        assert report.stages[0].done == 1
        assert not report.problems, report.problems
        assert study.store.counts()["pages"] >= PAGES
    return seconds


def main() -> int:
    import pypdfium2

    worst = 1.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for columns in (1, 2):
            path = pdf_report(folder / f"report-{columns}.pdf", 700, seed=columns, columns=columns)
            pages = len(pypdfium2.PdfDocument(path))
            assert pages >= PAGES, pages
            bare_times, whole_times = [], []
            for turn in range(ROUNDS):
                bare_times.append(bare(path))
                whole_times.append(whole(path, folder / f"study-{columns}-{turn}"))
            bare_rate = pages / statistics.median(bare_times)
            whole_rate = pages / statistics.median(whole_times)
            ratio = whole_rate / bare_rate
            worst = min(worst, ratio)
            print(
                f"{pages} pages, {columns} column(s): bare pypdfium2 {bare_rate:.0f} pages/s, "
                f"ingest {whole_rate:.0f} pages/s, ratio {ratio:.2f} (goal 0.50)"
            )
    return int(worst < 0.5)


if __name__ == "__main__":
    sys.exit(main())
