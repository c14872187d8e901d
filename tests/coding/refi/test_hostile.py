"""Imports are hostile: each trap ends in one sentence that names it."""

import io
import zipfile

import pytest

from rantau.coding.refi import Limits, import_project, read_codebook
from rantau.framework.errors import BadInput

SPACE = 'xmlns="urn:QDA-XML:project:1.0"'
A, B, C, D = (f"{n}0000000-0000-4000-8000-000000000000" for n in "1234")


def project(inside="", attributes='name="p"'):
    return f'<?xml version="1.0" encoding="utf-8"?><Project {SPACE} {attributes}>{inside}</Project>'


def package(qde=None, **files):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        if qde is not None:
            made.writestr("project.qde", qde)
        for name, content in files.items():
            made.writestr(name, content)
    return into


def read(file, **options):
    """Read everything, as a caller would."""
    file = file if hasattr(file, "read") else io.BytesIO(file)
    found = import_project(file, "study.qdpx", **options)
    return found, list(found.documents())


def refused(file, *words, **options):
    with pytest.raises(BadInput) as caught:
        read(file, **options)
    message = str(caught.value)
    assert message.startswith("study.qdpx"), message
    assert message.endswith(".")
    assert "\n" not in message
    for word in words:
        assert word in message, message


def source(inside="", name="a.txt", tag="TextSource", path="plainTextPath", where=None):
    where = f"internal://{name}" if where is None else where
    return f'<Sources><{tag} guid="{A}" name="doc" {path}="{where}">{inside}</{tag}></Sources>'


CODES = f'<CodeBook><Codes><Code guid="{B}" name="code" isCodable="true"/></Codes></CodeBook>'


def selection(start, end, inside="", guid=C):
    place = f'guid="{guid}" startPosition="{start}" endPosition="{end}"'
    return f"<PlainTextSelection {place}>{inside}</PlainTextSelection>"


def coding(guid=D, code=B):
    return f'<Coding guid="{guid}"><CodeRef targetGUID="{code}"/></Coding>'


# The package


def test_no_zip_file():
    refused(b"not a zip file", "no zip file")


def test_a_zip_file_cut_short():
    whole = package(project("<Description>x</Description>" * 1)).getvalue()
    refused(whole[: len(whole) // 2], "cut short")


def test_a_zip_file_of_something_else():
    refused(package(**{"word/document.xml": "x"}), "no project.qde")


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "Sources/../../evil.txt", "/etc/evil", "C:/evil.txt", "..\\evil.txt", "\\\\host\\evil"],
)
def test_files_that_would_be_put_outside(name):
    refused(package(project(), **{name: "x"}), "outside of it")


def test_a_symbolic_link():
    file = package(project())
    with zipfile.ZipFile(file, "a") as made:
        link = zipfile.ZipInfo("Sources/link.txt")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    refused(file, "a link or a device")


def test_an_encrypted_file():
    data = bytearray(package(project(), **{"Sources/a.txt": "x"}).getvalue())
    # The flag of encryption in the central directory.
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    refused(bytes(data), "is encrypted", "without a password")


def test_a_file_that_grows_too_much():
    refused(package(project(), **{"Sources/a.txt": b"0" * (5 * 2**20)}), "more than 250 times its size")


def test_too_many_files():
    many = {f"Sources/{n}.txt": "x" for n in range(30)}
    refused(package(project(), **many), "31 files", limits=Limits(entries=30))


def test_too_much_in_all():
    many = {f"Sources/{n}.txt": "some words" for n in range(30)}
    refused(package(project(), **many), "and no more than 200 are read", limits=Limits(total=200))


def test_one_file_too_large():
    refused(package(project(), **{"Sources/a.txt": "some words"}), "'Sources/a.txt'", limits=Limits(part=5))


def test_a_file_that_is_larger_than_it_says():
    """The sizes in the headers are lies; the reader stops at the size that was declared."""
    data = bytearray(package(project(source()), **{"Sources/a.txt": "0123456789" * 100}).getvalue())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = data.rindex(mark)
        data[place + offset : place + offset + 4] = (10).to_bytes(4, "little")
    refused(bytes(data), "is damaged")


def test_one_name_twice():
    file = package(project())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as made:
        made.writestr("project.qde", project())
    refused(file, "twice")


def test_a_damaged_entry():
    data = bytearray(package(project(source()), **{"Sources/a.txt": "abcdefghijklmnopqrstuvwxyz"}).getvalue())
    place = data.index(b"Sources/a.txt") + len("Sources/a.txt") + 3
    data[place] ^= 0xFF
    refused(bytes(data), "is damaged")


# The XML


def test_a_billion_laughs():
    laughs = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    refused(
        package(f"{laughs}<Project {SPACE} name='p'><Description>&b;</Description></Project>"),
        "declares a document type",
    )


def test_an_external_entity(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    outside = f'<!DOCTYPE Project [<!ENTITY a SYSTEM "file://{secret}">]>'
    refused(
        package(f"{outside}<Project {SPACE} name='p'><Description>&a;</Description></Project>"),
        "declares a document type",
    )


def test_an_external_document_type_that_is_never_fetched():
    refused(
        package(f"<!DOCTYPE Project SYSTEM 'http://127.0.0.1:9/x.dtd'><Project {SPACE} name='p'/>"),
        "declares a document type",
    )


def test_a_document_type_hidden_in_another_encoding():
    text = f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE Project [<!ENTITY a "ha">]><Project {SPACE} name="p"/>'
    refused(package(text.encode("utf-16")), "declares a document type")


@pytest.mark.parametrize("qde", ["", "<Project", "no xml at all", project("<a>")])
def test_no_well_formed_xml(qde):
    refused(package(qde))


def test_another_kind_of_xml():
    refused(package("<html/>"), "outermost element", check=False)
    refused(package("<html/>"), "html")


def test_what_the_schema_does_not_have():
    refused(package(project("<Secret/>")), "not as the REFI-QDA standard has a project", "Secret")
    refused(package(project(attributes="")), "name")
    refused(package(project('<Users><User guid="nonsense" name="x"/></Users>')), "no GUID")


def test_what_the_schema_demands_and_a_lenient_import_does_not_find():
    broken = project(CODES + source(selection(0, 1, f'<Coding guid="{D}"/>')))
    refused(package(broken, **{"Sources/a.txt": "abc"}), "CodeRef")
    refused(package(broken, **{"Sources/a.txt": "abc"}), "lacks what the standard demands", check=False)


def test_a_name_with_a_colon_where_none_can_be():
    """Found by scripts/fuzz.py."""
    for named in ("Code:Ref", ":", "a:b:c"):
        qde = project(CODES + source(selection(0, 1, f'<Coding guid="{D}"><{named}/></Coding>')))
        refused(package(qde, **{"Sources/a.txt": "abc"}), "standard")
        refused(package(qde, **{"Sources/a.txt": "abc"}), "study.qdpx", check=False)


def test_elements_too_deep():
    deep = f'<Code guid="{B}" name="c" isCodable="true">' * 1000 + "</Code>" * 1000
    refused(package(project(f"<CodeBook><Codes>{deep}</Codes></CodeBook>")))


def test_a_position_too_long_to_be_one():
    with pytest.raises(BadInput, match="too long to be a position"):
        read(package(project(source(selection("9" * 5000, 1))), **{"Sources/a.txt": "abc"}))


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (f'<Users><User guid="{A}"/><User guid="{{{A.upper()}}}"/></Users>', "coders"),
        (CODES.replace("<Codes>", f'<Codes><Code guid="{B}" name="other" isCodable="true"/>'), "codes"),
        (source(selection(0, 1) + selection(1, 2)), "selections"),
        (CODES + source(selection(0, 1, coding() + coding())), "codings"),
    ],
)
def test_one_guid_for_two_things(inside, kind):
    refused(package(project(inside), **{"Sources/a.txt": "abc"}), f"two of its {kind}", "GUID")


def test_a_case_may_have_the_guid_of_its_code():
    """NVivo writes a case as a code and a case of one GUID."""
    found, _ = read(package(project(CODES + f'<Cases><Case guid="{B}" name="Anna"/></Cases>')))

    assert found.head.cases[0].name == "Anna"


# What is left out, with a sentence


def sentences(file, **options):
    found, documents = read(file, **options)
    return found.account.sentences, documents


def test_a_missing_file():
    said, documents = sentences(package(project(CODES + source(selection(0, 1, coding())))))

    assert documents[0][0].text is None
    assert documents[0][1] == ()
    assert any("is missing from study.qdpx" in s for s in said)
    assert any("were not read are left out" in s for s in said)


def test_a_file_outside_is_not_read_unless_it_is_given():
    qde = project(CODES + source(selection(0, 2, coding()), where="absolute:///etc/passwd"))

    said, documents = sentences(package(qde))
    assert documents[0][0].text is None
    assert documents[0][0].path == "absolute:///etc/passwd"
    assert any("lies outside of study.qdpx" in s for s in said)

    given = {"absolute:///etc/passwd": b"some text"}
    said, documents = sentences(package(qde), outside=given.get)
    assert documents[0][0].text == "some text"
    assert documents[0][1][0].end == 2


def test_an_internal_path_cannot_leave_the_package():
    said, documents = sentences(package(project(source(where="internal://../../etc/passwd"))))

    assert documents[0][0].text is None
    assert any("is missing" in s for s in said)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 4), (3, 1), (10**30, 10**30)])
def test_places_outside_of_the_text(start, end):
    qde = project(CODES + source(selection(start, end, coding()) + selection(0, 3, coding(guid=A), guid=B)))

    said, documents = sentences(package(qde, **{"Sources/a.txt": "abc"}))

    assert [(c.start, c.end) for c in documents[0][1]] == [(0, 3)]
    assert any(s.startswith("1 places lie outside") for s in said)


def test_a_code_that_is_not_in_the_codebook():
    qde = project(CODES + source(selection(0, 1, coding(code=A))))

    said, documents = sentences(package(qde, **{"Sources/a.txt": "abc"}))

    assert documents[0][1] == ()
    assert "1 codings have a code that is not in the codebook, and are left out." in said


def test_a_text_that_is_not_utf_8():
    said, documents = sentences(package(project(source()), **{"Sources/a.txt": b"caf\xe9"}))

    assert documents[0][0].text is None
    assert any("is not UTF-8" in s for s in said)


def test_pictures_recordings_and_films_are_named_and_left_out():
    inside = f'<AudioSelection guid="{B}" begin="1" end="2">{coding()}</AudioSelection>'
    qde = project(source(inside, tag="AudioSource", path="path"))

    said, documents = sentences(package(qde))

    assert documents == []
    assert any("1 recordings are not taken along" in s for s in said)
    assert any("1 codings of recordings" in s for s in said)


@pytest.mark.parametrize(
    "details",
    [
        '{"rantau": 1}\n{"k": "coding", "g": "%s", "id": 7, "status": ["x"], "probability": "high"}'.replace(
            "%s", D
        ),
        '{"rantau": 1}\nnot json\n[1,2]\n{"k": 1}\n' + "[" * 100_000,
        '{"rantau": 1}\n{"k": "code", "g": "%s", "id": "x", "d": 5, "polarities": 3, "name": ["n"]}'.replace(
            "%s", B
        ),
        '{"rantau": 1}\n{"k":"coding","g":"%s","status":"sudo","polarity":{}}'.replace("%s", D),
    ],
)
def test_a_note_of_details_with_nonsense_does_no_harm(details):
    notes = f'<Notes><Note guid="{A[:-1]}9" name="rantau: details" plainTextPath="internal://n.txt"/></Notes>'
    qde = project(CODES + source(selection(0, 1, coding())) + notes)

    found, documents = read(package(qde, **{"Sources/a.txt": "abc", "Sources/n.txt": details}))

    assert documents[0][1][0].status == "accepted"
    assert documents[0][1][0].probability is None
    assert documents[0][1][0].polarity == ""
    assert found.head.codes[0].polarities == ()


# The codebook

BOOK = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0">{}</CodeBook>'

TWICE = f'<Code guid="{A}" name="a" isCodable="true"/>' * 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("<CodeBook xmlns='urn:QDA-XML:codebook:1.0'", "cut short"),
        ("<CodeBook/>", "outermost element"),
        ("<!DOCTYPE CodeBook [<!ENTITY a 'b'>]>" + BOOK.format("<Codes/>"), "declares a document type"),
        (BOOK.format("<Codes/>"), "not as the REFI-QDA standard has a codebook"),
        (BOOK.format(f'<Codes><Code guid="{A}" name="a" isCodable="maybe"/></Codes>'), "isCodable"),
        (BOOK.format(f"<Codes>{TWICE}</Codes>"), "two codes"),
    ],
)
def test_a_codebook_that_is_none(text, words):
    with pytest.raises(BadInput, match=words):
        read_codebook(text.encode(), "book.qdc")
