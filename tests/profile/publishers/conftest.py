"""Small files in each publisher's layout. ALL NUMBERS IN THEM ARE MADE UP; only the layouts are the publishers'."""

import csv
import gzip
import io
import zipfile

import openpyxl
import pytest

from rantau.profile.publishers import Wanted, read_published


def as_csv(rows, *, encoding="utf-8", delimiter=",", end="\r\n"):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_zip(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def as_xlsx(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# -- UN DESA ----------------------------------------------------------------------------------------------

DESTINATION = "Region, development group, country or area of destination"
ORIGIN = "Region, development group, country or area of origin"


def undesa_2020():
    title = [
        [],
        [None, None, None, None, "United Nations"],
        [None, None, None, None, "Population Division"],
        [None, None, None, None, "International Migrant Stock 2020"],
        [None, None, None, None, "Table 1: International migrant stock at mid-year by sex and by region"],
        [None, None, None, None, "POP/DB/MIG/Stock/Rev.2020"],
        [],
        [*[None] * 7, "International migrant stock at mid-year (both sexes)", None,
         "International migrant stock at mid-year (male)", None,
         "International migrant stock at mid-year (female)", None],
        ["Index", DESTINATION, "Notes of destination", "Location code of destination",
         "Type of data of destination", ORIGIN, "Location code of origin", *[2015, 2020] * 3],
    ]  # fmt: skip
    rows = [
        [1, "WORLD", None, 900, None, "WORLD", 900, 1000, 1100, 500, 600, 500, 500],
        [2, "    Thailand*", "(4)", 764, "B R", "    Myanmar", 104, 700, "800", 400, 450, 300, 350],
        [3, "    Thailand*", "(4)", 764, "B R", "    Viet Nam", 704, "..", 60, "..", 40, "..", 20],
        [4, "    Thailand*", "(4)", 764, "B R", "Others", 2003, 9, 9, 5, 5, 4, 4],
        [5, "    Myanmar", None, 104, "I", "    Thailand", 764, 0, 0, 0, 0, 0, 0],
        [6, "    Germany", None, 276, "B", "    Viet Nam", 704, 80, 90, 30, 40, 50, 50],
    ]
    return as_xlsx(Contents=[["Contents"]], Table_1=[*title, *rows], NOTES=[["(4)", "Made-up note."]])


def undesa_2024():
    """The columns of the later revision: other order, another year, dashes; here without the line of sexes."""
    header = ["Index", DESTINATION, "Coverage", "Data type", "Location code of destination", ORIGIN,
              "Location code of origin", *["2020", "2024"] * 3]  # fmt: skip
    rows = [
        [1, "Malaysia", "(1)", "C", "458", "Indonesia", "360", "1 200", "1,300", 700, 800, 500, 500],
        [2, "Malaysia", "(1)", "C", "458", "Southern Asia", "5501", 70, 80, 40, 40, 30, 40],
        [3, "Malaysia", "(1)", "C", "458", "Philippines", "608", "-", 50, "-", 20, "-", 30],
    ]
    return as_xlsx(Table_1=[["International Migrant Stock 2024"], header, *rows])


# -- World Bank -------------------------------------------------------------------------------------------

UNEMPLOYMENT = "Unemployment, total (% of total labor force) (modeled ILO estimate)"


def worldbank_csv():
    rows = [
        ["Data Source", "World Development Indicators", ""],
        [],
        ["Last Updated Date", "2024-06-28", ""],
        [],
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2019", "2020", "2021", ""],
        ["Viet Nam", "VNM", UNEMPLOYMENT, "SL.UEM.TOTL.ZS", "1.5", "2.5", "", ""],
        ["Thailand", "THA", UNEMPLOYMENT, "SL.UEM.TOTL.ZS", "0.5", "1.25", "1.75", ""],
        ["East Asia & Pacific", "EAS", UNEMPLOYMENT, "SL.UEM.TOTL.ZS", "3", "3", "3", ""],
        ["Germany", "DEU", UNEMPLOYMENT, "SL.UEM.TOTL.ZS", "3.25", "3.5", "3.75", ""],
    ]
    return as_csv(rows, encoding="utf-8-sig")


def worldbank_zip():
    name = "API_SL.UEM.TOTL.ZS_DS2_en_csv_v2_1.csv"
    indicator = [
        ["INDICATOR_CODE", "INDICATOR_NAME", "SOURCE_NOTE", "SOURCE_ORGANIZATION"],
        ["SL.UEM.TOTL.ZS", UNEMPLOYMENT, "A made-up definition.", "Nobody"],
    ]
    country = [
        ["Country Code", "Region", "IncomeGroup", "SpecialNotes", "TableName", ""],
        ["THA", "East Asia & Pacific", "Upper middle income", "", "Thailand", ""],
        ["EAS", "", "", "", "East Asia & Pacific", ""],
    ]
    parts = {f"Metadata_Indicator_{name}": indicator, f"Metadata_Country_{name}": country}
    metadata = {part: as_csv(rows, encoding="utf-8-sig") for part, rows in parts.items()}
    return as_zip(**{name: worldbank_csv(), **metadata})


def worldbank_wdi():
    data = [
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2019", "2020"],
        ["World", "WLD", "Population, total", "SP.POP.TOTL", "7000", "8000"],
        ["Malaysia", "MYS", "Population, total", "SP.POP.TOTL", "30000000", "31000000"],
        ["Malaysia", "MYS", "Rule of Law: Estimate", "RL.EST", "0.5", "0.6"],
        ["Malaysia", "MYS", "Rule of Law: Standard Error", "RL.STD.ERR", "0.1", ""],
        ["Malaysia", "MYS", "GDP per capita, PPP (constant 2017 international $)", "NY.GDP.PCAP.PP.KD", "9", "9"],
        ["Malaysia", "MYS", "Fish caught (tonnes)", "XX.FISH", "5", "6"],
    ]  # fmt: skip
    parts = {
        "WDICSV.csv": data,
        "WDICountry.csv": [["Country Code", "Short Name", "Region"], ["MYS", "Malaysia", "EAP"]],
        "WDISeries.csv": [
            ["Series Code", "Topic", "Indicator Name", "Long definition"],
            ["XX.FISH", "Made up", "Fish caught (tonnes)", "=Fish, made up."],
        ],
        "WDIfootnote.csv": [
            ["CountryCode", "SeriesCode", "Year", "DESCRIPTION"],
            ["MYS", "SP.POP.TOTL", "YR2020", "Made-up footnote."],
        ],
    }
    return as_zip(**{part: as_csv(rows) for part, rows in parts.items()})


def worldbank_xlsx():
    rows = [
        ["Data Source", "World Development Indicators"],
        ["Last Updated Date", "2024-06-28"],
        [],
        ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2019", "2020"],
        ["Thailand", "THA", UNEMPLOYMENT, "SL.UEM.TOTL.ZS", 0.5, 1.25],
        ["World", "WLD", UNEMPLOYMENT, "SL.UEM.TOTL.ZS", 5, 6],
    ]
    return as_xlsx(Data=rows, Metadata_Countries=[["Country Code", "Region"], ["THA", "East Asia"]])


def worldbank_databank():
    rows = [
        ["Country Name", "Country Code", "Series Name", "Series Code", "2019 [YR2019]", "2020 [YR2020]"],
        ["Cambodia", "KHM", "Population, total", "SP.POP.TOTL", "16000000", ".."],
        ["Lao PDR", "LAO", "Population, total", "SP.POP.TOTL", "7000000", "7100000"],
        ["", "", "", "", "", ""],
        ["Data from database: World Development Indicators", "", "", "", "", ""],
        ["Last Updated: 07/01/2025", "", "", "", "", ""],
    ]
    return as_csv(rows)


# -- UNHCR ------------------------------------------------------------------------------------------------

POPULATIONS = [
    "Year", "Country of origin", "Country of origin (ISO)", "Country of asylum", "Country of asylum (ISO)",
    "Refugees under UNHCR's mandate", "Asylum-seekers", "IDPs of concern to UNHCR",
    "Other people in need of international protection", "Stateless persons", "Host Community",
    "Others of concern",
]  # fmt: skip


def unhcr_csv():
    rows = [
        POPULATIONS,
        ["2022", "Myanmar", "MMR", "Malaysia", "MYS", "1000", "205", "0", "-", "0", "-", "0"],
        ["2022", "Myanmar", "MMR", "Thailand", "THA", "*", "15", "0", "-", "0", "-", "0"],
        ["2022", "Myanmar", "MMR", "-", "-", "12345", "900", "0", "-", "0", "-", "0"],
        ["2022", "-", "-", "Thailand", "THA", "90000", "5000", "0", "-", "500", "-", "0"],
        ["2022", "-", "-", "-", "-", "1", "2", "3", "4", "5", "6", "7"],
        ["2022", "Stateless", "XXA", "Thailand", "THA", "10", "0", "0", "-", "5", "-", "0"],
        ["2022", "Myanmar", "MMR", "Myanmar", "MMR", "0", "0", "700", "-", "600", "-", "0"],
        ["2022", "Unknown ", "UNK", "Malaysia", "MYS", "5", "0", "0", "-", "0", "-", "0"],
    ]
    return as_csv(rows)


def unhcr_zip():
    return as_zip(**{"population.csv": unhcr_csv(), "footnotes.csv": as_csv([["Note"], ["Made up."]])})


def unhcr_older():
    rows = [
        ["Extracted from the UNHCR Population Statistics Reference Database", "United Nations High Commissioner"],
        ["Date extracted: 2017-08-19 16:35:40 +02:00"],
        [],
        ["Year", "Country / territory of asylum/residence", "Origin", "Refugees (incl. refugee-like situations)",
         "Asylum-seekers (pending cases)", "Returned refugees", "Internally displaced persons (IDPs)",
         "Returned IDPs", "Stateless persons", "Others of concern", "Total Population"],
        ["2016", "Malaysia", "Myanmar", "87037", "*", "", "", "", "", "", "87100"],
        ["2016", "Thailand", "Lao People's Dem. Rep.", "*", "10", "", "", "", "", "", "20"],
        ["2016", "Thailand", "Various/Unknown", "5", "", "", "", "", "", "", "5"],
    ]  # fmt: skip
    return as_csv(rows, end="\n")


def unhcr_long():
    rows = [
        ["Year", "Country / territory of asylum/residence", "Origin", "Population type", "Value"],
        ["1990", "Thailand", "Cambodia", "Refugees (incl. refugee-like situations)", "4000"],
        ["1990", "Thailand", "Cambodia", "Asylum-seekers", "70"],
    ]
    return as_csv(rows)


# -- ACLED ------------------------------------------------------------------------------------------------

EVENT = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
]  # fmt: skip
OLD_EVENT = [
    "data_id", "iso", "event_id_cnty", "event_id_no_cnty", "event_date", "year", "time_precision",
    "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude",
    "geo_precision", "source", "source_scale", "notes", "fatalities", "timestamp", "iso3",
]  # fmt: skip


def an_event(columns, **cells):
    return [cells.get(column.lower(), "made up") for column in columns]


def acled_csv():
    def event(id, day, kind, fatalities, country="Myanmar", iso="104"):
        return an_event(
            EVENT, event_id_cnty=id, event_date=day, year=day[:4], event_type=kind, iso=iso, country=country,
            fatalities=fatalities, notes='A note, with "quotes"\nand a line break',
        )  # fmt: skip

    rows = [
        EVENT,
        event("MMR1", "2021-01-05", "Battles", "3"),
        event("MMR2", "2021-12-20", "Violence against civilians", "2"),
        event("MMR2", "2021-12-20", "Violence against civilians", "2"),
        event("MMR3", "2022-03-01", "Protests", "0"),
        event("THA1", "2021-01-02", "Protests", "0", "Thailand", "764"),
        event("XYZ1", "2021-01-02", "Protests", "0", "Atlantis", ""),
    ]
    return as_csv(rows, encoding="utf-8-sig", end="\n")


def acled_older():
    columns = [name.upper() for name in OLD_EVENT]

    def event(id, day, kind, fatalities):
        return an_event(
            columns, data_id=id, event_id_cnty=f"MMR{id}", event_date=day, year=day[-4:], iso="104", iso3="MMR",
            event_type=kind, country="Myanmar", fatalities=fatalities,
        )  # fmt: skip

    rows = [columns, event("1", "18 April 2015", "Battles", 4), event("2", "2 May 2015", "Riots", 0)]
    return as_xlsx(Sheet1=rows)


# -- CTDC -------------------------------------------------------------------------------------------------

SYNTHETIC = [
    "yearOfRegistration", "gender", "ageBroad", "citizenship", "CountryOfExploitation", "traffickMonths",
    "meansDebtBondageEarnings", "meansThreats", "meansAbusePsyPhySex", "meansFalsePromises", "meansDrugsAlcohol",
    "meansDenyBasicNeeds", "meansExcessiveWorkHours", "meansWithholdDocs", "isForcedLabour", "isSexualExploit",
    "isOtherExploit", "typeOfLabourAgriculture", "typeOfLabourConstruction", "typeOfLabourDomesticWork",
    "typeOfLabourHospitality", "typeOfSexProstitution", "typeOfSexPornography",
    "recruiterRelationIntimatePartner", "recruiterRelationFriend", "recruiterRelationFamily",
    "recruiterRelationOther",
]  # fmt: skip
K_ANONYMISED = [
    "yearOfRegistration", "Datasource", "gender", "ageBroad", "majorityStatus", "majorityStatusAtExploit",
    "majorityEntry", "citizenship", "meansOfControlDebtBondage", "meansOfControlThreats", "isForcedLabour",
    "isSexualExploit", "isOtherExploit", "typeOfLabourConcatenated", "isAbduction", "RecruiterRelationship",
    "CountryOfExploitation", "recruiterRelationUnknown",
]  # fmt: skip


def ctdc_synthetic():
    assert len(SYNTHETIC) == 27

    def person(gender, age, citizenship, place, year="2019", labour="1"):
        cells = dict.fromkeys(SYNTHETIC, "")
        cells.update(
            yearOfRegistration=year, gender=gender, ageBroad=age, citizenship=citizenship,
            CountryOfExploitation=place, isForcedLabour=labour,
        )  # fmt: skip
        return list(cells.values())

    rows = [SYNTHETIC]
    rows += [person("Woman", "18--20", "KHM", "THA")] * 12
    rows += [person("Man", "9--17", "KHM", "THA")] * 11
    rows += [person("Man", "30--38", "MMR", "THA")] * 10
    rows += [person("Man", "30--38", "THA", "THA")] * 4
    rows += [person("", "", "", "THA")] * 3
    rows += [person("Woman", "", "PHL", "")] * 6 + [person("Woman", "", "PHL", "MYS", year="")] * 2
    return as_csv(rows)


def ctdc_k_anonymised():
    def person(gender, citizenship, place, year="2016"):
        cells = dict.fromkeys(K_ANONYMISED, "-99")
        cells.update(
            yearOfRegistration=year, Datasource="Case Management", gender=gender, citizenship=citizenship,
            CountryOfExploitation=place, majorityStatus="Minor",
        )  # fmt: skip
        return list(cells.values())

    return as_csv([K_ANONYMISED, *[person("Female", "PH", "ID")] * 11, *[person("Male", "-99", "-99")] * 5])


# -- UNDP, ILOSTAT, V-Dem ---------------------------------------------------------------------------------


def undp_csv():
    rows = [
        ["iso3", "country", "hdicode", "region", "hdi_rank_2022", "hdi_2021", "hdi_2022", "le_2022", "gii_rank_2022",
         "gii_2022", "hdi_f_2022", "mmr_2022", "rankdiff_hdi_phdi_2022", "gdi_group_2022", "pop_total_2022"],
        ["THA", "Thailand", "High", "EAP", "66", "0.7", "0.75", "79.5", "40", "0.3", "0.8", "29", "2", "1", "71.5"],
        ["CIV", "Côte d'Ivoire", "Medium", "SSA", "166", "0.5", "0.55", "", "150", "0.6", "0.5", "480", "3", "5", "28"],
        ["ZZK.WORLD", "World", "", "", "", "0.7", "0.7", "71", "", "0.4", "0.7", "215", "", "", "7950"],
    ]  # fmt: skip
    return as_csv(rows, encoding="cp1252")


ILO = [
    "ref_area",
    "source",
    "indicator",
    "sex",
    "classif1",
    "time",
    "obs_value",
    "obs_status",
    "note_classif",
]


def ilostat_csv():
    rows = [
        ILO,
        ["IDN", "XA:1", "UNE_2EAP_SEX_AGE_RT", "SEX_T", "AGE_YTHADULT_YGE15", "2021", "3.5", "", ""],
        ["IDN", "XA:1", "UNE_2EAP_SEX_AGE_RT", "SEX_F", "AGE_YTHADULT_YGE15", "2021", "3.25", "U", ""],
        ["IDN", "XA:1", "UNE_2EAP_SEX_AGE_RT", "SEX_T", "AGE_YTHADULT_YGE15", "2022Q1", "3.75", "", ""],
        ["IDN", "XA:1", "UNE_2EAP_SEX_AGE_RT", "SEX_T", "AGE_YTHADULT_YGE15", "2022", "", "U", ""],
        ["X01", "XA:1", "UNE_2EAP_SEX_AGE_RT", "SEX_T", "AGE_YTHADULT_YGE15", "2021", "6", "", ""],
        ["MYS", "XA:1", "UNE_2EAP_SEX_AGE_RT", "SEX_T", "AGE_YTHADULT_YGE15", "2021", "4.5", "B", ""],
    ]
    return gzip.compress(as_csv(rows, end="\n"))


def ilostat_labels():
    rows = [
        ["ref_area.label", "source.label", "indicator.label", "sex.label", "classif1.label", "time", "obs_value",
         "obs_status.label"],
        ["Viet Nam", "ILO - Modelled Estimates", "Unemployment rate by sex and age -- ILO modelled estimates (%)",
         "Sex: Total", "Age (Youth, adults): 15+", "2021", "2.5", ""],
        ["Viet Nam", "ILO - Modelled Estimates", "Unemployment rate by sex and age -- ILO modelled estimates (%)",
         "Total", "Age (Youth, adults): 15+", "2022", "2.25", "Unreliable"],
        ["World", "ILO - Modelled Estimates", "Unemployment rate by sex and age -- ILO modelled estimates (%)",
         "Total", "Age (Youth, adults): 15+", "2022", "5", ""],
    ]  # fmt: skip
    return as_csv(rows)


def vdem_csv():
    rows = [
        ["country_name", "country_text_id", "country_id", "year", "historical_date", "codingstart", "v2x_rule",
         "v2x_rule_codelow", "v2x_rule_codehigh", "v2x_rule_sd", "v2x_polyarchy", "v2x_corr", "COWcode"],
        ["Burma/Myanmar", "MMR", "10", "2021", "2021-12-31", "1900", "0.1", "0.05", "0.2", "0.03", "0.1", "0.7", "775"],
        ["Thailand", "THA", "49", "2021", "2021-12-31", "1900", "0.5", "", "", "", "0.2", "0.6", "800"],
        ["Thailand", "THA", "49", "2020", "2020-12-31", "1900", "", "", "", "", "0.2", "0.6", "800"],
        ["East Germany", "DDR", "137", "1985", "1985-12-31", "1949", "0.1", "0.1", "0.1", "0", "0", "0", ""],
    ]  # fmt: skip
    return as_csv(rows)


FILES = {
    "undesa_2020": ("undesa_pd_2020_ims_stock_by_sex_destination_and_origin.xlsx", "un-desa", undesa_2020),
    "undesa_2024": ("undesa_pd_2024_ims_stock_by_sex_destination_and_origin.xlsx", "un-desa", undesa_2024),
    "worldbank_csv": ("API_SL.UEM.TOTL.ZS_DS2_en_csv_v2_1.csv", "world-bank", worldbank_csv),
    "worldbank_zip": ("API_SL.UEM.TOTL.ZS_DS2_en_csv_v2_1.zip", "world-bank", worldbank_zip),
    "worldbank_wdi": ("WDI_CSV.zip", "world-bank", worldbank_wdi),
    "worldbank_xlsx": ("API_SL.UEM.TOTL.ZS_DS2_en_excel_v2_1.xlsx", "world-bank", worldbank_xlsx),
    "worldbank_databank": ("P_Data_Extract.csv", "world-bank", worldbank_databank),
    "unhcr_csv": ("population.csv", "unhcr", unhcr_csv),
    "unhcr_zip": ("query_data.zip", "unhcr", unhcr_zip),
    "unhcr_older": ("unhcr_popstats_export_persons_of_concern.csv", "unhcr", unhcr_older),
    "unhcr_long": ("unhcr_popstats_export_time_series.csv", "unhcr", unhcr_long),
    "acled_csv": ("acled.csv", "acled", acled_csv),
    "acled_older": ("acled_older.xlsx", "acled", acled_older),
    "ctdc_synthetic": ("CTDC_global_synthetic_data_v2025.csv", "ctdc", ctdc_synthetic),
    "ctdc_k_anonymised": ("The_Global_Dataset.csv", "ctdc", ctdc_k_anonymised),
    "undp_csv": ("HDR23-24_Composite_indices_complete_time_series.csv", "undp", undp_csv),
    "ilostat_csv": ("UNE_2EAP_SEX_AGE_RT_A.csv.gz", "ilostat", ilostat_csv),
    "ilostat_labels": ("UNE_2EAP_SEX_AGE_RT_A.csv", "ilostat", ilostat_labels),
    "vdem_csv": ("V-Dem-CY-Core-v14.csv", "v-dem", vdem_csv),
}
"""Name of a made-up file -> (name it has at the publisher's, layout, what makes it)."""


@pytest.fixture(scope="session")
def files():
    """All the made-up files: name -> (file name, layout, bytes)."""
    return {name: (file, layout, make()) for name, (file, layout, make) in FILES.items()}


@pytest.fixture
def read(files):
    """Read one of them, or given bytes under the name of one."""

    def reading(name, data=None, *, layout=None, **wanted):
        file, _, made = files[name]
        return read_published(
            io.BytesIO(made if data is None else data), file, layout=layout, wanted=Wanted(**wanted)
        )

    return reading


@pytest.fixture
def make():
    """Builders of files, for tests that need one of their own."""
    return {"csv": as_csv, "zip": as_zip, "xlsx": as_xlsx}


@pytest.fixture
def figures():
    """Observations of a result as {(indicator, place, year): value}."""
    return lambda found: {(one.indicator, one.place, one.year): one.value for one in found.observations}


@pytest.fixture
def reasons():
    """What was skipped as {reason: count}."""
    return lambda found: {one.reason: one.count for one in found.skipped}
