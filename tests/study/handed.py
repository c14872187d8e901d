"""A made-up study with everything that a hand-over must get right, for the tests of crates, replays and differences."""

from examples import write_documents

from rantau.study import Study
from rantau.study.coding_desk import CodingDesk

VOICES = """\
# Example voices

Ko Htetaungmyo, a 31-year-old fisher from Rakhine State, was sold twice. "They sold me at Kantang pier for 900 dollars,"
he told us. "My brother Nyilinkhant is still on the boat; his number is +66 81 555 0199."

In 2021, 45% of migrant workers in Thailand were in debt for their recruitment.
"""

SECRET = """\
# Secret story of the made-up village

"They took our papers in 2021," said a 24-year-old woman from Kachin. The sample office deported 77,000 undocumented
migrants from Malaysia in 2023.
"""

TRANSCRIPT = """\
# Conversation in the made-up shelter

"I was locked in for nine months," said the made-up woman from Xyzabad.
"""

HIDDEN_WORDS = (
    "Htetaungmyo", "Nyilinkhant", "555 0199", "31-year-old", "Kachin", "Secret story", "secret-interview",
    "Xyzabad", "talk-with-", "nine months", "77,000", "made-up village",
)  # fmt: skip
"""What must not be found in a crate."""


def make_study(path, incoming, address="rantau.db"):
    """The study after a run, with decisions, codings of two people and a memo; its store at an address."""
    documents = write_documents(incoming)
    (documents / "voices.md").write_text(VOICES, encoding="utf-8")
    (documents / "secret-interview.md").write_text(SECRET, encoding="utf-8")
    (documents / "talk-with-somebody.md").write_text(TRANSCRIPT, encoding="utf-8")
    (documents / "sources.csv").write_text(
        "file,source_type,confidential\ntalk-with-somebody.md,testimony,no\n", encoding="utf-8"
    )
    Study.create(path, name="Handed study", places=("THA", "MMR", "MYS", "KHM")).close()
    settings = path / "study.toml"
    text = settings.read_text().replace("draws = 2000", "draws = 200").replace('"rantau.db"', f'"{address}"')
    settings.write_text(text.replace("confidential = []", 'confidential = ["secret-interview.md"]'))
    (path / "data" / "observations.csv").write_text(
        "indicator,place,year,value,low,high,unit,source,source_url,confidence,note\n"
        "stateless_persons,THA,2021,7,,,persons,The sample shelter,,,\n"
        "stateless_persons,MYS,2021,700,,,persons,The sample shelter,,,\n",
        encoding="utf-8",
    )
    with Study.open(path) as study:
        study.add([documents])
        study.run("triangulation", workers=1)
        claims = study.store.claims()
        public = next(one for one in claims if one.value == 480)
        secret = next(one for one in claims if one.value == 77000)
        study.decide(public.id, "accepted", "read on its page")
        study.decide(secret.id, "rejected", "the sample office never said so")
        wrong = next(one for one in claims if one.value == 45 and one.document == id_of(study, "voices.md"))
        study.decide(
            wrong.id,
            "corrected",
            "misread",
            correction={"value": "54", "places": "THA, MMR:origin", "sex": "female"},
        )
        for coder in ("amina", "budi"):
            desk = CodingDesk(study, coder)
            for file in ("report.md", "secret-interview.md"):
                passage = next(
                    one for one in study.store.passages(id_of(study, file)) if one.kind == "paragraph"
                )
                desk.add(passage.id, "HS.economic", polarity="insecurity", start=0, end=20)
        study.run(workers=1)
    return path


def id_of(study, file):
    """The id of the document of a file."""
    return next(one.id for one in study.store.documents() if one.file == file)
