"""A project of ours goes out and comes back, with what the standard cannot hold."""

import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rantau.coding.records import (
    About,
    Case,
    Code,
    Coder,
    CodeSet,
    Coding,
    Link,
    Memo,
    Region,
    Source,
    Value,
    Variable,
)
from rantau.coding.refi import Exchange, export_project, import_project

WHEN = "2026-01-31T12:00:00Z"
# Control characters, half pairs, marks and other planes too: what XML cannot hold must come back all the same.
words = st.text(st.sampled_from('ab é\n\r\t<&"😀\u0e01\x00\x0c\ufeff\u2028'), max_size=10)
half = st.sampled_from(["", "a\ud800b"])
files = st.text(st.sampled_from('ab é\n\r\t<&"😀\u0e01\x00\x0c\ufeff\u2028'), max_size=40)
times = st.sampled_from(["", WHEN, "2024-02-29T10:00:00+07:00"])


@st.composite
def projects(draw):
    """A project with its documents, their codings and annotations."""

    def pick(from_, most=2):
        return tuple(draw(st.lists(st.sampled_from(from_), max_size=most, unique=True))) if from_ else ()

    def one(from_, otherwise=""):
        return draw(st.sampled_from([otherwise, *from_]))

    coders = tuple(Coder(id=f"coder{n}", name=draw(words)) for n in range(draw(st.integers(0, 2))))
    people = [c.id for c in coders]
    codes = []
    for n in range(draw(st.integers(0, 4))):
        codes.append(
            Code(
                id=f"HS.c{n}",
                name=draw(words) + draw(half),
                parent=one([c.id for c in codes], None),
                definition=draw(words) + draw(half),
                include_when=draw(words),
                example=draw(words),
                theory=draw(words),
                colour=one(["#ff0000", "#00aaee"]),
                codable=draw(st.booleans()),
                polarities=pick(["insecurity", "protection"]),
                retired=draw(st.booleans()),
            )
        )
    code_ids = [c.id for c in codes]
    variables = tuple(
        Variable(id=f"v{n}", name=draw(words), kind=kind, description=draw(words))
        for n, kind in enumerate(pick(["Text", "Integer", "Boolean"], 3))
    )
    good = {"Text": ["", "x y"], "Integer": ["-3", "2024"], "Boolean": ["true", "0"]}

    def values():
        return tuple(Value(v.id, one(good[v.kind], None)) for v in variables if draw(st.booleans()))

    memos = [
        Memo(id=f"m{n}", text=draw(files), title=draw(words), coder=one(people), when=draw(times))
        for n in range(draw(st.integers(0, 2)))
    ]
    documents, annotations, every = [], [], []
    for d in range(draw(st.integers(0, 2))):
        text = draw(files)
        pdf = draw(st.booleans())
        file = draw(st.none() | st.binary(max_size=9)) if pdf else None
        source = Source(
            id=f"d{d}",
            name=draw(words),
            text=text,
            file=file,
            kind="pdf" if pdf else "text",
            description=draw(words),
            coder=one(people),
            when=draw(times),
            values=values(),
        )

        def place(text=text, file=file):
            kind = draw(
                st.sampled_from(["text", "whole", "region"] if file is not None else ["text", "whole"])
            )
            if kind == "whole":
                return {}
            if kind == "region":
                return {"region": Region(draw(st.integers(0, 9)), 1, 2, 3, draw(st.integers(-5, 900)))}
            start = draw(st.integers(0, len(text)))
            return {"start": start, "end": draw(st.integers(start, len(text)))}

        codings = []
        for c in range(draw(st.integers(0, 3)) if codes else 0):
            together = draw(st.booleans()) and codings and codings[-1].selection
            where = (
                {"start": codings[-1].start, "end": codings[-1].end, "region": codings[-1].region}
                if together
                else place()
            )
            group = (
                codings[-1].selection if together else (f"s{d}.{c}" if where and draw(st.booleans()) else "")
            )
            codings.append(
                Coding(
                    id=f"d{d}/x{c}",
                    document=source.id,
                    code=draw(st.sampled_from(code_ids)),
                    coder=one(people),
                    selection=group,
                    passage=one([f"d{d}/p1"], None),
                    polarity=one(["insecurity"]),
                    status=draw(st.sampled_from(["accepted", "proposed", "rejected"])),
                    probability=draw(st.none() | st.floats(0, 1)),
                    when=draw(times),
                    memo=draw(words) if where else "",
                    adjudicated_by=one(people),
                    reason=draw(words),
                    **where,
                )
            )
        for n in range(draw(st.integers(0, 1))):
            if where := place():
                annotations.append(
                    Memo(
                        id=f"a{d}.{n}",
                        text=draw(files),
                        title=draw(words),
                        coder=one(people),
                        when=draw(times),
                        document=source.id,
                        **where,
                    )
                )
        every += codings
        documents.append((source, tuple(codings)))
    document_ids = [s.id for s, _ in documents]
    things = (
        [About("project")]
        + [About("code", c) for c in code_ids]
        + [About("document", d) for d in document_ids]
    )
    things += [About("coding", c.id) for c in every]
    things += [About("selection", c.selection) for c in every if c.selection]
    memos = [
        Memo(
            id=m.id,
            text=m.text,
            title=m.title,
            coder=m.coder,
            when=m.when,
            about=pick(sorted(set(things), key=repr)),
        )
        for m in memos
    ]
    memo_ids = [m.id for m in memos]
    project = Exchange(
        name=draw(words),
        when=WHEN,
        description=draw(words),
        coders=coders,
        codes=tuple(codes),
        sets=tuple(
            CodeSet(
                id=f"set{n}",
                name="theme",
                description=draw(words),
                codes=pick(code_ids),
                documents=pick(document_ids),
                memos=pick(memo_ids),
            )
            for n in range(draw(st.integers(0, 2)))
        ),
        variables=variables,
        cases=tuple(
            Case(
                id=f"case{n}",
                name="somebody",
                codes=pick(code_ids),
                values=values(),
                documents=pick(document_ids),
                selections=pick([c.selection or c.id for c in every if c.start is not None]),
            )
            for n in range(draw(st.integers(0, 1)))
        ),
        memos=(*memos, *annotations),
        links=tuple(
            Link(
                id=f"l{n}",
                origin=one(things[1:], About("")),
                target=one(things[1:], About("")),
                direction=one(["OneWay"]),
            )
            for n in range(draw(st.integers(0, 1)))
        ),
    )
    return project, documents


def exported(project, documents):
    into = io.BytesIO()
    account = export_project(into, project, documents)
    return into.getvalue(), account


def printable(project):
    """The project with what XML cannot hold replaced, where a name stands in XML alone."""

    def seen(text):
        return "".join("\ufffd" if c in "\x00\x0c" or "\ud800" <= c <= "\udfff" else c for c in text)

    return seen


@given(projects())
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_what_goes_out_comes_back(made):
    project, documents = made
    seen = printable(project)

    data, _ = exported(project, documents)
    found = import_project(io.BytesIO(data), "made.qdpx")
    read = list(found.documents())

    head = found.head
    assert sorted(head.codes, key=lambda c: c.id) == sorted(project.codes, key=lambda c: c.id)
    assert [(c.id, c.name) for c in head.coders] == [(c.id, seen(c.name)) for c in project.coders]
    assert [(s.id, s.codes, s.documents, s.memos) for s in head.sets] == [
        (s.id, s.codes, s.documents, s.memos) for s in project.sets
    ]
    assert [(v.id, v.name, v.kind, v.description) for v in head.variables] == [
        (v.id, seen(v.name), v.kind, seen(v.description)) for v in project.variables
    ]
    assert head.cases == project.cases
    assert head.links == project.links
    memos = {m.id: m for m in head.memos}
    wanted = [m for m in project.memos if not m.document]
    assert set(memos) == {m.id for m in wanted}
    for memo in wanted:
        back = memos[memo.id]
        assert (back.text, back.title, back.coder, back.when) == (
            memo.text,
            memo.title,
            memo.coder,
            memo.when,
        )
        assert set(back.about) == set(memo.about)
    assert len(read) == len(documents)
    for (source, codings), (back, codings_back, annotations) in zip(documents, read, strict=True):
        assert (back.id, back.text, back.file, back.kind, back.values, back.coder, back.when) == (
            source.id,
            source.text,
            source.file,
            source.kind,
            source.values,
            source.coder,
            source.when,
        )
        assert (back.name, back.description) == (seen(source.name), seen(source.description))
        assert sorted(codings_back, key=lambda c: c.id) == sorted(codings, key=lambda c: c.id)
        assert list(annotations) == [m for m in project.memos if m.document == source.id]
    assert exported(project, documents)[0] == data
