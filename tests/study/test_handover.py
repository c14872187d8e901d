"""A study handed over as a crate, and given back."""

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from handed import HIDDEN_WORDS, id_of

from rantau.cli import main
from rantau.framework.errors import BadInput
from rantau.study import Study
from rantau.study.coding_trail import rebuilt
from rantau.study.handover import opening
from rantau.study.handover.crate_in import import_crate
from rantau.study.handover.crate_out import export_crate
from rantau.study.handover.kinds import KINDS, OF_A_DOCUMENT, OF_THE_STUDY, line_of

VALIDATOR = Path(sys.prefix) / "validator" / "bin" / "python"


@pytest.fixture(scope="module")
def crate(handed, tmp_path_factory):
    """It, without what could show who a witness is."""
    to = tmp_path_factory.mktemp("crate") / "study.zip"
    with Study.open(shutil.copytree(handed, to.parent / "study")) as study:
        export_crate(study, to)
    return to


@pytest.fixture(scope="module")
def whole(handed, tmp_path_factory):
    """It, with confidential documents and testimonies."""
    to = tmp_path_factory.mktemp("whole") / "study.zip"
    with Study.open(shutil.copytree(handed, to.parent / "study")) as study:
        export_crate(study, to, confidential=True, confirmed="Handed study")
    return to


@pytest.fixture(scope="module")
def back(crate, tmp_path_factory):
    """The study that the crate gives."""
    path = tmp_path_factory.mktemp("back") / "study"
    import_crate(path, crate)
    return path


def texts(archive):
    """Name -> text of the files of a crate that hold text."""
    with zipfile.ZipFile(archive) as opened:
        return {
            name: opened.read(name).decode("utf-8")
            for name in opened.namelist()
            if not name.endswith((".pdf", ".png", ".docx"))
        }


def records_of(path):
    """All records of a study as lines, by kind."""
    with Study.open(path) as study:
        documents = [one.id for one in study.store.documents()]
        found = {
            kind.name: [line_of(one) for id in documents for one in kind.of_document(study.store, id)]
            for kind in OF_A_DOCUMENT
        }
        return found | {
            kind.name: [line_of(one) for one in kind.of_study(study.store)] for kind in OF_THE_STUDY
        }


def lines_of(archive):
    """All records of a crate as lines, by kind."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(kind.file).decode().splitlines() for name, kind in KINDS.items()}


# -- what goes, and what stays ------------------------------------------------------------------------------------


def test_those_who_coded_and_decided_are_stand_ins_and_the_same_one_everywhere(crate, whole, back):
    """But for what people wrote in their own words."""
    names = re.compile(r"\b(amina|budi)\b")
    assert [name for name, text in texts(crate).items() if names.search(text)] == []
    assert any(names.search(text) for text in texts(whole).values())
    with Study.open(back) as taken:
        coders = {one.coder for one in taken.store.codings()}
        assert len(coders) == 2
        assert all(re.fullmatch(r"person-\d+", name) for name in coders)
        assert {one.id for one in taken.store.coders()} == coders
        assert taken.store.verify_audit().ok
        assert {one.coder for one in rebuilt(taken.store.events()).codings.values()} >= coders


@pytest.mark.parametrize("word", HIDDEN_WORDS)
def test_a_crate_holds_no_word_of_what_stays_behind(crate, word):
    assert [name for name, text in texts(crate).items() if word in text] == []


def test_the_words_that_are_looked_for_are_in_the_study(handed):
    sources = "".join(one.read_text() for one in (handed / "sources").iterdir())
    names = " ".join(one.name for one in (handed / "sources").iterdir())

    assert [word for word in HIDDEN_WORDS if word not in sources + names] == []


def test_a_crate_holds_no_id_or_hash_of_a_document_that_stays_behind(handed, crate):
    with Study.open(handed) as study:
        hidden = [one for one in study.store.documents() if one.file.startswith(("secret", "talk"))]
    assert len(hidden) == 2
    for one in hidden:
        assert [
            name
            for name, text in texts(crate).items()
            if "out/" not in name and (one.id in text or one.sha256 in text)
        ] == []


def test_a_crate_lists_what_was_left_out(crate):
    listed = json.loads(texts(crate)["hand-over.json"])
    told = {(one["what"], one["count"]) for one in listed["left_out"]}

    assert {("documents", 2), ("sources", 2), ("sources as received", 1), ("codings", 2)} <= told
    assert ("rows of data/observations.csv", 1) in told
    assert ("descriptions of witnesses", 1) in told
    assert (
        "documents (2): confidential, or transcripts of testimony." in texts(crate)["ro-crate-metadata.json"]
    )


def test_a_description_of_a_witness_is_covered_where_it_stands_and_every_position_stays(handed, crate):
    with Study.open(handed) as study:
        voices = id_of(study, "voices.md")
        before = {one.id: one.text for one in study.store.passages(voices)}
    covered = [json.loads(line) for line in lines_of(crate)["passages"] if voices in line]

    assert [len(one["text"]) for one in covered] == [len(before[one["id"]]) for one in covered]
    assert any("█" * 20 in one["text"] for one in covered)
    assert "was sold twice" in " ".join(one["text"] for one in covered)


def test_counts_of_so_few_persons_stay_behind(crate):
    table = texts(crate)["study/data/observations.csv"]

    assert "MYS,2021,700" in table
    assert "THA,2021,7," not in table
    own = [
        one for one in map(json.loads, lines_of(crate)["observations"]) if one["origin"].startswith("data/")
    ]
    assert [one["value"] for one in own] == [700]


def test_confidential_documents_go_only_when_it_is_confirmed_and_an_event_tells(handed, whole, tmp_path):
    with Study.open(whole.parent / "study") as study:
        for confirmed in ("", "handed study"):
            with pytest.raises(BadInput, match="give the study's name, 'Handed study', with --confirm"):
                export_crate(study, tmp_path / "x.zip", confidential=True, confirmed=confirmed)
        told = [event for event in study.store.events() if event.action == "study.exported"]
    assert not (tmp_path / "x.zip").exists()
    assert [event.details["confidential"] for event in told].count(True) == 1
    text = texts(whole)
    assert "nine months" in text["records/passages.jsonl"]
    assert "study/sources/voices.md" not in text  # names were replaced in it: it never goes
    for name in ("Htetaungmyo", "Nyilinkhant", "555 0199"):
        assert not any(name in one for one in text.values())


def test_sealed_names_never_go(handed, tmp_path):
    import pyrage

    path = shutil.copytree(handed, tmp_path / "study")
    settings = path / "study.toml"
    key = pyrage.x25519.Identity.generate().to_public()
    settings.write_text(settings.read_text().replace('recipient = ""', f'recipient = "{key}"'))
    with Study.open(path) as study:
        study.run("corpus", workers=1)
        sealed = study.store.sealed_names()
        export_crate(study, tmp_path / "x.zip", confidential=True, confirmed="Handed study")
    assert sealed
    for one in sealed:
        assert not any(one.sealed in text for text in texts(tmp_path / "x.zip").values())


def test_a_source_that_nobody_has_read_stays_behind(handed, tmp_path):
    path = shutil.copytree(handed, tmp_path / "study")
    (path / "sources" / "unread.txt").write_text("A sentence that nobody has read yet.")
    with Study.open(path) as study:
        export_crate(study, tmp_path / "x.zip")

    assert not any(
        "nobody has read yet" in text or "unread.txt" in text for text in texts(tmp_path / "x.zip").values()
    )


def test_files_of_which_nobody_knows_what_they_hold_stay_behind(handed, tmp_path):
    path = shutil.copytree(handed, tmp_path / "study")
    (path / "data" / "cases.csv").write_text("name,village\nSomebody,Somewhere\n")
    (path / "out" / "coding.csv").write_text("quote\nSomebody\n")
    (path / "out" / "brief.html").write_text("changed by hand: Somebody")
    with Study.open(path) as study:
        with study.store.transaction() as transaction:
            transaction.record("account.added", "amina", details={"openid": "Somebody@elsewhere"})
        export_crate(study, tmp_path / "x.zip")
    found = texts(tmp_path / "x.zip")

    assert [name for name, text in found.items() if "Somebody" in text] == []
    assert "study/data/observations.csv" in found
    assert "study/out/figures/corridors.svg" in found


# -- its form -----------------------------------------------------------------------------------------------------


def test_the_reference_validator_finds_nothing_that_the_standard_requires(crate, tmp_path):
    """In CI the validator must be there; elsewhere `make setup` installs it. A broken crate shows that it looks."""
    if not VALIDATOR.exists():
        assert not os.environ.get("CI"), "in CI the validator of RO-Crate must be installed (make setup)"
        pytest.skip("the validator of RO-Crate is not installed (make setup)")
    broken = rewritten(
        crate,
        tmp_path / "broken.zip",
        {"ro-crate-metadata.json": lambda text: text.replace('"datePublished"', '"x"')},
    )
    context = files("rocrate") / "data" / "ro-crate.jsonld"
    program = Path(__file__).with_name("validate_crate.py")
    told = subprocess.run(
        [VALIDATOR, program, context, "REQUIRED", crate, broken], check=False, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    good, bad = (json.loads(line) for line in told.stdout.splitlines() if line.startswith("{"))

    assert good["issues"] == []
    assert good["checks"] > 50
    assert any("MUST have a `datePublished`" in issue for issue in bad["issues"])


@pytest.fixture(scope="module")
def chain(crate):
    """The provenance: id -> node."""
    graph = json.loads(texts(crate)["provenance.jsonld"])["@graph"]
    nodes = {one["@id"]: one for one in graph}
    assert len(nodes) == len(graph)
    return nodes


def to(node, name):
    """What a node points to."""
    value = node.get(f"prov:{name}", [])
    return [one["@id"] for one in (value if isinstance(value, list) else [value])]


def test_all_that_the_provenance_refers_to_is_in_it(chain):
    for node in chain.values():
        for key, value in node.items():
            if key.startswith("prov:") and key not in ("prov:startedAtTime", "prov:endedAtTime"):
                assert [one for one in to(node, key[5:]) if one not in chain] == [], (node["@id"], value)


def test_the_brief_leads_back_to_every_source_that_went(chain):
    reached, waiting = set(), ["rantau:output/brief"]
    while waiting:
        id = waiting.pop()
        if id not in reached:
            reached.add(id)
            waiting += to(chain[id], "wasDerivedFrom")

    kinds = {id.split(":")[1].split("/")[0] for id in reached}
    assert {"group", "claim", "passage", "page", "document", "file", "score", "observation", "table"} <= kinds
    assert {"rantau:file/report.md", "rantau:file/note.html"} <= reached
    assert "rantau:withheld/withheld%20document%201" in reached


def test_the_provenance_tells_who_did_what_with_which_program(chain):
    persons = {node["rantau:account"] for id, node in chain.items() if id.startswith("rantau:person/")}
    codings = [node for id, node in chain.items() if id.startswith("rantau:coding/")]

    assert persons
    assert all(re.fullmatch(r"person-\d+", name) for name in persons)
    assert len({id for node in codings for id in to(node, "wasAttributedTo")}) == 2
    for coding in codings:
        (event,) = to(coding, "wasGeneratedBy")
        assert chain[event]["rantau:action"] == "coding.added"
    claim = next(node for id, node in chain.items() if id.startswith("rantau:claim/"))
    (tool,) = to(claim, "wasAttributedTo")
    assert "prov:SoftwareAgent" in chain[tool]["@type"]
    (event,) = to(claim, "wasGeneratedBy")
    assert chain[event]["rantau:action"] == "evidence.extracted"


def test_an_independent_reader_understands_the_provenance(crate, chain):
    """Read by rdflib, with what W3C PROV says of its properties."""
    if not VALIDATOR.exists():
        pytest.skip("rdflib comes with the validator of RO-Crate (make setup)")
    program = (
        "import sys, zipfile, rdflib; g = rdflib.Graph();"
        "g.parse(data=zipfile.ZipFile(sys.argv[1]).read('provenance.jsonld'), format='json-ld');"
        "P = rdflib.Namespace('http://www.w3.org/ns/prov#'); T = rdflib.RDF.type;"
        "kinds = {k: set(g.subjects(T, P[k])) for k in ('Entity', 'Activity', 'Agent')};"
        "assert all(o in kinds['Entity'] for o in g.objects(None, P.wasDerivedFrom));"
        "assert all(o in kinds['Activity'] for o in g.objects(None, P.wasGeneratedBy));"
        "assert all(o in kinds['Agent'] for o in g.objects(None, P.wasAssociatedWith));"
        "print(len(kinds['Entity']))"
    )
    found = subprocess.run([VALIDATOR, "-c", program, crate], check=False, capture_output=True, text=True)

    assert found.returncode == 0, found.stderr
    assert int(found.stdout) == sum("prov:Entity" in node["@type"] for node in chain.values())


def test_the_same_study_gives_the_same_crate_but_for_the_event_that_tells_of_the_first(handed, tmp_path):
    path = shutil.copytree(handed, tmp_path / "study")
    made = []
    for name in ("a.zip", "b.zip"):
        with Study.open(path) as study:
            export_crate(study, tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as opened:
            made.append({one: opened.read(one) for one in opened.namelist()})

    differing = {name for name in made[0] if made[0][name] != made[1][name]}
    assert differing == {
        "records/events.jsonl", "provenance.jsonld", "hand-over.json", "ro-crate-metadata.json",
    }  # fmt: skip


# -- and back -----------------------------------------------------------------------------------------------------


def test_everything_that_a_crate_holds_is_the_same_record_by_record(crate, back):
    mine, theirs = records_of(back), lines_of(crate)

    assert mine["events"][:-1] == theirs["events"]
    for name in KINDS:
        if name != "events":
            assert mine[name] == theirs[name], name
    assert sum(map(len, theirs.values())) > 400


def test_a_whole_crate_is_the_study_but_for_what_never_goes(handed, whole, tmp_path):
    import_crate(tmp_path / "study", whole)
    mine, before = records_of(tmp_path / "study"), records_of(handed)

    assert (
        mine["events"][: len(lines_of(whole)["events"])] == before["events"][: len(lines_of(whole)["events"])]
    )
    for name in KINDS:
        if name != "events":
            assert mine[name] == before[name], name


def test_the_trail_of_a_study_that_was_handed_over_holds_and_goes_on(back):
    with Study.open(back) as study:
        report = study.store.verify_audit()
        last = list(study.store.events())[-1]

    assert report.ok, report.message
    assert report.withheld > 0
    assert (last.action, last.details["events with parts withheld"]) == ("study.imported", report.withheld)


def test_a_study_that_was_handed_over_can_be_worked_on(back, tmp_path):
    path = shutil.copytree(back, tmp_path / "study")
    with Study.open(path) as study:
        voices = id_of(study, "voices.md")
        before = records_of(path)["passages"]
        report = study.run("profile", workers=1)
        assert report.problems == ()
        assert set(study.status().stages.values()) == {"done", "to do"}
        assert [stage for stage, state in study.status().stages.items() if state == "to do"] == ["brief"]
        assert records_of(path)["passages"] == before
        assert study.store.document(voices).page_count == 1
        desk_search = study.store.search("sold twice")
        assert [hit.document for hit in desk_search] == [voices]
        accepted = [one for one in study.store.claims() if one.status == "accepted"]
        assert [one.value for one in accepted] == [480]
        study.decide(accepted[0].id, "rejected", "on second thought")
        again = study.run("profile", workers=1)
        assert not any(
            stage.done for stage in again.stages if stage.stage in ("corpus", "evidence", "coding")
        )
        assert study.store.verify_audit().ok


def test_a_study_that_lost_nothing_needs_no_work_after_it_was_handed_over(finished, tmp_path):
    with Study.open(shutil.copytree(finished, tmp_path / "study")) as study:
        export_crate(study, tmp_path / "x.zip")
    import_crate(tmp_path / "back", tmp_path / "x.zip")
    with Study.open(tmp_path / "back") as study:
        report = study.run(workers=1)

    assert [stage.stage for stage in report.stages if stage.done or stage.removed] == []


# -- hostile crates -----------------------------------------------------------------------------------------------


def rewritten(archive, to, changes=None, more=()):
    """A crate with some files' text changed, and others added: (name or ZipInfo, content)."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            change = (changes or {}).get(name)
            if change is None:
                new.writestr(name, content)
            elif change != "gone":
                new.writestr(name, change(content.decode()).encode())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name, content in more:
                new.writestr(name, content)
    return to


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/etc/outside.txt", "study/../../outside.txt", "study/out\\..\\x", "C:/x.txt", "study/.hidden",
     "study//x", "study/sources/con.txt", "study/x\x07", "study/out/x ", link("study/sources/link")],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(crate, tmp_path, name):
    bad = rewritten(crate, tmp_path / "bad.zip", more=[(name, b"/etc/passwd")])
    (tmp_path / "in").mkdir()

    with pytest.raises(BadInput, match=r"leads elsewhere|is a link|its list does not name"):
        import_crate(tmp_path / "in" / "study", bad)

    assert list((tmp_path / "in").iterdir()) == []
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.zip", "in"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"records/claims.jsonl": lambda text: text.replace("480", "481")}, "records/claims.jsonl is not what it was"),
        ({"study/sources/report.md": lambda text: text + " "}, "study/sources/report.md is not what it was"),
        ({"study/sources/report.md": "gone"}, "lacks study/sources/report.md"),
        ({"hand-over.json": "gone"}, "holds no hand-over.json"),
        ({"hand-over.json": lambda text: text[:-9]}, "hand-over.json is no JSON"),
        ({"hand-over.json": lambda text: "[" * 100_000}, "hand-over.json is no JSON"),
        ({"hand-over.json": lambda text: "[]"}, "is not a JSON object"),
        ({"hand-over.json": lambda text: text.replace("hand-over 1", "hand-over 9")}, "use the rantau that made it"),
        ({"hand-over.json": lambda text: text.replace("Handed", "Other")}, "say different things of hand-over.json"),
        ({"ro-crate-metadata.json": lambda text: text.replace('"sha256": "', '"sha256": "0', 1)}, "different things"),
    ],
)  # fmt: skip
def test_a_crate_that_was_changed_is_refused_and_the_sentence_says_which_file(
    crate, tmp_path, changes, words
):
    bad = rewritten(crate, tmp_path / "bad.zip", changes)

    with pytest.raises(BadInput, match=words):
        import_crate(tmp_path / "study", bad)

    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.zip"]


def forged(crate, to, name, change):
    """A crate in which a file was changed by somebody who mended all hashes."""
    import hashlib

    old = texts(crate)[name]
    new = change(old)
    digests = [hashlib.sha256(one.encode()).hexdigest() for one in (old, new)]
    listed = texts(crate)["hand-over.json"]
    relisted = listed.replace(*digests)
    lists = [hashlib.sha256(one.encode()).hexdigest() for one in (listed, relisted)]
    return rewritten(
        crate,
        to,
        {
            name: lambda _: new,
            "hand-over.json": lambda _: relisted,
            "ro-crate-metadata.json": lambda text: text.replace(*digests).replace(*lists),
        },
    )


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("records/events.jsonl", lambda text: text.replace("coding.added", "coding.lost"), "was changed after it was"),
        ("records/events.jsonl", lambda text: text.split("\n", 1)[1], "event 1 is missing"),
        ("records/claims.jsonl", lambda text: text.replace('"start": ', '"start": 1', 1), "does not stand in its"),
        ("records/claims.jsonl", lambda text: text.replace('"unit"', '"units"', 1), r"claims.jsonl, line 1: unit"),
        ("records/claims.jsonl", lambda text: text + "[1]\n", r"claims.jsonl, line \d+: the line is wrong"),
        ("records/claims.jsonl", lambda text: text + text, "not in the order"),
        ("records/pages.jsonl", lambda text: text.replace('"number": 1', '"number": "one"', 1), "line 1: number is"),
        ("records/documents.jsonl", lambda text: text.split("\n", 1)[1], "is no document of the crate"),
        ("study/study.toml", lambda text: text + "\nnonsense = [", "study.toml"),
        ("study/study.toml", lambda text: text.replace('address = "rantau.db"', "address = '''../x'''"), "taken over"),
    ],
)  # fmt: skip
def test_a_crate_whose_hashes_were_mended_too_is_still_looked_at(crate, tmp_path, name, change, words):
    with pytest.raises(BadInput, match=words):
        import_crate(tmp_path / "study", forged(crate, tmp_path / "bad.zip", name, change))

    assert sorted(one.name for one in tmp_path.iterdir()) == ["bad.zip"]


def test_a_crate_does_not_get_documents_sent_to_its_maker(crate, tmp_path):
    bad = forged(
        crate,
        tmp_path / "bad.zip",
        "study/study.toml",
        lambda text: text.replace('endpoint = ""', 'endpoint = "https://elsewhere.example/v1"').replace(
            'model = ""', 'model = "m"'
        ),
    )
    told = import_crate(tmp_path / "study", bad)

    with Study.open(tmp_path / "study") as study:
        assert study.settings.extraction.endpoint == ""
    assert told.notes == ("The study named a service that documents are sent to; study.toml names none now.",)


def test_a_bomb_is_refused_before_it_goes_off(crate, tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "_FREE", 1000)
    monkeypatch.setattr(opening, "_MOST_TIMES", 20)
    bomb = rewritten(crate, tmp_path / "bomb.zip", more=[("study/data/x.csv", b"0" * 100_000_000)])

    with pytest.raises(BadInput, match="which no study does"):
        import_crate(tmp_path / "study", bomb)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x00" * 500])
def test_what_is_no_archive_is_said(tmp_path, content):
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(BadInput, match="is no whole archive"):
        import_crate(tmp_path / "study", tmp_path / "x.zip")


def test_half_an_archive_is_refused(crate, tmp_path):
    data = crate.read_bytes()
    for part in (data[: len(data) // 2], data[:-10], data[1000:]):
        (tmp_path / "half.zip").write_bytes(part)
        with pytest.raises(BadInput, match="is no whole archive"):
            import_crate(tmp_path / "study", tmp_path / "half.zip")
    assert not (tmp_path / "study").exists()


def test_a_crate_does_not_overwrite_a_study(crate, back):
    with pytest.raises(BadInput, match="is there already; a crate becomes a new study"):
        import_crate(back, crate)


def test_the_commands_hand_over_and_take_over(handed, tmp_path, monkeypatch, capsys):
    study = shutil.copytree(handed, tmp_path / "study")
    monkeypatch.chdir(tmp_path)

    assert main(["export", str(study), "--format", "ro-crate"]) == 0
    assert "Left out:" in capsys.readouterr().out
    assert main(["import", "taken", "study.crate.zip"]) == 0
    assert main(["audit", "taken", "--verify"]) == 0
    told = capsys.readouterr().out
    assert "The audit trail holds" in told
    assert "a part was withheld" in told
    assert main(["export", str(study), "x.zip", "--with-confidential"]) == 2
    assert main(["export", str(study), "x.zip", "--with-confidential", "--confirm", "Handed study"]) == 0
