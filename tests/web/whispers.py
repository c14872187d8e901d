"""A study with a confidential document, one of whose words stands in everything that is made of it."""

from who_may import ROLES

from rantau.study import Study
from rantau.study.accounts import add_account
from rantau.study.coding_acts import assign, finish, write_memo
from rantau.study.coding_desk import CodingDesk

WORD = "Qwerzat"
"""Stands in the confidential document and in what people wrote about it, and nowhere else."""
PASSWORD = "four unrelated words here"


OPEN = """\
# Open report

In 2021, 45% of migrant workers in Thailand were in debt for their recruitment. Brokers keep the passports of workers
from Myanmar until a debt is paid.

In 2023, Malaysia deported 12,000 undocumented migrants. Thailand adopted a law on recruitment fees in 2022.
"""
WHISPERED = f"""\
# What was told in {WORD}

In 2021, 72% of migrant workers in Thailand were in debt for their recruitment, people of {WORD} said.

"They locked me in a room in {WORD} for nine months and took my passport," said a 24-year-old woman from Myanmar.

Brokers in {WORD} confiscated the passports of workers from Myanmar (Sample 2019).

In 2023, Malaysia deported 77,000 undocumented migrants by way of {WORD}. Thailand raided workplaces near {WORD} in 2022
and detained undocumented migrants.

Table 1. Migrants in debt in {WORD}

| Place | Migrants in debt, 2021 |
|---|---|
| Thailand, {WORD} | 410 |
| Malaysia | 290 |

## References

Sample, A. (2019). The year of {WORD}. Example Press.

Sample, B. (2019). Another year of {WORD}. Example Press.
"""


def make_whispers(path, incoming):
    """The study after a run, with decisions, codings, memos, a settled difference and accounts, one of each role."""
    incoming.mkdir()
    (incoming / "open.md").write_text(OPEN, encoding="utf-8")
    (incoming / "hushed.md").write_text(WHISPERED, encoding="utf-8")
    Study.create(path, name="Whispers", places=("THA", "MMR", "MYS")).close()
    settings = path / "study.toml"
    text = settings.read_text().replace("draws = 2000", "draws = 100")
    settings.write_text(text.replace("confidential = []", 'confidential = ["hushed.md"]'))
    with Study.open(path) as study:
        study.add([incoming])
        study.run("triangulation", workers=1)
        hushed = next(one for one in study.store.documents() if one.confidential)
        for name in ROLES:
            add_account(study.store, name, name, password=PASSWORD)
        for number, one in enumerate(study.store.claims(hushed.id)[:2]):
            acting = study.acting_as("owner")
            acting.decide(one.id, ("rejected", "accepted")[number], f"{WORD} says so")
        passages = [
            one for one in study.store.passages(hushed.id) if one.kind == "paragraph" and WORD in one.text
        ]
        for coder in ("analyst", "owner"):
            desk = CodingDesk(study, coder)
            assign(desk, coder, [hushed.id], blind=False)
            for passage, code in zip(passages, ("MS.micro.debt", "HS.personal", "HS.personal"), strict=False):
                if coder == "analyst" or code != "HS.personal":
                    polarity = "insecurity" if code == "HS.personal" else ""
                    desk.add(
                        passage.id,
                        code,
                        polarity=polarity,
                        start=0,
                        end=len(passage.text),
                        reason=f"as in {WORD}",
                    )
            write_memo(desk, f"Much of {WORD} here.", about=hushed.file)
            finish(desk, hushed.file)
        study.run(workers=1)
    return path
