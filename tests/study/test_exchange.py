"""Coding goes to other programs and comes back; what cannot be carried is told."""

import io
import shutil
import zipfile

import pytest
from coding_examples import desk_of, document, make_coding_study, passage, suggest
from lxml import etree

from rantau.coding.records import Code, Coder, CodeSet, Coding, Memo, Region, Source
from rantau.coding.refi import Exchange, export_project, import_project
from rantau.framework.errors import BadInput, BadSetting
from rantau.store.records import Box
from rantau.study import Study
from rantau.study.coding_acts import put_theme, write_memo
from rantau.study.coding_listings import coding_rows, waiting_rows
from rantau.study.coding_trail import rebuilt
from rantau.study.exchange_in import import_into
from rantau.study.exchange_out import export_study
from rantau.study.placing_imports import pieces_of, region_pieces, words_at

WHEN = "2026-01-31T12:00:00Z"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_coding_study(tmp_path_factory.mktemp("made"))


@pytest.fixture
def study(made, tmp_path):
    with Study.open(shutil.copytree(made, tmp_path / "study")) as opened:
        yield opened


@pytest.fixture
def other(tmp_path):
    """An empty study."""
    with Study.create(tmp_path / "other", name="Other study", places=("THA",)) as opened:
        yield opened


def code_some(study):
    ana, ben = desk_of(study), desk_of(study, "ben")
    one = ana.add("report.md", "MS.micro.debt", quote="They owed him a year of wages.", reason="a year")
    ana.add("report.md", "HS.health", quote="A clinic in the border town", polarity="protection")
    ben.add("note.md", "SE.threat_framing", quote="a flood of people")
    ben.reject(suggest(study, "Police", "SE.threat_framing"))
    write_memo(ana, "Is this debt?", about=one.id)
    write_memo(ben, "Short.", about="note.md")
    write_memo(ben, "Owed to whom?", about="MS.micro.debt")
    put_theme(ana, "Owing", ["MS.micro.debt"], definition="What is owed.")
    return ana


def said(rows):
    """Codings by what they say, wherever their passage lies."""
    names = ("quote", "code", "polarity", "coder", "status", "time", "reason", "id")
    return sorted(tuple(row[name] for name in names) for row in rows)


def project(codes=(), documents=(), **more):
    """A project as another program may write it."""
    stream = io.BytesIO()
    export_project(stream, Exchange(name="Elsewhere", when=WHEN, codes=tuple(codes), **more), documents)
    return stream.getvalue()


# -- out and in again -------------------------------------------------------------------------------------------


def test_a_project_comes_back_whole_in_another_study(study, other, tmp_path):
    ana = code_some(study)
    export_study(ana, tmp_path / "out.qdpx", "qdpx", rejections=True)

    made = import_into(desk_of(other, "cy"), tmp_path / "out.qdpx", "qdpx")

    assert (made.documents, made.codes, made.codings, made.memos, made.themes) == (2, 0, 4, 3, 1)
    assert said(coding_rows(desk_of(other).view())) == said(coding_rows(ana.view()))
    assert {one.text: one.coder for one in other.store.memos()} == {
        "Is this debt?": "ana",
        "Short.": "ben",
        "Owed to whom?": "ben",
    }
    about = {one.text: one.about for one in other.store.memos()}
    assert about["Is this debt?"] in {one.id for one in other.store.codings()}
    assert about["Owed to whom?"] == "MS.micro.debt"
    assert about["Short."] == document(other, "note.md.txt").id
    assert [(one.name, one.codes) for one in other.store.themes()] == [("Owing", ("MS.micro.debt",))]
    assert {one.id for one in other.store.coders()} == {"ana", "ben"}


def notes_of(file):
    with zipfile.ZipFile(file) as opened:
        return etree.fromstring(opened.read("project.qde"))


def test_a_memo_is_called_after_what_it_is_about_and_comes_back_without_that(study, other, tmp_path):
    export_study(code_some(study), tmp_path / "out.qdpx", "qdpx")

    names = {one.get("name") for one in notes_of(tmp_path / "out.qdpx").iter("{*}Note")}

    assert {"On the document note.md", "On the coding of “They owed him a year of wages.”"} <= names
    assert any(name.startswith("On the code ") for name in names)
    import_into(desk_of(other, "cy"), tmp_path / "out.qdpx", "qdpx")
    assert {one.text for one in other.store.memos()} == {"Is this debt?", "Short.", "Owed to whom?"}


def test_a_memo_that_lost_its_tie_on_the_way_says_what_it_was_about(other, tmp_path):
    lost = Memo(id="m1", text="Owed to whom?", title="On the code Debt")
    (tmp_path / "p.qdpx").write_bytes(project(memos=(lost,)))

    import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    assert [one.text for one in other.store.memos()] == ["On the code Debt: Owed to whom?"]


def test_a_retired_code_with_codings_goes_as_one_that_can_have_them(study, tmp_path):
    ana = code_some(study)
    debt, audience = "MS.micro.debt", "SE.audience"
    (study.path / "codebook.yaml").write_text(
        f"- retire: [{debt}]\n  reason: unused\n- retire: [{audience}]\n  reason: unused\n"
    )
    book = desk_of(study).codebook
    assert book[debt].retired
    assert book[audience].retired

    export_study(desk_of(study), tmp_path / "out.qdpx", "qdpx")

    codable = {
        one.get("name"): one.get("isCodable") for one in notes_of(tmp_path / "out.qdpx").iter("{*}Code")
    }
    assert (codable[book[debt].name], codable[book[audience].name]) == ("true", "false")
    assert ana.codebook[debt].name == book[debt].name


def test_an_import_is_in_the_trail_and_the_trail_rebuilds_it(study, other, tmp_path):
    export_study(code_some(study), tmp_path / "out.qdpx", "qdpx")
    import_into(desk_of(other, "cy"), tmp_path / "out.qdpx", "qdpx")

    found = rebuilt(other.store.events())

    assert found.codings == {one.id: one for one in other.store.codings()}
    assert found.memos == {one.id: one for one in other.store.memos()}
    assert found.themes == tuple(other.store.themes())
    assert found.coders == {one.id: one for one in other.store.coders()}
    assert any(one.reason == "imported from out.qdpx" for one in other.store.events())


def test_what_is_there_already_stays_as_it_is(study, tmp_path):
    ana = code_some(study)
    export_study(ana, tmp_path / "out.qdpx", "qdpx", rejections=True)
    before = study.store.codings()

    made = import_into(ana, tmp_path / "out.qdpx", "qdpx")

    assert (made.documents, made.codings, made.memos, made.themes) == (0, 0, 0, 0)
    assert study.store.codings() == before

    ana.recode(next(one.id for one in before if one.reason == "a year"), "TP.means")
    made = import_into(ana, tmp_path / "out.qdpx", "qdpx")
    assert "1 codings are in the study otherwise, and stay as they are there." in made.account


def test_a_removed_coding_comes_back_with_an_import(study, tmp_path):
    ana = code_some(study)
    export_study(ana, tmp_path / "out.qdpx", "qdpx", rejections=True)
    before = study.store.codings()
    ana.remove(next(one.id for one in before if one.reason == "a year"))

    assert import_into(ana, tmp_path / "out.qdpx", "qdpx").codings == 1
    assert study.store.codings() == before


def test_the_same_study_gives_the_same_bytes(study, tmp_path):
    ana = code_some(study)
    for name in ("one.qdpx", "two.qdpx"):
        export_study(ana, tmp_path / name, "qdpx")

    assert (tmp_path / "one.qdpx").read_bytes() == (tmp_path / "two.qdpx").read_bytes()


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_codings_travel_in_a_table(study, tmp_path, format):
    ana = code_some(study)
    before = study.store.codings()
    told = export_study(ana, tmp_path / f"out.{format}", format, rejections=True)
    assert "3 memos are not in the table; a .qdpx holds them." in told
    for one in before:
        desk_of(study, one.coder).remove(one.id)

    made = import_into(ana, tmp_path / f"out.{format}", format)

    assert made.codings == 4
    assert study.store.codings() == before


@pytest.mark.parametrize("format", ["qdc", "csv", "xlsx"])
def test_a_codebook_travels_by_itself(study, other, tmp_path, format):
    (study.path / "codebook.yaml").write_text(
        "- add: {id: HS.economic.fees, name: Recruitment fees, definition: What placement costs., polarity: true}\n"
        "  reason: the study's question\n"
    )
    export_study(desk_of(study), tmp_path / f"codes.{format}", format, codebook_only=True)

    made = import_into(desk_of(other), tmp_path / f"codes.{format}", format)

    assert made.codes == 1
    book = desk_of(other).codebook
    (fees,) = [code for code in book if code.name == "Recruitment fees"]
    assert fees.id.startswith("HS.economic.")
    assert fees.definition.startswith("What placement costs.")
    assert book.changes[-1].reason == f"imported from codes.{format}"


# -- what does not go out -----------------------------------------------------------------------------------------


def test_confidential_documents_stay_at_home_with_all_that_is_about_them(study, tmp_path):
    ana = code_some(study)
    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace("confidential = []", 'confidential = ["report*"]'))
    with Study.open(study.path) as again:
        again.run("corpus", workers=1)
        ana = desk_of(again)
        told = export_study(ana, tmp_path / "open.qdpx", "qdpx")
        export_study(ana, tmp_path / "all.qdpx", "qdpx", confidential=True)

    def held(name):
        with (tmp_path / name).open("rb") as stream:
            found = import_project(stream, name)
            names = [source.name for source, _, _ in found.documents()]
            return names, {memo.text for memo in found.head.memos}

    assert held("open.qdpx") == (["note.md"], {"Short.", "Owed to whom?"})
    assert held("all.qdpx")[0] == ["note.md", "report.md"]
    assert "Is this debt?" in held("all.qdpx")[1]
    assert "1 confidential documents are left out, with their codings and memos." in told
    assert "1 memos about documents that are left out, or their codings, are left out." in told


def test_rejections_stay_at_home_unless_asked_for(study, tmp_path):
    told = export_study(code_some(study), tmp_path / "out.csv", "csv")

    assert any("say that a code does not apply" in sentence for sentence in told)
    assert "rejected" not in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_suggestions_go_out_only_where_they_stand_in_and_never_come_back_as_codings(study, other, tmp_path):
    suggest(study, "Police", "SE.threat_framing")
    export_study(desk_of(study), tmp_path / "without.csv", "csv")
    assert "SE.threat_framing" not in (tmp_path / "without.csv").read_text("utf-8-sig")

    settings = study.path / "study.toml"
    settings.write_text(settings.read_text().replace("machine_coded = false", "machine_coded = true"))
    with Study.open(study.path) as demo:
        told = export_study(desk_of(demo), tmp_path / "demo.qdpx", "qdpx")

    assert any("machine-coded: suggestions that no person has accepted" in sentence for sentence in told)
    made = import_into(desk_of(other), tmp_path / "demo.qdpx", "qdpx")
    assert other.store.codings() == []
    assert "1 codings are suggestions that no person accepted, and are left out." in made.account


def test_an_export_is_told_in_the_trail_and_overwrites_nothing(study, tmp_path):
    export_study(code_some(study), tmp_path / "out.csv", "csv")

    event = list(study.store.events())[-1]
    assert (event.action, event.subject) == ("codes.exported", "out.csv")
    assert (event.details["coder"], event.details["codings"], event.details["confidential"]) == (
        "ana",
        3,
        False,
    )
    with pytest.raises(BadInput, match="is there already"):
        export_study(desk_of(study), tmp_path / "out.csv", "csv")
    with pytest.raises(BadInput, match="there is no folder"):
        export_study(desk_of(study), tmp_path / "none" / "out.csv", "csv")


# -- from other programs ------------------------------------------------------------------------------------------

TEXT = "They owed money.\n\nThey owed  money again. A new\nline came."


def foreign(codings, *, text=TEXT, **more):
    codes = [
        Code(id="5b1f6c7e-0000-4000-8000-000000000001", name="Owing: to kin"),
        Code(
            id="5b1f6c7e-0000-4000-8000-000000000002",
            name="Hutang",
            parent="5b1f6c7e-0000-4000-8000-000000000001",
            definition="Debt,\nin Malay.",
        ),
        Code(id="5b1f6c7e-0000-4000-8000-000000000003", name="debt"),
    ]
    source = Source(id="5b1f6c7e-0000-4000-8000-0000000000aa", name="their.txt", text=text)
    made = [
        Coding(
            id=f"5b1f6c7e-0000-4000-8000-00000000000{n + 1}"[:-2] + f"b{n}",
            document=source.id,
            code=codes[code - 1].id,
            coder="5b1f6c7e-0000-4000-8000-0000000000cc",
            start=start,
            end=end,
            when="2024-02-29T10:00:00+07:00",
        )
        for n, (code, start, end) in enumerate(codings)
    ]
    coders = (Coder(id="5b1f6c7e-0000-4000-8000-0000000000cc", name="Dewi S."),)
    return project(codes, [(source, made)], coders=coders, **more)


def test_codes_from_elsewhere_are_found_by_name_or_added_to_the_codebook(other, tmp_path):
    (tmp_path / "p.qdpx").write_bytes(foreign([(1, 0, 4), (2, 5, 9), (3, 5, 9)]))

    made = import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    book = desk_of(other).codebook
    assert [one.code for one in other.store.codings()] == [
        "IM.owing_to_kin",
        "IM.owing_to_kin.hutang",
        "MS.micro.debt",
    ]
    assert book["IM.owing_to_kin.hutang"].definition == "Debt, in Malay."
    assert made.codes == 3  # the two, and the heading above them
    assert "1 codes are taken for the study's own of the same name." in made.account


def test_a_code_that_has_one_of_our_ids_for_a_name_is_that_code(other):
    # As Taguette writes it: no ids that other programs know, and the whole path as the name.
    written = (
        '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette"><Codes>'
        '<Code guid="5b1f6c7e-0000-4000-8000-000000000001" name="HS.economic" isCodable="true"/>'
        '<Code guid="5b1f6c7e-0000-4000-8000-000000000002" name="own.theme" isCodable="true"/>'
        "</Codes><Sets></Sets></CodeBook>"
    )
    path = other.path / "theirs.qdc"
    path.write_text(written, encoding="utf-8")
    made = import_into(desk_of(other), path, "qdc")

    assert made.codes == 2  # the one, and the heading above it
    assert "IM.own_theme" in desk_of(other).codebook
    assert "IM.hs_economic" not in desk_of(other).codebook


def test_a_coder_is_known_by_name_and_times_are_in_utc(other, tmp_path):
    (tmp_path / "p.qdpx").write_bytes(foreign([(3, 0, 4)]))

    import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    (one,) = other.store.codings()
    assert (one.coder, one.time) == ("Dewi S.", "2024-02-29T03:00:00Z")


def test_codings_are_placed_by_their_words_also_where_white_space_differs(other, tmp_path):
    # "They owed money" stands twice: it is told which is meant. The last runs over a line's end.
    start = TEXT.index("They", 5)
    (tmp_path / "p.qdpx").write_bytes(
        foreign([(3, 0, 15), (3, start, start + 16), (3, TEXT.index("A new"), TEXT.index(" came"))])
    )

    import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    places = [(one.passage.rpartition("/")[2], one.quote) for one in other.store.codings()]
    assert [quote.split() for _, quote in places] == [
        ["They", "owed", "money"],
        ["They", "owed", "money"],
        ["A", "new", "line"],
    ]
    assert places[0][0] != places[1][0]
    for one in other.store.codings():
        assert other.store.passage(one.passage).text[one.start : one.end] == one.quote


def test_a_coding_over_several_passages_is_parted(other, tmp_path):
    (tmp_path / "p.qdpx").write_bytes(foreign([(3, 5, TEXT.index("again"))]))

    made = import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    assert made.codings == 2
    assert len({one.passage for one in other.store.codings()}) == 2
    assert "1 codings ran over several passages and were parted, one for each." in made.account


def test_a_coding_whose_words_are_not_found_is_kept_adrift(other, tmp_path):
    (tmp_path / "p.qdpx").write_bytes(foreign([(3, 0, 16)]))
    import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")
    changed = "They owed nothing.\n\nNor did they pay."
    (tmp_path / "q.qdpx").write_bytes(foreign([(3, 0, 16), (3, 0, 18)], text=changed))

    # The study knows the document by its name, and keeps its own text.
    made = import_into(desk_of(other), tmp_path / "q.qdpx", "qdpx")

    assert (made.documents, made.codings) == (0, 1)
    (row,) = waiting_rows(desk_of(other).view())
    assert (row["quote"], row["document"]) == ("They owed nothing.", "their.txt")
    assert any("are adrift" in sentence for sentence in made.account)


def test_a_coding_without_the_polarity_that_its_code_has_waits_for_a_person(other, tmp_path):
    source = Source(id="x1", name="their.txt", text="They had no food.")
    coding = Coding(id="x2", document="x1", code="x3", coder="", start=8, end=16)
    (tmp_path / "p.qdpx").write_bytes(project([Code(id="x3", name="Food security")], [(source, [coding])]))

    made = import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    (row,) = waiting_rows(desk_of(other).view())
    assert (row["code"], row["coder"]) == ("HS.food", "unknown, p.qdpx")
    assert any("no polarity" in sentence for sentence in made.account)
    desk_of(other).recode(row["id"], "HS.food", polarity="insecurity")
    assert waiting_rows(desk_of(other).view()) == []


def test_sets_and_notes_on_places_are_kept_as_a_study_keeps_them(other, tmp_path):
    codes = [Code(id="c1", name="Own code")]
    source = Source(id="s1", name="their.txt", text="They owed money.")
    memos = (
        Memo(id="n1", text="why?", document="s1", start=5, end=9),
        Memo(id="n2", text="general", title="A title"),
    )
    sets = (CodeSet(id="t1", name="Set", codes=("c1",)), CodeSet(id="t2", name="Empty"))
    (tmp_path / "p.qdpx").write_bytes(project(codes, [(source, [])], memos=memos, sets=sets))

    made = import_into(desk_of(other), tmp_path / "p.qdpx", "qdpx")

    texts = {one.text: one.about for one in other.store.memos()}
    assert texts == {"“owed”: why?": document(other, "their.txt").id, "A title: general": ""}
    assert [(one.name, one.codes) for one in other.store.themes()] == [("Set", ("IM.own_code",))]
    assert any("hold no codes" in sentence for sentence in made.account)


def test_a_table_that_does_not_fit_is_refused_and_nothing_is_written(study, tmp_path):
    ana = desk_of(study)
    head = "id,document,code,coder,start,end\n"
    for row, message in (
        ("k1,none.md,MS.micro.debt,ana,0,4", "is no document"),
        ("k1,report.md,XX.none,ana,0,4", "is no code of the study"),
        ("k1,report.md,MS.micro.debt,ana,0,99999", "outside of report"),
        ("k1,report.md,MS.micro.debt,ana,9,4", "no place"),
    ):
        (tmp_path / "t.csv").write_text(head + row + "\n")
        with pytest.raises(BadInput, match=message):
            import_into(ana, tmp_path / "t.csv", "csv")
    assert study.store.codings() == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a file of any kind"])
@pytest.mark.parametrize("format", ["qdpx", "qdc", "csv", "xlsx"])
def test_what_is_no_such_file_is_refused(study, tmp_path, format, content):
    (tmp_path / f"x.{format}").write_bytes(content)

    with pytest.raises(BadInput):
        import_into(desk_of(study), tmp_path / f"x.{format}", format)
    with pytest.raises(BadInput, match="there is no file"):
        import_into(desk_of(study), tmp_path / "none", format)


def test_codes_that_the_codebook_cannot_hold_leave_it_as_it_was(study, tmp_path):
    yaml = study.path / "codebook.yaml"
    yaml.write_text("- retire: [SE.audience]\n  reason: unused\n")
    loop = "id,name,parent\nA1,One,A2\nA2,Two,A1\n"
    (tmp_path / "t.csv").write_text(loop)

    with pytest.raises((BadInput, BadSetting), match="own ancestor"):
        import_into(desk_of(study), tmp_path / "t.csv", "csv")
    assert yaml.read_text() == "- retire: [SE.audience]\n  reason: unused\n"

    (tmp_path / "u.csv").write_text('id,name,definition\nA1,"*anchor: &x","- add: {}\n# no comment"\n')
    import_into(desk_of(study), tmp_path / "u.csv", "csv")
    book = desk_of(study).codebook
    (code,) = [one for one in book if one.name == "*anchor: &x"]
    assert code.definition == "- add: {} # no comment"
    assert book["SE.audience"].retired


# -- placing ------------------------------------------------------------------------------------------------------


def test_words_that_stand_another_number_of_times_are_not_guessed(study):
    passages = study.store.passages(document(study).id)
    text = "Police raided the site. Police raided the site."

    assert words_at(text, 24, 41) == ("Police raided the", 1, 2)
    (piece,) = pieces_of("Police raided the", 1, 2, passages)
    assert piece[1] == passage(study, "Police").text.index("Police", 5)
    assert pieces_of("Police raided the", 0, 3, passages) == []
    assert pieces_of("nothing of it", 0, 1, passages) == []
    assert pieces_of("  ", 0, 1, passages) == []


def test_a_region_holds_the_passages_that_lie_in_it(study):
    from dataclasses import replace

    first, second, *_ = study.store.passages(document(study).id)
    boxed = [
        replace(first, boxes=(Box(1, 50, 700, 300, 720),)),
        replace(second, boxes=(Box(1, 50, 600, 300, 690), Box(2, 50, 700, 300, 720))),
    ]

    def inside(*corners):
        return [piece[0].id for piece in region_pieces(Region(*corners), boxed)]

    assert inside(0, 40, 730, 310, 695) == [first.id]
    assert inside(0, 310, 590, 40, 730) == [first.id, second.id]
    assert inside(1, 0, 0, 600, 800) == [second.id]
    assert inside(0, 50, 700, 100, 720) == []


def test_a_file_that_breaks_the_schema_is_read_where_one_says_so_and_the_account_tells(
    study, other, tmp_path
):
    export_study(code_some(study), tmp_path / "out.qdpx", "qdpx")
    with (
        zipfile.ZipFile(tmp_path / "out.qdpx") as whole,
        zipfile.ZipFile(tmp_path / "other.qdpx", "w") as broken,
    ):
        for name in whole.namelist():
            data = whole.read(name)
            if name == "project.qde":
                data = data.replace(b"</CodeBook>", b"<Extra/></CodeBook>", 1)
            broken.writestr(name, data)
    cy = desk_of(other, "cy")

    with pytest.raises(BadInput, match="--unchecked"):
        import_into(cy, tmp_path / "other.qdpx", "qdpx")
    assert other.store.codings() == []

    made = import_into(cy, tmp_path / "other.qdpx", "qdpx", check=False)

    assert made.codings > 0
    assert any("not held against the standard's schema" in sentence for sentence in made.account)
