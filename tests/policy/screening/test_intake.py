"""Case files as people send them. All records are made up."""

import io
import json

import numpy as np
import pytest

from rantau.cli import main
from rantau.framework.errors import BadInput
from rantau.policy.screening import (
    interview_form,
    map_columns,
    read_cases,
    read_mapping,
    screen_table,
    shipped_rules,
)
from rantau.policy.screening.intake import take_in

CSV = "record,recruited,deception,age,nationality\n1,yes,x,17,MMR\n2,tidak,?,40,KHM\n"
CHILD = "indicators of trafficking (a child)"
SYNTHETIC = [
    "yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation", "traffickMonths",
    "meansDebtBondageEarnings", "meansThreats", "meansAbusePsyPhySex", "meansFalsePromises", "meansDrugsAlcohol",
    "meansDenyBasicNeeds", "meansExcessiveWorkHours", "meansWithholdDocs", "isForcedLabour", "isSexualExploit",
    "isOtherExploit", "typeOfLabourAgriculture", "typeOfLabourConstruction", "typeOfLabourDomesticWork",
    "typeOfLabourHospitality", "typeOfSexProstitution", "typeOfSexPornography", "recruiterRelationIntimatePartner",
    "recruiterRelationFriend", "recruiterRelationFamily", "recruiterRelationOther",
]  # fmt: skip


def levels(data, name="cases.csv", **options):
    cases = take_in(data.encode() if isinstance(data, str) else data, name, **options).mapped.cases
    return {key: column.tolist() for key, column in cases.facts.items()}


def ctdc(**cells):
    row = {**dict.fromkeys(SYNTHETIC, ""), "citizenship": "KHM", "CountryOfExploitation": "THA", **cells}
    return ",".join(SYNTHETIC) + "\n" + ",".join(row[name] for name in SYNTHETIC) + "\n"


def test_answers_are_read_in_the_languages_of_the_region():
    assert levels(CSV) == {"recruited": [2, 0], "deception": [2, 1], "under_18": [2, 0]}


def test_the_same_records_are_read_from_json_and_xlsx():
    from openpyxl import Workbook

    rows = [line.split(",") for line in CSV.splitlines()]
    book = Workbook()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    assert levels(stream.getvalue(), "cases.xlsx") == levels(CSV)
    assert levels(json.dumps(records), "cases.json") == levels(CSV)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (
            "recruited\n\nyes\nmaybe\n",
            "a.csv",
            "line 4, column recruited: 'maybe' is no answer; write yes, no",
        ),
        ('recruited,place\nyes,"a\nb"\nmaybe,c\n', "a.csv", "line 4, column recruited"),
        ("recruited,age\nyes,130\n", "a.csv", "line 2, column age: '130' is no answer; write an age"),
        ("recruited,recruited\nyes,no\n", "a.csv", "two columns 'recruited'"),
        ("recruited,\nyes,no\n", "a.csv", "column 2 has no name"),
        ("recruited,b\nyes,no,3\n", "a.csv", "line 2: there are 3 cells and 2 columns"),
        ("recruited\n", "a.csv", "has no records"),
        ("", "a.csv", "has no header"),
        ("colour\nred\n", "a.csv", "no column that sets anything"),
        (b"recruited\n\xff\xfe\n", "a.csv", "not UTF-8"),
        ("yes", "a.docx", "ends in .docx"),
        (b"PK no workbook", "a.xlsx", "no workbook that can be read"),
        ("[{]", "a.json", "line 1: this is no JSON"),
        ('[{"recruited": ["yes"]}]', "a.json", "record 1, recruited: one value is needed"),
        ("[1]", "a.json", "must be a list of records"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(data, name, said):
    with pytest.raises(BadInput) as error:
        levels(data, name)

    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "data",
    ["recruited,name\nyes,Zaw Bogus\n", "recruited,x\nyes,+62 812-3456-7890\n", "recruited,Notes\nyes,-\n"],
)
def test_what_names_a_person_is_refused_without_repeating_it_and_left_out_on_request(data):
    with pytest.raises(BadInput, match="--pseudonymise") as error:
        take_in(data.encode(), "cases.csv")
    taken = take_in(data.encode(), "cases.csv", pseudonymise=True)

    assert "Bogus" not in str(error.value)
    assert "812" not in str(error.value)
    assert "Bogus" not in str(taken.frame.to_dicts())
    assert "812" not in str(taken.frame.to_dicts())
    assert len(taken.notes) == 1


def test_a_long_cell_in_an_answer_is_not_repeated_in_the_error():
    with pytest.raises(BadInput) as error:
        take_in(b"recruited\nZaw Bogus says that he was taken\n", "cases.csv")

    assert "Bogus" not in str(error.value)


def test_a_joined_flag_of_the_synthetic_dataset_is_one_of_its_facts_and_never_each():
    mapped = map_columns(read_cases(ctdc(meansDebtBondageEarnings="1").encode(), "ctdc.csv"))

    assert mapped.layout == "CTDC's layout"
    assert "debt_bondage" not in mapped.cases.facts
    [flag] = [flag for flag, column in mapped.cases.joined.items() if column.tolist() == [2]]
    assert flag.one_of == ("debt_bondage", "wages_withheld")
    said = screen_table(mapped.cases).record(0)
    assert "indicators of debt bondage" not in said.labels
    assert "one of: debt bondage or earnings withheld" in " ".join(said.reasons)


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"recruiterRelationFriend": "1", "meansThreats": "1", "isForcedLabour": "1"}, "indicators of trafficking"),
        ({"recruiterRelationFriend": "1", "ageBroad": "9--17", "isSexualExploit": "1"}, CHILD),
        ({"isForcedLabour": "1"}, "indicators of forced labour"),
        ({"meansThreats": "1"}, "possible trafficking"),
        ({"meansThreats": "0", "isForcedLabour": "0"}, "insufficient information"),
    ],
)  # fmt: skip
def test_made_up_records_in_the_synthetic_layout(cells, outcome):
    said = screen_table(take_in(ctdc(**cells).encode(), "ctdc.csv").mapped.cases).record(0)

    assert said.outcome.startswith(outcome)


def test_the_k_anonymised_layout_is_read_with_its_minus_99_and_names_cut_off():
    text = (
        "yearOfRegistration,gender,citizenship,CountryOfExploitation,majorityStatusAtExploit,ageBroad,"
        "meansOfControlPsychoactiveSubsta,meansOfControlTakesEarnings\n2016,Female,PH,ID,Minor,30--38,1,-99\n"
    )

    assert levels(text) == {"under_18": [2], "other_coercion": [2], "wages_withheld": [1]}


def test_a_mapping_of_ones_own_sets_what_it_says():
    mapping = read_mapping(
        'zero = "unknown"\n[columns]\n"Paspor ditahan" = "documents_kept"\nhutang = { one_of = ["debt_bondage", '
        '"wages_withheld"] }\nusia = { age = true }\n[answers]\nyes = ["betul"]\n',
        "map.toml",
    )
    mapped = map_columns(read_cases(b"paspor ditahan,Hutang,usia\nbetul,1,12\n0,tidak,\n", "a.csv"), mapping)

    assert {key: one.tolist() for key, one in mapped.cases.facts.items()} == {
        "documents_kept": [2, 1],
        "under_18": [2, 1],
    }
    assert [one.tolist() for one in mapped.cases.joined.values()] == [[2, 0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns = 3", "[columns] is needed"),
        ("[columns", "no TOML"),
        ('[columns]\na = "nothing"', "'nothing', which is no question"),
        ("[columns]\na = 3", "must be a question's key"),
        ('zero = "yes"\n[columns]\na = "act"', "zero is"),
        ('[columns]\na = "act"\n[answers]\nmaybe = ["x"]', "yes, no and unknown only"),
    ],
)
def test_a_wrong_mapping_is_said_to_be_wrong(text, said):
    with pytest.raises(BadInput) as error:
        read_mapping(text, "map.toml")

    assert said in str(error.value)


def test_every_question_stands_in_both_forms_with_its_column():
    markdown, page = interview_form("md"), interview_form("html")

    for one in shipped_rules().questions:
        assert f"`{one.key}`" in markdown
        assert f"<code>{one.key}</code>" in page
    assert "not a final determination" in markdown
    assert "not a final determination" in page


@pytest.fixture
def run(tmp_path, capsys):
    def running(text, *options, code=0):
        path = tmp_path / "cases.csv"
        path.write_text(text)
        capsys.readouterr()
        assert main(["screen", str(path), *options]) == code
        return capsys.readouterr()

    return running


def test_the_command_says_everywhere_that_nothing_is_determined(run):
    for options in ([], ["--json"], ["--csv"]):
        assert "not a final determination" in run(CSV, *options).out


def test_the_command_prints_records_as_json_and_csv_alike(run):
    import polars as pl

    records = json.loads(run(CSV, "--json").out)["records"]
    rows = pl.read_csv(io.StringIO(run(CSV, "--csv").out))

    assert [one["outcome"] for one in records] == rows["outcome"].to_list()
    assert [" ".join(one["reasons"]) for one in records] == rows["reasons"].to_list()


def test_a_table_from_the_command_withholds_small_counts_and_refuses_one(run):
    text = "recruited,nationality\n" + "yes,MMR\n" * 40 + "yes,KHM\n" * 3 + "yes,LAO\n" * 30
    out = run(text, "--table", "nationality", "--json").out
    counts = {row["nationality"]: row["count"] for row in json.loads(out)["cells"]}

    assert counts["KHM"] == "withheld"
    assert "withheld" in (counts["LAO"], counts["MMR"], counts["total"])
    assert "2" in run(text, "--table", "nationality", "--min-cell", "1", code=2).err


def test_a_formula_in_a_record_number_does_not_reach_a_spreadsheet(run):
    out = run("record,recruited\n=1+1,yes\n", "--csv", "--pseudonymise").out

    assert "P1" in out
    assert "=1+1" not in out


def test_names_are_refused_by_the_command(run):
    assert "--pseudonymise" in run("recruited,name\nyes,Zaw Bogus\n", code=2).err


def test_many_records_are_screened_in_parts_alike(monkeypatch):
    from rantau.policy.screening import screening

    rng = np.random.Generator(np.random.PCG64(3))
    facts = {key: rng.integers(0, 3, 50).astype(np.int8) for key in shipped_rules().keys}
    cases = screening.CaseColumns(50, facts, {})
    whole = screen_table(cases).frame
    monkeypatch.setattr(screening, "_CHUNK", 7)

    assert screen_table(cases).frame.equals(whole)


KEPT = (
    "recruited,nationality,data_consent,record_purpose,recorded,happened_from,happened_to,entered,exploited_from\n"
    "yes,MMR,yes,assistance,2018-05,2017,2018-03,2017-11-02,2018-01\n"
    "yes,KHM,no,assistance,2024-05,,,,\n"
    "yes,LAO,,,2025,,,,\n"
)
DAY = ["--as-of", "2026-07-01"]


def test_who_did_not_agree_is_left_out_and_the_rest_says_when_and_what_for(run):
    told = json.loads(run(KEPT, "--json", *DAY).out)
    first, second = told["records"]

    assert (first["data_consent"], first["record_purpose"], first["age_of_data_years"]) == (
        "yes",
        "assistance",
        8,
    )
    assert (
        first["dates"]
        == "reference period 2017 to 2018-03; smuggling: entry 2017-11-02; exploitation from 2018-01"
    )
    assert (second["data_consent"], second["record_purpose"], second["dates"]) == ("not told", "not told", "")
    assert (
        "Consent to keep the record: 1 agreed, 1 do not say; 1 did not agree and are left out."
        in told["notes"]
    )
    assert any(
        note.startswith("Age of the data on 2026-07-01: 1 to 8 years; older than 5 years: 1; not told: 0")
        for note in told["notes"]
    )
    assert "not told" in run(CSV, *DAY).out


@pytest.mark.parametrize(
    ("cell", "column", "said"),
    [
        ("yesterday", "recorded", "write 2024"),
        ("2027", "recorded", "later than 2026-07-01"),
        ("2023-02-31", "entered", "write 2024"),
        ("to find her brother Zaw", "record_purpose", "write one of"),
        ("maybe so", "data_consent", "write yes, no"),
    ],
)
def test_what_a_record_says_of_itself_is_checked_and_never_repeated(run, cell, column, said):
    message = run(f"recruited,{column}\nyes,{cell}\n", *DAY, code=2).err

    assert said in message
    assert "line 2" in message
    assert cell not in message or cell == "2027"


def test_a_period_that_ends_before_it_begins_is_refused_and_one_within_a_year_is_not(run):
    head = "recruited,happened_from,happened_to\n"
    assert "ends before it begins" in run(head + "yes,2024-06,2024-05-30\n", *DAY, code=2).err
    assert "reference period 2024 to 2024-03" in run(head + "yes,2024,2024-03\n", *DAY).out


def test_a_file_in_which_nobody_agreed_is_not_read(run):
    assert "nobody in it agreed" in run("recruited,data_consent\nyes,no\n", code=2).err


def test_the_forms_ask_for_consent_and_dates_first():
    for form in ("md", "html"):
        text = interview_form(form)
        assert text.index("data_consent") < text.index("exploited_from") < text.index("danger_to_life")


def test_counts_with_noise_are_booked_and_refused_when_nothing_is_left(run, tmp_path):
    pytest.importorskip("opendp")
    text = "recruited,nationality\n" + "yes,MMR\n" * 400 + "yes,KHM\n" * 300
    ledger = tmp_path / "ledger.json"
    options = ["--table", "nationality", "--ledger", str(ledger), "--json"]

    assert "--budget" in run(text, *options, "--private", "0.6", code=2).err
    assert not ledger.exists()
    out = run(text, *options, "--private", "0.6", "--budget", "1")
    counts = {row["nationality"]: row["count"] for row in json.loads(out.out)["cells"]}
    assert abs(counts["MMR"] - 400) < 60
    assert abs(counts["KHM"] - 300) < 60
    assert "Not to be published" in out.err
    assert json.loads(ledger.read_text())["releases"] == [{"what": "counts by nationality", "epsilon": 0.6}]
    assert "0.4 of 1 is left" in run(text, *options, "--private", "0.6", code=2).err
    assert "is a folder" in run(text, *options[:2], "--ledger", str(tmp_path), "--private", "0.1", code=2).err
    ledger.write_bytes(b"\xff\xfe")
    assert "is no release ledger" in run(text, *options, "--private", "0.1", code=2).err


def test_the_budget_of_a_ledger_is_not_changed(run, tmp_path):
    text, ledger = "recruited,nationality\n" + "yes,MMR\n" * 40, tmp_path / "ledger.json"
    ledger.write_text('{"budget": 1, "releases": []}')
    options = ["--table", "nationality", "--ledger", str(ledger)]
    assert "is not changed" in run(text, *options, "--private", "0.1", "--budget", "5", code=2).err


def test_counts_with_noise_need_a_table_and_a_ledger(run):
    assert "--table" in run(CSV, "--private", "1", code=2).err
    assert "--ledger" in run(CSV, "--private", "1", "--table", "nationality", code=2).err
