"""``study.toml``: what a study is about, checked on opening, with errors that name the line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from rantau.framework.errors import BadSetting
from rantau.framework.language import LANGUAGES
from rantau.framework.words import BRIEF_SECTIONS, BriefSection

if TYPE_CHECKING:
    from rantau.profile import ProfileSettings

__all__ = ["ASEAN", "STAGES", "Settings", "StageName", "read_settings", "settings_template"]

StageName = Literal["corpus", "coding", "evidence", "triangulation", "profile", "brief"]
STAGES: tuple[StageName, ...] = ("corpus", "coding", "evidence", "triangulation", "profile", "brief")
"""The stages in the order in which data flows."""

ASEAN = ("BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "TLS", "VNM")
"""The members of ASEAN since October 2025 (Timor-Leste acceded at the 47th summit)."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Span(_Part):
    """Calendar years, both included."""

    from_year: Annotated[int, Field(alias="from", ge=1900, le=2100)] = 2010
    to_year: Annotated[int, Field(alias="to", ge=1900, le=2100)] = 2025

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.from_year > self.to_year:
            raise ValueError(f"the period runs backwards: from {self.from_year} to {self.to_year}")
        return self


class StudyPart(_Part):
    """What is asked, where and when."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    question: str = ""
    places: Annotated[tuple[str, ...], Field(min_length=1)] = ASEAN
    period: Span = Span()
    languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{2}$")], ...] = ("en",)
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0

    @field_validator("places")
    @classmethod
    def _known_form(cls, places: tuple[str, ...]) -> tuple[str, ...]:
        for place in places:
            if not re.fullmatch(r"[A-Z]{3}", place):
                raise ValueError(f"{place!r} is not a country code of three capital letters such as THA")
        if len(set(places)) != len(places):
            raise ValueError("a country is named twice")
        return places


class StorePart(_Part):
    """Where the study's database is: a file in the study's folder, or the address of a PostgreSQL database."""

    address: Annotated[str, Field(min_length=1)] = "rantau.db"


class DocumentsPart(_Part):
    """How sources are read and which of them are confidential (names, or patterns such as ``interview-*``)."""

    confidential: tuple[str, ...] = ()
    ocr_languages: tuple[Annotated[str, Field(pattern=r"^[a-z]{3}(_[A-Za-z]+)?$")], ...] = ()
    largest_megabytes: Annotated[int, Field(ge=1, le=10_000)] = 200
    seconds_without_progress: Annotated[int, Field(ge=5, le=86_400)] = 180


class EndpointPart(_Part):
    """A language model that proposes something beside the rules: none unless an endpoint is named."""

    endpoint: Annotated[str, Field(max_length=500)] = ""
    model: Annotated[str, Field(max_length=200)] = ""
    send_confidential: bool = False
    timeout_seconds: Annotated[int, Field(ge=1, le=3600)] = 120
    tries: Annotated[int, Field(ge=1, le=10)] = 4

    @field_validator("endpoint")
    @classmethod
    def _safe_address(cls, endpoint: str) -> str:
        if not endpoint:
            return endpoint
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
            raise ValueError(
                "write the address of an OpenAI-compatible service, such as http://127.0.0.1:8080/v1"
            )
        if parts.username or parts.password:
            raise ValueError("an address may hold no password; put the key in RANTAU_ENDPOINT_KEY")
        if parts.scheme == "http" and host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError(
                "documents leave this machine by https only; http is for a service on this machine"
            )
        return endpoint

    @model_validator(mode="after")
    def _names_a_model(self) -> Self:
        if self.endpoint and not self.model:
            raise ValueError("an endpoint needs the name of a model; add the setting model")
        return self

    @property
    def asked(self) -> list[object]:
        """Which model is asked beside the rules, for fingerprints; empty where none is."""
        return [self.endpoint, self.model, self.send_confidential] if self.endpoint else []


class ExtractionPart(EndpointPart):
    """The model that proposes claims, if there is one."""


class PrivacyPart(_Part):
    """Who can read what pseudonyms stand for: the public half of an age key, or nobody."""

    recipient: str = ""

    @field_validator("recipient")
    @classmethod
    def _is_a_key(cls, recipient: str) -> str:
        if recipient:
            import pyrage

            if recipient.upper().startswith("AGE-SECRET-KEY"):
                raise ValueError(
                    "this is the secret half of a key; take the public half, which begins with age1"
                )
            try:
                pyrage.x25519.Recipient.from_str(recipient)
            except pyrage.RecipientError:
                raise ValueError(
                    "this is not the public half of an age key; 'rantau key new' makes a key and prints it"
                ) from None
        return recipient


class StagesPart(_Part):
    """Stages that `rantau run` leaves out."""

    skip: tuple[StageName, ...] = ()


class CodingPart(EndpointPart):
    """How codes are suggested, the model that proposes more, if there is one, and whether suggestions count."""

    threshold: Annotated[float, Field(gt=0, lt=1)] = 0.3
    semantic: bool = False
    machine_coded: bool = False


Weight = Annotated[float, Field(gt=0, lt=1e6)]


class ProfilePart(_Part):
    """How profiles are computed."""

    year: Annotated[int, Field(ge=1990, le=2100)] = 2022
    draws: Annotated[int, Field(ge=100, le=1_000_000)] = 2000
    smallest_corridor: Annotated[int, Field(ge=0)] = 50_000
    look_back_years: Annotated[int, Field(ge=0, le=100)] = 10
    """An observation older than this many years before the profile's year is not used."""
    leg_weights: tuple[Weight, Weight, Weight] = (1.0, 1.0, 1.0)
    """Of a corridor's origin, route and destination, relative to each other."""

    def choices(self) -> ProfileSettings:
        """These choices as the profile room takes them; what is not set here keeps that room's defaults."""
        from rantau.profile import ProfileSettings

        return ProfileSettings(
            draws=self.draws,
            minimum_stock=self.smallest_corridor,
            look_back_years=self.look_back_years,
            leg_weights=self.leg_weights,
        )


class BriefPart(_Part):
    """In which languages the brief is written (the files of the first have the plain names), and what it holds."""

    languages: Annotated[tuple[str, ...], Field(min_length=1)] = ("en",)
    leave_out: tuple[BriefSection, ...] = ()
    """Sections that the brief does without; it says which."""
    short: bool = True
    """Whether the short form is written too."""

    @field_validator("languages")
    @classmethod
    def _there_are_such(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        for language in languages:
            if language not in LANGUAGES:
                raise ValueError(
                    f"the brief can be written in {', '.join(LANGUAGES)}; {language!r} is none of them"
                )
        if len(set(languages)) != len(languages):
            raise ValueError("a language is named twice")
        return languages


Words = Annotated[str, Field(max_length=20_000)]


class ReportPart(_Part):
    """What only the analysts can say of their thematic analysis; the report prints it, or that it is missing."""

    name_coders: bool = False
    """Whether the report gives coders' names; it numbers them otherwise."""
    design: Words = ""
    """The kind of study, and why it was chosen."""
    stance: Words = ""
    """What the analysts take knowledge and meaning to be: realist, constructionist, critical …"""
    context: Words = ""
    """When, where and for whom the study was made."""
    selection: Words = ""
    """How documents were searched for and chosen; which were sought and not had."""
    team: Words = ""
    """Who coded: qualifications, occupation, experience, languages; no names are needed."""
    training: Words = ""
    """How coders learnt the codebook."""
    reflexivity: Words = ""
    """Where those who coded stand to the matter, what they expected, and what that did to the analysis."""
    checking: Words = ""
    """Who else looked at the analysis: colleagues, people whom it is about; what came of it."""
    limits: Words = ""
    """What the analysis cannot say."""
    ethics: Words = ""
    """Who reviewed the study, or why no review was needed; how people in the documents are protected."""
    funding: Words = ""
    """Who paid, and what they had a say in."""
    interests: Words = ""
    """Interests that could touch the analysis, or that there are none."""


class SignInPart(_Part):
    """A provider of OpenID Connect through which people sign in to the workbench: none unless an issuer is named.

    The client's secret comes from RANTAU_OPENID_SECRET.
    """

    issuer: Annotated[str, Field(max_length=500)] = ""
    client_id: Annotated[str, Field(max_length=200)] = ""

    @field_validator("issuer")
    @classmethod
    def _safe_address(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1")
        good = parts.scheme == "https" or (parts.scheme == "http" and here)
        if issuer and (not good or not parts.hostname or parts.username or parts.query or parts.fragment):
            raise ValueError(
                "write the provider's issuer, such as https://login.example.org; http is for this machine"
            )
        return issuer

    @model_validator(mode="after")
    def _names_a_client(self) -> SignInPart:
        if self.issuer and not self.client_id:
            raise ValueError("an issuer needs the client_id that it gave to this workbench")
        return self


class WebPart(_Part):
    """How the workbench is served."""

    sign_in: SignInPart = SignInPart()


class Settings(_Part):
    """All of ``study.toml``."""

    study: StudyPart
    store: StorePart = StorePart()
    documents: DocumentsPart = DocumentsPart()
    privacy: PrivacyPart = PrivacyPart()
    extraction: ExtractionPart = ExtractionPart()
    stages: StagesPart = StagesPart()
    coding: CodingPart = CodingPart()
    profile: ProfilePart = ProfilePart()
    brief: BriefPart = BriefPart()
    report: ReportPart = ReportPart()
    web: WebPart = WebPart()


def line_of(text: str, location: tuple[str | int, ...]) -> int | None:
    """The line on which a setting stands, counted from 1.

    Finds the deepest part of ``location`` that stands in the text: its key, else its table's header.

    Args:
        text: The TOML text.
        location: The path of the setting, e.g. ``("study", "period", "from")``.
    """
    keys = [str(part) for part in location if isinstance(part, str)]
    table: list[str] = []
    best: tuple[int, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header:
            table = [part.strip().strip("\"'") for part in header.group(1).split(".")]
            path = table
        else:
            assignment = re.match(r"\s*([A-Za-z0-9_.\"'-]+)\s*=", line)
            if not assignment:
                continue
            path = table + [part.strip().strip("\"'") for part in assignment.group(1).split(".")]
        depth = len(path)
        if path == keys[:depth] and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _sentence(error: Any, location: tuple[str | int, ...]) -> str:
    name = ".".join(str(part) for part in location)
    if error["type"] == "extra_forbidden":
        return f"there is no setting {name!r}; remove it or correct its name"
    if error["type"] == "missing":
        return f"the setting {name!r} is missing; add it"
    message = str(error["msg"]).removeprefix("Value error, ")
    if location == ("privacy", "recipient"):
        return f"{name} will not do: {message}"  # not shown: it may be the secret half of the key
    return f"{name} = {error['input']!r} will not do: {message[0].lower()}{message[1:]}"


def read_settings(path: Path, known_places: frozenset[str] | None = None) -> Settings:
    """Read and check ``study.toml``.

    Args:
        path: The file.
        known_places: Country codes that exist; a place outside them is refused.

    Raises:
        BadSetting: The file is missing, not UTF-8, not TOML, or a setting is wrong; names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadSetting(path, None, "the file is missing; 'rantau new' makes one") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadSetting(path, line, "this is not UTF-8 text; save the file as UTF-8") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at (?:line (\d+)|end of document)", str(error))
        line = int(found.group(1)) if found and found.group(1) else max(1, len(text.splitlines()))
        what = re.sub(r"\s*\(at .*\)$", "", str(error))
        message = f"this is not valid TOML: {what[:1].lower()}{what[1:]}"
        raise BadSetting(path, line, message) from None
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        location = tuple(first["loc"])
        raise BadSetting(path, line_of(text, location), _sentence(first, location)) from None
    if known_places is not None:
        for place in settings.study.places:
            if place not in known_places:
                raise BadSetting(
                    path,
                    line_of(text, ("study", "places")),
                    f"{place!r} is not a country code (ISO 3166-1 alpha-3); Thailand, for example, is THA",
                )
    return settings


def settings_template(name: str, question: str = "", places: tuple[str, ...] = ASEAN, seed: int = 0) -> str:
    """The text of a new ``study.toml``."""

    def quoted(value: str) -> str:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'

    countries = ", ".join(quoted(place) for place in places)
    return f"""\
# What this study is about. Change any line; rantau checks the file and names the line that is wrong.

[study]
name = {quoted(name)}
question = {quoted(question)}
places = [{countries}]  # ISO 3166-1 alpha-3
period = {{ from = 2010, to = 2025 }}
languages = ["en"]
seed = {seed}

[store]
address = "rantau.db"  # or postgresql://user@host/database for a team; the password comes from PGPASSWORD

[documents]
confidential = []  # names or patterns of sources that must not leave the study, e.g. "interview-*"
ocr_languages = []  # of scanned pages, as tesseract names them: eng, ind, tha; empty: what is installed

[privacy]
recipient = ""  # public half of a key ("rantau key new"); empty: nobody can tell what pseudonyms stand for

[extraction]
endpoint = ""  # an OpenAI-compatible service that proposes claims beside the rules, e.g. http://127.0.0.1:8080/v1
model = ""
send_confidential = false

[stages]
skip = []

[coding]
threshold = 0.3  # least probability with which a code is suggested
semantic = false  # true: suggestions learn from a model of English sentences too; "make semantic" installs it
machine_coded = false  # true: suggestions stand in for codings, for a demonstration; all made from them says so
endpoint = ""  # a service as above that proposes codes; passages are sent to it
model = ""
send_confidential = false

[profile]
year = 2022
draws = 2000
smallest_corridor = 50000  # persons; smaller stocks are too uncertain to rank by (an assumption)
look_back_years = 10  # older figures are not used (an assumption)
leg_weights = [1, 1, 1]  # of a corridor's origin, route and destination (an assumption)

[brief]
languages = ["en"]  # en, id; the first has the plain names, another its code in them: brief.id.html
leave_out = []  # sections to do without: {", ".join(BRIEF_SECTIONS[:6])},
# {", ".join(BRIEF_SECTIONS[6:])}; the brief says which were left out
short = true  # the short form, on two pages, too

[report]  # what only you can say; the thematic report prints it, or that it is missing
design = ""
stance = ""
context = ""
selection = ""
team = ""
training = ""
reflexivity = ""
checking = ""
limits = ""
ethics = ""
funding = ""
interests = ""
name_coders = false
"""
