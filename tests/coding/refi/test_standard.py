"""The standard itself, both ways: what is written is valid, and reading gives back what was written."""

import io
import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rantau.coding.refi import model as m
from rantau.coding.refi.reading import ProjectReader
from rantau.coding.refi.writing import write_project

# What XML can hold, with what is hard about it: blanks, line ends, marks, other planes, right to left.
CHARACTERS = st.one_of(
    st.sampled_from("ab é\n\r\t<&>\"'😀\u0e01\u200f\ufeff]"),
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
)
texts = st.text(CHARACTERS, max_size=12)
optional = st.none() | texts
times = st.sampled_from([None, "2024-06-30T12:00:00Z", "2019-03-09T23:19:07.5+07:00"])
colours = st.sampled_from([None, "#ff0000", "#0AF"])


@st.composite
def projects(draw):
    """A head, its sources with files, and the texts of its notes."""
    count = iter(range(10**6))

    def guid():
        return str(uuid.UUID(int=next(count) * 7 + 1))

    def some(make, most=2):
        return tuple(make() for _ in range(draw(st.integers(0, most))))

    def pick(from_, most=2):
        return tuple(draw(st.lists(st.sampled_from(from_), max_size=most))) if from_ else ()

    users = some(lambda: m.UserNode(guid=guid(), name=draw(optional), id=draw(optional)))
    people = [u.guid for u in users]

    def person():
        return draw(st.sampled_from(people)) if people and draw(st.booleans()) else None

    def stamp():
        return {"by": person(), "at": draw(times), "changed_by": person(), "changed_at": draw(times)}

    notes = some(
        lambda: m.TextNode(
            guid=guid(), name=draw(optional), description=draw(optional), content=draw(optional), **stamp()
        )
    )
    note_texts = []
    if draw(st.booleans()):
        own = guid()
        notes += (m.TextNode(guid=own, name="in a file", plain_path=f"internal://{own}.txt", **stamp()),)
        note_texts.append((f"internal://{own}.txt", draw(texts)))
    note_guids = [n.guid for n in notes]

    def code(depth):
        return m.CodeNode(
            guid=guid(),
            name=draw(texts),
            codable=draw(st.booleans()),
            color=draw(colours),
            description=draw(optional),
            notes=pick(note_guids),
            children=some(lambda: code(depth - 1)) if depth else (),
        )

    codes = some(lambda: code(2))

    def below(found):
        return [c.guid for c in found] + [g for c in found for g in below(c.children)]

    code_guids = below(codes)
    kinds = {"Text": texts, "Boolean": st.sampled_from(["true", "0"]), "Integer": st.integers().map(str)}
    kinds |= {
        "Float": st.sampled_from(["1.50", "-3"]),
        "Date": st.just("2024-02-29"),
        "DateTime": st.just("2024-02-29T00:00:00"),
    }
    variables = some(
        lambda: m.VariableNode(
            guid=guid(),
            name=draw(texts),
            kind=draw(st.sampled_from(sorted(kinds))),
            description=draw(optional),
        )
    )

    def value():
        variable = draw(st.sampled_from(variables))
        if draw(st.booleans()):
            return m.ValueNode(variable=variable.guid)
        return m.ValueNode(variable=variable.guid, kind=variable.kind, value=draw(kinds[variable.kind]))

    def values():
        return some(value) if variables else ()

    def codings():
        if not code_guids:
            return ()
        return some(
            lambda: m.CodingNode(
                guid=guid(),
                code=draw(st.sampled_from(code_guids)),
                notes=pick(note_guids),
                by=person(),
                at=draw(times),
            )
        )

    files = []

    def text_node():
        own, held = guid(), draw(texts)
        inline = draw(st.booleans())
        path = None if inline else f"internal://{own}.txt"

        def selection():
            start = draw(st.integers(0, len(held)))
            return m.TextSelection(
                guid=guid(),
                name=draw(optional),
                start=start,
                end=draw(st.integers(start, len(held))),
                description=draw(optional),
                codings=codings(),
                notes=pick(note_guids),
                **stamp(),
            )

        if not inline:
            files.append((path, held))
        return m.TextNode(
            guid=own,
            name=draw(optional),
            plain_path=path,
            content=held if inline else None,
            description=draw(optional),
            selections=some(selection),
            codings=codings(),
            notes=pick(note_guids),
            values=values(),
            **stamp(),
        )

    def pdf_node():
        own = guid()
        number = st.integers(-10, 2000)

        def selection():
            return m.PdfSelection(
                guid=guid(),
                name=draw(optional),
                page=draw(st.integers(0, 500)),
                first_x=draw(number),
                first_y=draw(number),
                second_x=draw(number),
                second_y=draw(number),
                description=draw(optional),
                representation=text_node() if draw(st.booleans()) else None,
                codings=codings(),
                notes=pick(note_guids),
                **stamp(),
            )

        return m.PdfNode(
            guid=own,
            name=draw(optional),
            path=f"internal://{own}.pdf",
            current_path=draw(optional),
            description=draw(optional),
            selections=some(selection),
            representation=text_node() if draw(st.booleans()) else None,
            codings=codings(),
            notes=pick(note_guids),
            values=values(),
            **stamp(),
        )

    sources = []
    for _ in range(draw(st.integers(0, 2))):
        files.clear()
        if draw(st.booleans()):
            sources.append(m.SourceFile(text_node(), tuple(files)))
        else:
            node = pdf_node()
            sources.append(m.SourceFile(node, (), draw(st.binary(max_size=20))))
            order = [node.representation] + [s.representation for s in node.selections]
            held = dict(files)
            wanted = tuple(
                (r.plain_path, held[r.plain_path]) for r in order if r is not None and r.plain_path
            )
            sources[-1] = m.SourceFile(node, wanted, sources[-1].file)
    source_guids = [s.node.guid for s in sources]
    cases = some(
        lambda: m.CaseNode(
            guid=guid(),
            name=draw(optional),
            description=draw(optional),
            codes=pick(code_guids),
            values=values(),
            sources=pick(source_guids),
            selections=pick(source_guids),
        )
    )
    links = some(
        lambda: m.LinkNode(
            guid=guid(),
            name=draw(optional),
            direction=draw(st.sampled_from([None, "OneWay"])),
            color=draw(colours),
            origin=draw(st.sampled_from([None, *note_guids])),
            target=draw(st.sampled_from([None, *code_guids])),
            notes=pick(note_guids),
        )
    )
    sets = some(
        lambda: m.SetNode(
            guid=guid(),
            name=draw(texts),
            description=draw(optional),
            codes=pick(code_guids),
            sources=pick(source_guids),
            notes=pick(note_guids),
        )
    )

    def graph():
        vertices = some(
            lambda: m.Vertex(
                guid=guid(),
                first_x=3,
                first_y=-4,
                represented=draw(st.sampled_from([None, *code_guids])),
                shape="Oval",
            )
        )
        ends = [v.guid for v in vertices]
        edges = (
            some(
                lambda: m.Edge(
                    guid=guid(), source=draw(st.sampled_from(ends)), target=ends[0], style="dashed"
                )
            )
            if ends
            else ()
        )
        return m.GraphNode(guid=guid(), name=draw(optional), vertices=vertices, edges=edges)

    head = m.ProjectHead(
        name=draw(texts),
        origin=draw(optional),
        base_path=draw(optional),
        users=users,
        codes=codes,
        variables=variables,
        cases=cases,
        notes=notes,
        links=links,
        sets=sets,
        graphs=some(graph),
        description=draw(optional),
        note_refs=pick(note_guids),
        **stamp(),
    )
    return head, sources, note_texts


def written(head, sources, note_texts=()):
    into = io.BytesIO()
    write_project(into, head, sources, note_texts=note_texts)
    return into.getvalue()


@given(projects())
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_what_the_standard_holds_comes_back_as_it_was(project):
    head, sources, note_texts = project

    package = written(head, sources, note_texts)
    reader = ProjectReader(io.BytesIO(package), "made.qdpx")

    assert reader.head == head
    assert list(reader.sources()) == sources
    for note in head.notes:
        expected = dict(note_texts).get(note.plain_path, note.content)
        assert reader.note_text(note) == (expected, "")
    assert written(reader.head, reader.sources(), note_texts) == package
