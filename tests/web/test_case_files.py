"""Files of cases in the layout of the Counter-Trafficking Data Collaborative, and files that mean harm. All made up."""

import csv
import io
import re
import zipfile

import pytest
from openpyxl import Workbook
from test_brief_screen import until_over
from workbenches import client_of

from rantau.framework.errors import BadInput
from rantau.policy.screening.mapping import map_columns
from rantau.policy.screening.reading import read_cases
from rantau.study import Study

# The 63 columns of the Global Dataset as it was published in April 2020.
MEANS = (
    "DebtBondage", "TakesEarnings", "RestrictsFinancialAccess", "Threats", "PsychologicalAbuse", "PhysicalAbuse",
    "SexualAbuse", "FalsePromises", "PsychoactiveSubstances", "RestrictsMovement", "RestrictsMedicalCare",
    "ExcessiveWorkingHours", "UsesChildren", "ThreatOfLawEnforcement", "WithholdsNecessities", "WithholdsDocuments",
    "Other", "NotSpecified",
)  # fmt: skip
LABOUR = (
    "Agriculture", "Aquafarming", "Begging", "Construction", "DomesticWork", "Hospitality", "IllicitActivities",
    "Manufacturing", "MiningOrDrilling", "Peddling", "Transportation", "Other", "NotSpecified",
)  # fmt: skip
COLUMNS = (
    "yearOfRegistration", "Datasource", "gender", "ageBroad", "majorityStatus", "majorityStatusAtExploit",
    "majorityEntry", "citizenship", *(f"meansOfControl{one}" for one in MEANS), "meansOfControlConcatenated",
    "isForcedLabour", "isSexualExploit", "isOtherExploit", "isSexAndLabour", "isForcedMarriage", "isForcedMilitary",
    "isOrganRemoval", "isSlaveryAndPractices", "typeOfExploitConcatenated", *(f"typeOfLabour{one}" for one in LABOUR),
    "typeOfLabourConcatenated", "typeOfSexProstitution", "typeOfSexPornography", "typeOfSexRemoteInteractiveServices",
    "typeOfSexPrivateSexualServices", "typeOfSexConcatenated", "isAbduction", "RecruiterRelationship",
    "CountryOfExploitation", "recruiterRelationIntimatePartner", "recruiterRelationFriend", "recruiterRelationFamily",
    "recruiterRelationOther", "recruiterRelationUnknown",
)  # fmt: skip
MADE_UP = (
    ("Female", "MM", "TH", 30),
    ("Male", "KH", "TH", 25),
    ("Female", "ID", "MY", 12),
    ("Male", "PH", "MY", 3),
)


def ctdc(columns=COLUMNS, of=MADE_UP, **more):
    """A table in CTDC's layout: so many persons of each kind, each recruited by promises and in forced labour."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="-99", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for gender, citizenship, country, many in of:
        person = {
            "yearOfRegistration": "2019", "Datasource": "Case Management", "gender": gender, "ageBroad": "24--26",
            "majorityStatus": "Adult", "citizenship": citizenship, "CountryOfExploitation": country,
            "meansOfControlFalsePromises": "1", "meansOfControlConcatenated": "False promises", "isForcedLabour": "1",
            "isSexualExploit": "0", "recruiterRelationFriend": "1", "typeOfLabourAquafarming": "1", **more,
        }  # fmt: skip
        writer.writerows([person] * many)
    return out.getvalue()


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    path = tmp_path_factory.mktemp("cases") / "study"
    Study.create(path, places=("THA",)).close()
    client = client_of(path)
    yield client
    client.app.state.frame.close()


def sent(bench, data, name="cases.csv", **more):
    """What becomes of a file: the job that screened it, or the answer that refused it at once."""
    token = bench.csrf("/screening/cases")
    files = {"file": (name, data)}
    answer = bench.post("/screening/cases", data={"csrf": token, **more}, files=files)
    return until_over(bench, str(answer.url)) if answer.status_code == 200 else answer


def counts(page):
    """Cells of the table of counts."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition('id="counts"')[2], re.S)[1:]
    return {
        tuple(cells[:-1]): cells[-1]
        for cells in (re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows)
        if cells
    }


def test_a_file_in_the_layout_of_the_collaborative_is_read_and_small_cells_are_withheld(bench):
    job = sent(bench, ctdc().encode(), "The Global Dataset 14 Apr 2020.csv", columns="citizenship, gender")
    assert (job.state, job.problem) == ("done", "")
    page = bench.get(job.result).text
    assert "70 records" in page
    assert "CTDC" in page
    told = counts(page)
    assert told[("MM", "Female")] == "30"
    # three men from the Philippines are few, and no total gives them away
    assert told[("PH", "Male")] == "withheld"
    assert told[("PH", "total")] == "withheld"
    assert "withheld" in (told[("total", "Male")], told[("KH", "Male")])
    assert not any(value in ("3", "1", "2") for value in told.values())
    # what is said of single cases is for an analyst, says what it is, and holds no formula
    each = list(csv.DictReader(io.StringIO(bench.get(f"{job.result}.csv").text)))
    assert len(each) == 70
    assert {one["outcome"] for one in each} == {"indicators of trafficking (age to be assessed)"}
    assert all(one["notice"] for one in each)


def test_the_names_cut_off_by_older_programs_are_known_and_another_layout_is_said(bench):
    cut = ctdc().split("\n", 1)
    job = sent(bench, "\n".join((",".join(one[:32] for one in COLUMNS), cut[1])).encode())
    assert (job.state, job.problem) == ("done", "")
    # of another layout nothing is guessed
    job = sent(bench, b"year,sex,origin\n2019,F,MM\n")
    assert job.state == "failed"
    assert "no column that sets anything" in job.problem
    assert "interview form" in job.problem
    assert "--" not in job.problem


def test_a_refusal_repeats_nothing_that_may_name_a_person(bench):
    job = sent(bench, ctdc(meansOfControlThreats="Siti Aminah").encode())
    assert job.state == "failed"
    assert "line 2, column meansOfControlThreats" in job.problem
    assert "Siti" not in job.problem
    assert "Siti" not in bench.get("/jobs").text


def workbook(**parts):
    """A workbook with one record, and further parts."""
    book = Workbook()
    for row in (("recruited", "gender"), ("yes", "male")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def bomb(says=2**31):
    """A workbook of a few kilobytes, a part of which says that it unpacks to two gigabytes."""
    raw = bytearray(workbook(blank=b"\0" * 2**20))
    place = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"blank"))
    raw[place + 24 : place + 28] = says.to_bytes(4, "little")
    return bytes(raw)


HOSTILE = {
    "columns": ",".join(f"c{number}" for number in range(1_000_000)).encode() + b"\n1\n",
    "latin": ctdc().encode().replace(b"Female", b"F\xe9male"),
    "utf-16": ctdc().encode("utf-16"),
    "nul": ctdc().encode().replace(b"Female", b"Fem\0ale"),
    "nul-late": ctdc(of=(("Female", "MM", "TH", 400),)).encode() + b"2019,\0" + b",1" * 61,
    "quote": ctdc().encode() + b'"never closed',
    "ragged": ctdc().encode() + b",".join([b"1"] * 90) + b"\n",
    "empty": b"\n\n",
    "twice": b"recruited,recruited\nyes,no\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_table_that_is_none_is_refused_in_a_sentence(name):
    with pytest.raises(BadInput) as refused:
        map_columns(read_cases(HOSTILE[name], "cases.csv"))
    problem = str(refused.value)
    assert problem.startswith("cases.csv")
    assert len(problem) < 300
    assert "\0" not in problem


def test_a_million_columns_are_refused_by_the_page_too(bench):
    job = sent(bench, HOSTILE["columns"])
    assert job.state == "failed"
    assert "more than 2,000 columns" in job.problem


def test_a_workbook_that_unpacks_to_more_than_it_may_or_is_broken_is_refused(bench):
    assert read_cases(workbook(), "cases.xlsx").frame.rows() == [("yes", "male")]
    for data in (b"PK\x03\x04" + b"\0" * 100, workbook()[:-30]):
        with pytest.raises(BadInput, match=r"cases\.xlsx is no workbook"):
            read_cases(data, "cases.xlsx")
    job = sent(bench, bomb(), "cases.xlsx")
    assert job.state == "failed"
    assert "cases.xlsx unpacks to more than 1 GiB" in job.problem


def test_formulas_leave_as_text_and_a_file_beyond_all_measure_is_not_taken(bench):
    rows = "\n".join(f"=HYPERLINK({number}),yes,yes,yes,=1+1" for number in range(20))
    job = sent(
        bench, f"record,recruited,deception,forced_labour_recorded,gender\n{rows}\n".encode(), columns="gender",
        pseudonymise="yes",
    )  # fmt: skip
    assert (job.state, job.problem) == ("done", "")
    for row in csv.reader(io.StringIO(bench.get(f"{job.result}.csv").text)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    most = bench.app.state.frame.serving.largest_upload
    answer = bench.post(
        "/screening/cases",
        content=b"",
        headers={"Content-Length": str(most + 1), "Content-Type": "multipart/form-data"},
    )
    assert answer.status_code == 413
