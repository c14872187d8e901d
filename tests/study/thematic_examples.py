"""A made-up study that was analysed as the method asks for: coded blind by two, settled, with themes, memos, texts."""

import itertools

from rantau.store.records import Event
from rantau.study import Study
from rantau.study.coding_acts import adjudicate, assign, finish, open_differences, put_theme, write_memo
from rantau.study.coding_desk import CodingDesk

DEBT, INFORMATION, BROKER = "MS.micro.debt", "MS.micro.information", "MS.meso.informal_broker"
RAID, THREAT, RIGHTS = (
    "SE.extraordinary_measure.raid",
    "SE.threat_framing",
    "SE.desecuritization.rights_framing",
)
HEALTH = "HS.health"

SAID = {
    DEBT: "The family in sample village {n} owed the lender more than a year of wages before anybody had left.",
    BROKER: "A broker who came to sample village {n} promised papers, a boat and a place to work, all on credit.",
    INFORMATION: "Nobody in sample village {n} could say what the contract held, for it was in a language they lacked.",
    RAID: "Police raided made-up site {n} at night and took everybody away who could not show a permit.",
    THREAT: "The spokesman called those at made-up site {n} a flood that the country has to be guarded against.",
    RIGHTS: "A union at made-up site {n} asked that workers be paid and heard before anybody sends them back.",
    HEALTH: "The clinic near made-up site {n} turned away whoever came without a card, however ill they were.",
}
PROTECTED = (
    "The clinic near made-up site {n} treated whoever came, with or without a card, and asked nothing."
)
PLAIN = "The weather at made-up place {n} was fair for most of the season, and the road was open."

KINDS = ("ngo", "state", "academic", "intergovernmental")
SECRET = "interview.md"
FILES = ("report-one.md", "report-two.md", "report-three.md", SECRET)

REPORT = """
[report]
design = "Documents are what states and organisations are held to, so an analysis of documents was chosen."
stance = "Critical realist: conditions are real, and documents tell of them from where their authors stand."
context = "Made for the tests of this program."
selection = "All made-up reports of the example desk were taken; none was refused."
team = "Two analysts, who both read English."
training = "Both coded a document that is not in the study, and talked over where they differed."
reflexivity = \"\"\"
One of us has worked for a union, and expected rights to be spoken of more than they are.

The other expected debt everywhere, and looked for passages without it.
\"\"\"
checking = "A colleague read the themes against ten passages, and one theme was parted in two."
limits = "Four made-up documents."
ethics = "No review was needed: nobody in the documents is real."
funding = "Nobody paid."
interests = "None."
"""


def document_text(number):
    """A document of eighteen paragraphs, each about one thing or about nothing."""
    lines = [f"# Example document {number}", ""]
    for turn in range(2):
        for code, words in SAID.items():
            n = number * 10 + turn
            lines += [
                (PROTECTED if code == HEALTH and (number + turn) % 3 == 0 else words).format(n=n),
                "",
            ]
            if code in (RAID, INFORMATION):
                lines += [PLAIN.format(n=n), ""]
    return "\n".join(lines)


def code_of(text):
    """What a paragraph is about: code and polarity."""
    if text.startswith("The clinic"):
        return HEALTH, "protection" if "treated" in text else "insecurity"
    for code, words in SAID.items():
        if text.startswith(words.partition("{")[0].split(" in sample")[0].split(" at made-up")[0][:14]):
            return code, ""
    return None


def make_thematic_study(folder, *, complete=True):
    """The study; with ``complete=False`` it is coded by one person, and nothing else was done."""
    incoming = folder / "incoming"
    incoming.mkdir()
    for number, file in enumerate(FILES, start=1):
        (incoming / file).write_text(document_text(number), encoding="utf-8")
    rows = ["file,title,authors,year,publisher,source_type,confidential"]
    for number, (file, kind) in enumerate(zip(FILES, KINDS, strict=True), start=1):
        secret = "yes" if file == SECRET else ""
        rows.append(
            f"{file},Example document {number},Example Desk,{2018 + number},Example Desk,{kind},{secret}"
        )
    table = "\n".join(rows) + "\n"
    (incoming / "sources.csv").write_text(table, encoding="utf-8")
    path = folder / "study"
    Study.create(
        path, name="Example analysis", question="What is said of debt and raids?", places=("THA", "MMR")
    ).close()
    settings = path / "study.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("skip = []", 'skip = ["coding", "triangulation", "profile", "brief"]')
    if complete:
        text = text.partition("[report]")[0] + REPORT
    settings.write_text(text, encoding="utf-8")
    with Study.open(path) as study:
        study.add([incoming])
        study.run(workers=1)
        _code(study, complete)
    return path


def _code(study, complete):
    ticks = itertools.count()
    desks = {
        name: CodingDesk(
            study, name, clock=lambda: f"2026-01-{1 + (n := next(ticks)) // 60 % 28:02}T00:00:{n % 60:02}Z"
        )
        for name in ("rina", "budi", "cita")
    }
    if not complete:
        _apply(study, desks["rina"], FILES[0], skip=0)
        return
    for name in ("rina", "budi"):
        assign(desks["cita"], name, FILES)
    for file in FILES:
        _apply(study, desks["rina"], file, skip=0)
        _apply(study, desks["budi"], file, skip=6)
        write_memo(desks["rina"], "Read whole; the tone is dry.", about=file)
        for name in ("rina", "budi"):
            finish(desks[name], file)
    for number, one in enumerate(open_differences(desks["cita"].view())):
        if number % 4 < 3:
            adjudicate(
                desks["cita"],
                one.passage,
                one.code,
                applies=number % 4 != 1,
                reason="by the codebook's rule, as Rina had it",
                polarity=["insecurity"] if one.code == HEALTH and number % 4 != 1 else (),
            )
    put_theme(desks["cita"], "Owing before leaving", [DEBT, BROKER], "Debt begins the journey.", "first idea")
    put_theme(
        desks["cita"],
        "Owing before leaving",
        [DEBT, BROKER, INFORMATION],
        "Debt and not knowing begin the journey, and keep people where they are.",
        "not knowing belongs to it",
    )
    put_theme(
        desks["cita"], "Guarded against", [RAID, THREAT, RIGHTS], "States answer with force.", "the answer"
    )
    put_theme(desks["cita"], "Turned away ill", [HEALTH], "Care depends on a card.", "what it does")
    for name, text in (
        ("rina", "My position: I have worked for a union, and expected more on rights."),
        ("budi", "My position: I expected debt everywhere. A limit: four documents."),
        ("cita", "Peer debriefing held; a member check with the example desk changed a theme."),
    ):
        write_memo(desks[name], text)
    write_memo(desks["cita"], "Those that treat everybody are run by charities.", about=HEALTH)


def _apply(study, desk, file, skip):
    document = next(one for one in study.store.documents() if one.file == file)
    number = 0
    for passage in study.store.passages(document.id):
        found = code_of(passage.text)
        if found is None:
            continue
        number += 1
        if skip and number % skip == 0:
            continue
        code, polarity = found
        end = len(passage.text) if not skip else passage.text.index(" ", len(passage.text) // 2)
        desk.add(passage.id, code, start=0, end=end, polarity=polarity)
        if skip and number % 7 == 0:
            desk.add(passage.id, THREAT, start=0, end=end)


def last_event(study, action) -> Event:
    """The last event of an action."""
    return [one for one in study.store.events() if one.action == action][-1]
