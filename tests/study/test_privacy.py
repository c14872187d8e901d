"""No name, number or address of a witness is stored; what pseudonyms stand for only the holder of the key can read."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pyrage
import pytest

from rantau.corpus.passages import build_passages
from rantau.corpus.read import read_document
from rantau.evidence import ClaimContext, default_place_index, extract_testimonies
from rantau.evidence.indicators import Vocabulary
from rantau.framework.errors import BadInput
from rantau.store.records import Document
from rantau.study.ingest import Ingested, ReadTask, ingest
from rantau.study.privacy import replaced_note, sealed_names
from rantau.study.pseudonyms import mask_document
from rantau.study.sources import Source

REPORT = """\
# Example report on a made-up fishery

Ko Zawminhtut, a 31-year-old fisher from Rakhine State, was sold twice. "They sold me at Kantang pier for 900 dollars,"
he told us. "My brother Kyawlinaung is still on the boat; call him on +66 81 555 0199."

Zawminhtut's wife had waited two years. A spokesperson for the Department of Fisheries, Somchai Jaidee, said: "All
vessels are inspected." Somebody else wrote it down (Example Agency, 2021, p. 4).

## References

Example Agency. (2021). *Made-up tables on recruitment*. Example Agency.
"""

TRANSCRIPT = """\
Interview 12, Parepare

Nama: Rukmini Sartika
Paspor No. B7654321, Jalan Kenari No. 5, Parepare, HP 0812-5555-0123

Pewawancara: Apa yang terjadi?

Rukmini: Agen Bahtiar mengambil paspor saya di Nunukan. Suami saya, Darmawan, tidak tahu.
"""


def task(tmp_path: Path, text: str, name: str = "report.md", **more: object) -> ReadTask:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    source = Source(file=name, source_type=more.pop("source_type", "ngo"), title=str(more.pop("title", "")))  # type: ignore[arg-type]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ReadTask(path, source, digest, 1, bool(more.pop("confidential", False)), (), 2**20, "x", **more)  # type: ignore[arg-type]


def read(given: ReadTask) -> Ingested:
    return ingest(given, lambda done, total: None)


def stored(made: Ingested) -> str:
    return "\n".join(str(table.values) for table in made.prepared.tables.values()) + " ".join(
        made.prepared.words
    )


def test_a_quoted_migrants_name_is_replaced_wherever_it_stands(tmp_path: Path) -> None:
    text = stored(read(task(tmp_path, REPORT)))
    assert "[name 1], a 31-year-old fisher from Rakhine State" in text
    assert "wife had waited" in text
    for original in ("Zawminhtut", "Kyawlinaung", "+66 81 555 0199", "555 0199"):
        assert original.lower() not in text.lower(), original


def test_a_speaker_of_whom_nothing_is_said_may_be_a_witness(tmp_path: Path) -> None:
    text = stored(
        read(task(tmp_path, "“The gate was locked at night, every night,” Htetaungmyo Nyilinkhant said.\n"))
    )
    assert "Nyilinkhant" not in text


def test_who_speaks_in_an_office_and_what_is_cited_keep_their_names(tmp_path: Path) -> None:
    text = stored(read(task(tmp_path, REPORT)))
    assert "Somchai Jaidee" in text
    assert "Example Agency" in text
    assert "Kantang" in text


def test_a_confidential_document_keeps_no_name_number_or_address(tmp_path: Path) -> None:
    text = stored(read(task(tmp_path, TRANSCRIPT, "interview.txt", confidential=True))).lower()
    for original in ("rukmini", "sartika", "b7654321", "kenari", "0812-5555", "bahtiar", "darmawan"):
        assert original not in text, original
    assert "parepare" in text
    assert "nunukan" in text


def test_a_transcript_is_treated_like_a_confidential_document(tmp_path: Path) -> None:
    text = stored(read(task(tmp_path, TRANSCRIPT, "interview.txt", source_type="testimony")))
    assert "Rukmini" not in text


def test_a_name_in_the_title_is_replaced_too(tmp_path: Path) -> None:
    made = read(
        task(tmp_path, TRANSCRIPT, "interview.txt", confidential=True, title="Talk with Rukmini Sartika")
    )
    assert made.document.title == "Talk with [name 1]"


def test_a_name_in_the_name_of_the_file_is_pointed_out(tmp_path: Path) -> None:
    made = read(task(tmp_path, TRANSCRIPT, "rukmini_interview.txt", confidential=True))
    assert any("name of its file" in note for note in made.document.notes)


def test_without_a_key_nothing_is_kept_and_the_notes_say_so(tmp_path: Path) -> None:
    made = read(task(tmp_path, REPORT))
    assert made.sealed is None
    assert any("was not kept" in note for note in made.document.notes)


def test_with_a_key_its_holder_can_read_what_the_pseudonyms_stand_for(tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    made = read(task(tmp_path, REPORT, recipient=str(key.to_public())))
    assert made.sealed is not None
    names = json.loads(pyrage.decrypt(base64.b64decode(made.sealed.sealed), [key]))
    assert "Zawminhtut" in names["[name 1]"]
    assert names["[phone 1]"] == "+66 81 555 0199"
    assert made.sealed.count == len(names)


def test_sealing_decides_nothing_of_what_is_done_again(tmp_path: Path) -> None:
    key = str(pyrage.x25519.Identity.generate().to_public())
    first, second = (read(task(tmp_path, REPORT, recipient=key)) for _ in range(2))
    assert first.sealed != second.sealed
    assert first.prepared.content_hash == second.prepared.content_hash


def test_offsets_point_into_the_stored_text(tmp_path: Path) -> None:
    made = read(task(tmp_path, REPORT))
    tables = {
        name: [dict(zip(table.columns, row, strict=True)) for row in table.values]
        for name, table in made.prepared.tables.items()
    }
    pages = {row["number"]: row["text"] for row in tables["pages"]}
    for row in tables["passages"]:
        spans = row["spans"] if not isinstance(row["spans"], str) else json.loads(row["spans"])
        pieces = [pages[span[0]][span[1] : span[2]] for span in spans]
        assert " ".join(pieces).split() == row["text"].split()


def test_an_author_of_the_same_name_is_cited_as_before(tmp_path: Path) -> None:
    text = 'Ko Salim fished. "I fished for four years," Salim said. Salim (2019) counted boats (Salim & Odd, 2020).\n'
    made = stored(read(task(tmp_path, text)))
    assert "[name 1] fished" in made
    assert "Salim (2019)" in made
    assert "Salim & Odd, 2020" in made


@pytest.mark.parametrize("name", ["gulf", "thai_sea", "press", "bahasa_malaysia", "central_america"])
def test_who_speaks_is_told_from_pseudonyms_as_well_as_from_names(name: str) -> None:
    path = Path(__file__).parents[1] / "evidence" / "spoken" / f"{name}.md"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("= ")]
    read_ = read_document("\n".join(lines).encode(), "a.md")
    _, passages = build_passages("d", read_)
    language = "id" if name.startswith("bahasa") else read_.language
    document = Document(id="d", file="a.md", sha256="", size=1, title=read_.title, language=language)
    hidden = mask_document(document, read_, passages, everything=False)
    assert hidden.originals
    _, masked = build_passages("d", hidden.read)
    context = ClaimContext(document=document, places=default_place_index(), vocabulary=Vocabulary((), ()))
    before, after = (extract_testimonies(each, (), context) for each in (passages, masked))
    assert [one.speaker_type for one in after] == [one.speaker_type for one in before]
    assert any(one.pseudonyms for one in after)


def test_a_document_in_which_nobody_speaks_is_left_as_it_is(tmp_path: Path) -> None:
    plain = "# Tables\n\nAbout 36,000 were deported (Example Agency, 2021). Call 081234567890.\n"
    made = read(task(tmp_path, plain))
    assert made.pseudonyms == 0
    assert "081234567890" in stored(made)


def test_a_key_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput, match="rantau key new"):
        sealed_names("d1", {"[name 1]": "X"}, "age1nothing")


def test_the_note_counts_what_was_replaced() -> None:
    note = replaced_note({"[name 1]": "a", "[name 2]": "b", "[phone 1]": "1"}, "")
    assert "2 names" in note
    assert "1 telephone number" in note
