"""Feeds broken files to the readers of PDF, DOCX and QDPX (and crates, HTML, Markdown), led by what their code does with them.

    python scripts/fuzz.py [--reader pdf|docx|qdpx|crate|html|markdown] [--seconds 600] [--corpus FOLDER]

Needs atheris (Apache-2.0), which is not among the locked requirements: it has no build for every Python.

    .venv/bin/uv pip install --python .venv/bin/python atheris

A reader may give a document or one sentence (BadInput); anything else stops the run, and the file that did it is kept in
the folder as crash-*. A file that only the catch-all at the door to the corpus refused is kept as unforeseen-*, the first
of each kind of error and place. Small sound files are what it begins with; what it finds worth keeping goes to the same
folder, and the next run in that folder goes on from it.
"""

import argparse
import io
import re
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "fuzz"))

import atheris

with atheris.instrument_imports(include=["rantau", "docx", "zipfile"]):
    import seeds

    # Also what a reader loads only when the first such file comes: what is not loaded here does not lead.
    import rantau.coding.refi.importing
    import rantau.corpus.marked_down
    import rantau.corpus.pdf.reader
    import rantau.corpus.read
    import rantau.corpus.web_page
    import rantau.corpus.word
    import rantau.study.handover.opening
    from rantau.framework.errors import BadInput


def read_a_crate(data):
    """The files of a crate; whatever it holds stays in the folder it is given."""
    with tempfile.TemporaryDirectory() as folder:
        archive, to = Path(folder) / "given.zip", Path(folder) / "in" / "deep"
        archive.write_bytes(data)
        to.mkdir(parents=True)
        try:
            rantau.study.handover.opening.unpack(archive, to)
        finally:
            left = {one.name for one in Path(folder).iterdir()} | {one.name for one in to.parent.iterdir()}
            assert left == {"given.zip", "in", "deep"}, left


def crate():
    """A crate with one file."""
    import hashlib
    import json

    from rantau.study.handover.crate_out import FORMAT, LIST, METADATA

    digest = hashlib.sha256(b"x").hexdigest()
    listed = json.dumps({"format": FORMAT, "files": {"study/study.toml": digest}})
    graph = [
        {"@id": "study/study.toml", "sha256": digest},
        {"@id": LIST, "sha256": hashlib.sha256(listed.encode()).hexdigest()},
    ]
    return seeds.package({METADATA: json.dumps({"@graph": graph}), LIST: listed, "study/study.toml": b"x"})


READERS = {
    "pdf": (seeds.read_a_pdf, seeds.pdf),
    "docx": (seeds.read_a_word_file, seeds.word),
    "qdpx": (seeds.read_a_project, seeds.project),
    "crate": (read_a_crate, crate),
    "html": (seeds.read_a_page, lambda: seeds.PAGE.encode()),
    "markdown": (seeds.read_a_note, lambda: seeds.NOTE.encode()),
}
ARCHIVES = ("docx", "qdpx", "crate")
UNFORESEEN = "is damaged where it cannot be read around"
"""What the door to the corpus says of an error that no reader foresaw."""


def place_of(error):
    """Kind of an error, and the innermost line of rantau's that it went through."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if "/rantau/" in one.filename]
    where = f"{Path(ours[-1].filename).name} {ours[-1].lineno}" if ours else "outside"
    return f"{type(error).__name__} {where}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reader", choices=READERS, default="pdf")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, default=None)
    given = parser.parse_args()
    read, sound = READERS[given.reader]
    folder = given.corpus or Path(tempfile.mkdtemp(prefix=f"rantau-fuzz-{given.reader}-"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sound").write_bytes(sound())
    told = {"read": 0, "refused": 0}
    unforeseen = set()

    def one(data):
        try:
            read(data)
            told["read"] += 1
        except BadInput as error:
            told["refused"] += 1
            said = str(error)
            if not said or "\n" in said:
                raise SystemExit(f"no sentence: {said!r}") from None
            if UNFORESEEN in said and (kind := place_of(error.__cause__)) not in unforeseen:
                unforeseen.add(kind)
                name = re.sub(r"\W+", "-", kind)
                (folder / f"unforeseen-{name}").write_bytes(data)
                print(f"unforeseen: {kind}", flush=True)

    def within(data, size, seed):
        """Change one part of an archive and leave its frame sound, every other time."""
        provider = io.BytesIO(data)
        if seed % 2:
            try:
                parts = seeds.parts_of(data)
                name = sorted(parts)[seed // 2 % len(parts)]
                parts[name] = atheris.Mutate(parts[name], size)
                return seeds.package(parts)[:size]
            except Exception:  # noqa: BLE001  no archive any more: it is changed as plain bytes
                provider.seek(0)
        return atheris.Mutate(provider.read(), size)

    arguments = [
        sys.argv[0], str(folder), f"-max_total_time={given.seconds}", f"-artifact_prefix={folder}/", "-timeout=20",
        "-rss_limit_mb=2048", "-max_len=60000", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(arguments, one, custom_mutator=within if given.reader in ARCHIVES else None)
    print(f"fuzzing {given.reader} for {given.seconds} s; what is found is kept in {folder}", flush=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
