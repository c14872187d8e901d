"""Every command of rantau with arguments for it: those that write, those that only read, those that are made of others.

``{study}`` is the study's folder, ``{folder}`` the one around it, and ``{base}`` that of what the commands are given.
"""

import shutil

import typer.main

from rantau.cli.main import app, main
from rantau.study import Study

ROUND = """\
indicator,place,year,value,low,high,status,source,source_url,revises,note
PI09,Thailand,2023,20,,,reported,Made-up report,,,
"""
DATA = "Country Name,Country Code,Indicator Name,Indicator Code,2020\nThailand,THA,Unemployment,SL.UEM.TOTL.ZS,1.25\n"
MORE = "# More\n\nThe sample office helped 31 trafficked persons in Laos in 2023.\n"
LATER = "# Later\n\nThe made-up state deported 4,000 migrants in 2022.\n"
RAIDS = "# Raids\n\nThailand deported migrants in 2023.\n"
CASES = "recruited,nationality\n" + "yes,MMR\n" * 40
BUILD = """\
name = "Example"
[data]
metadata = "indicators.csv"
table = "values.csv"
[[steps]]
step = "normalise"
[[steps]]
step = "aggregate"
[uncertainty]
draws = 100
"""
INDICATORS = (
    "code,kind,parent,direction,name\na,indicator,index,1,A\nb,indicator,index,1,B\nindex,aggregate,,,Index\n"
)
FLIGHT = {
    "input_csv/locations.csv": "#name,region,country,latitude,longitude,location_type,conflict_date,population\n"
    "City,,Home,,,conflict_zone,0,50000\nNear,,Away,,,camp,,0\n",
    "input_csv/routes.csv": "#name1,name2,distance,forced_redirection\nCity,Near,90,\n",
    "input_csv/closures.csv": "#closure_type,name1,name2,closure_start,closure_end\n",
    "input_csv/sim_period.csv": "StartDate,2020-01-01\nLength,20\n",
    "source_data/data_layout.csv": "total,all.csv\nNear,near.csv\n",
    "source_data/near.csv": "2020-01-01,0\n2020-01-11,6000\n2020-01-21,6000\n",
}

FIRST = {
    "new": ["new", "{folder}/fresh"],
    "add": ["add", "{study}", "{base}/more.md"],
    "run": ["run", "{study}", "--until", "evidence"],
    "decide": ["decide", "{study}", "{claim}", "accepted", "--reason", "read on its page"],
    "code add": ["code", "{study}", "add", "{passage}", "HS.economic", "--polarity", "insecurity"],
    "import-data": ["import-data", "{study}", "{base}/unemployment.csv"],
    "monitor": ["monitor", "{study}", "--add", "{base}/r1.csv"],
    "scenario new": ["scenario", "new", "{study}", "mine"],
    "export": ["export", "{study}", "{folder}/coding.qdpx"],
    "export (crate)": ["export", "{study}", "{folder}/study.zip"],
    "import (crate)": ["import", "{folder}/taken", "{base}/crate.zip"],
}
"""Those that most of a study's work is done with: killed at three moments each."""

LIGHT = {
    "import": ["import", "{study}", "{base}/coding.qdpx"],
    "code accept": ["code", "{study}", "accept", "{suggestion}"],
    "code memo": ["code", "{study}", "memo", "A thought", "--about", "report.md"],
    "code assign": ["code", "{study}", "assign", "citra", "report.md"],
    "themes": ["themes", "{study}", "--put", "Debt", "--code", "HS.economic", "--reason", "they go together"],
    "measures": [
        *("measures", "{study}", "--confirm", "{proposed}", "--group", "irregular_migrants", "--reason", "read"),
    ],
    "key new": ["key", "new", "{folder}/key.txt"],
    "key use": ["key", "use", "{study}", "{public}"],
    "account add": ["account", "add", "{study}", "dewi", "--role", "coder", "--openid", "dewi@example.org"],
    "account remove": ["account", "remove", "{study}", "eka"],
    "screen": [
        *("screen", "{base}/cases.csv", "--table", "nationality", "--private", "0.5", "--budget", "1"),
        *("--ledger", "{folder}/ledger.json"),
    ],
}  # fmt: skip
"""Others that write, and are quick: killed, starved and completed one after another in one study."""

HEAVY = {
    "report": ["report", "{study}"],
    "brief": ["brief", "{study}", "--language", "id"],
    "suggest": ["suggest", "{study}", "--threshold", "0.3"],
    "displacement": ["displacement", "{base}/flight", "--csv", "{folder}/camps.csv"],
    "simulate": ["simulate", "{study}", "--months", "6", "--scale", "100000", "--workers", "1", "--no-charts"],
    "sensitivity": [
        *("sensitivity", "{study}", "--months", "24", "--scale", "100000", "--draws", "8", "--workers", "1"),
        *("--scenario", "employer_pays", "--only", "turnover", "--no-charts"),
    ],
    "calibrate": [
        *("calibrate", "{study}", "--draws", "2", "--runs", "4", "--waves", "0", "--scale", "20000"),
        *("--workers", "1", "--no-charts"),
    ],
    "replay": ["replay", "{base}/small", "--into", "{folder}/again", "--workers", "1"],
}  # fmt: skip
"""And those that compute."""

SMALL = ("new", "key new", "screen")
"""Their files are smaller than the disk that is otherwise left."""

READS = {
    "status": ["status", "{study}"],
    "search": ["search", "{study}", "debt"],
    "audit": ["audit", "{study}", "--verify"],
    "citations": ["citations", "{study}"],
    "references": ["references", "{study}"],
    "codebook": ["codebook", "{study}"],
    "codes": ["codes", "{study}"],
    "agree": ["agree", "{study}", "--samples", "20"],
    "analyse": ["analyse", "{study}", "--orders", "20"],
    "rigour": ["rigour", "{study}"],
    "diff": ["diff", "{study}", "{study}"],
    "claims": ["claims", "{study}"],
    "testimonies": ["testimonies", "{study}"],
    "findings": ["findings", "{study}"],
    "triangulate": ["triangulate", "{study}"],
    "review": ["review", "{study}"],
    "index": ["index", "{base}/build.toml"],
    "figures": ["figures", "{study}"],
    "profile": ["profile", "{study}"],
    "instruments": ["instruments", "{study}"],
    "recommend": ["recommend", "{study}"],
    "baseline check": ["baseline", "check"],
    "scenario check": ["scenario", "check", "{study}", "employer_pays"],
    "scenario list": ["scenario", "list", "{study}"],
    "account list": ["account", "list", "{study}"],
    "code list": ["code", "{study}", "list"],
    "code differences": ["code", "{study}", "differences"],
}
"""Those that write nothing where the stages that they need are done; else they run them, as ``run`` does."""

DESK = "one change at the desk in one transaction, as 'code add' and 'code accept'"
LIKE_OTHERS = {
    "demo": "'new', 'add', 'run' and 'simulate', one after another",
    "serve": "killed in test_served.py, with changes on their way",
    "hidden": "it has no study: it reads a table and prints",
    "reveal": "one record in the trail, as every decision",
    "code reject": DESK,
    "code remove": DESK,
    "code recode": DESK,
    "code move": DESK,
    "code undo": DESK,
    "code redo": DESK,
    "code done": DESK,
    "code reopen": DESK,
    "code lift": DESK,
    "code adjudicate": DESK,
}
"""Why a command that writes is not killed here by itself."""


def names():
    """The commands that there are, those of groups with the group's name before."""

    def below(command, name):
        if getattr(command, "commands", None):
            for word, one in command.commands.items():
                yield from below(one, (*name, word))
        else:
            yield " ".join(name)

    return set(below(typer.main.get_command(app), ()))


def given(base, handed):
    """Write what the commands are given; the study, and what stands for the names in braces."""
    from rantau.study.accounts import add_account
    from rantau.study.handover.crate_out import export_crate
    from rantau.study.key_files import make_key
    from rantau.study.policy_stance import proposal_rows

    for name, text in {
        "more.md": MORE, "raids.md": RAIDS, "unemployment.csv": DATA, "r1.csv": ROUND,
        "cases.csv": CASES, "build.toml": BUILD, "indicators.csv": INDICATORS, "values.csv": "unit,a,b\nX,1,2\nY,2,1\n",
        **{f"flight/{name}": text for name, text in FLIGHT.items()},
    }.items():  # fmt: skip
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(text)
    study = shutil.copytree(handed, base / "study")
    assert main(["export", str(study), str(base / "coding.qdpx")]) == 0
    with Study.open(study) as opened:
        export_crate(opened, base / "crate.zip")
        add_account(opened.store, "eka", "reader", openid="eka@example.org")
        opened.add([base / "raids.md"])
        opened.run("evidence", workers=1)
        store = opened.store
        words = {
            "claim": next(one.id for one in store.claims() if one.status == "proposed"),
            "passage": next(
                one.id
                for document in store.documents() if document.file == "note.html"
                for one in store.passages(document.id) if one.kind == "paragraph"
            ),
            "suggestion": store.code_suggestions()[0].id,
            "proposed": proposal_rows(opened)[0]["id"],
        }  # fmt: skip
    small = base / "small"
    with Study.create(small, places=("THA",)) as opened:
        opened.add([base / "more.md"])
        opened.run(workers=1)
    # So that 'run' has work to do.
    (study / "sources" / "later.md").write_text(LATER)
    return study, {"base": base, "public": make_key(base / "key.txt"), **words}
