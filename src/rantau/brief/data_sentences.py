"""Patterns of the notes in the shipped tables of figures: where a figure was read, and what is to be known of it."""

from __future__ import annotations

from rantau.framework.language import N_

__all__ = ["DATA_SENTENCES"]

_READ = (  # baseline/observations.csv
    N_("Read in The World Factbook as shipped in the Python package {bare_package}"),
    N_("Read in a public atlas page with the table by UN region ({bare_where})"),
    N_("Read in the QoG Basic Dataset, cross-section of {n}, {known_month} ({bare_where})"),
    N_("Read in {bare_file} ({bare_source}, from the World Bank)"),
    N_("Read in {bare_file}"),
    N_(
        "Read in {bare_file} (table of the Gender Inequality Index in the Human Development Report {bare_year})"
    ),
    N_("Read alike in a web page with the table of {n} and in the QoG Basic Dataset of {known_month}"),
    N_("Read in a chart's source, in millions with three decimals"),
    N_("Read in a public copy that names the index"),
    N_("Read in press reports of {known_month} on the report"),
    N_("Read in a chart's source with table {n} of the report"),
    N_("Read in a press report of {known_month} on the report, which tells the tier of earlier years"),
    N_("Read in a list ({bare_where}) taken over from the report of {known_month}"),
    N_(
        "Read in a public table of rates as they stood in {known_month}: of {n} where there is one, else of "
        "{bare_years}"
    ),
    N_("Read in a copy whose place was not kept"),
    N_("rounded"),
    N_("rounded there to hundreds"),
    N_("the edition of {n_edition} is about {n_year}"),
    N_(
        "the cross-section takes {n}, or the nearest year up to three away where {n} has none, and does not say which"
    ),
    N_("the file's name says {bare_ages}, the series is {bare_other}"),
    N_("the report takes the estimates for {n}"),
    N_("from the UN group's estimates of {n}"),
    N_("That the column is civil liberties is seen from its range, 0 to 60"),
    N_("of {n}, the first year of the new method"),
    N_("the edition of {n}, the only one in reach of that cross-section"),
    N_("Estimates for {n}"),
    N_("Tier {n}"),
    N_("Tier {n} Watch List"),
    N_("of the distribution of family income"),
    N_("{n} stands for «below {n}»"),
    N_("it does not say which"),
    N_("a second list has the same"),
    N_("the QoG Basic Dataset of {known_month} has the same figure, without its year"),
    N_("As quoted by {bare_work}"),
    N_("the quoting article does not state the period"),
    N_("column {bare_name}"),
    N_("baseline/{bare_file}. {known_note}"),
    N_("data/{bare_file}. {known_note}"),
)

_STOCKS = (  # baseline/corridors.csv
    N_(
        "Unknown: the {n} revision has 0 and the {n_later} revision does not list this origin, which is missing "
        "detail, not absence"
    ),
    N_("Unknown: the {n} revision does not list this origin"),
    N_("that of {n} was not read for it"),
    N_("Unknown: Myanmar gives origin detail for Bangladesh, China, India and Pakistan only"),
    N_("the 0 of the {n} revision is missing detail"),
    N_("Alike in the {n} and the {n_later} revision"),
    N_("The {n} revision does not list this origin"),
    N_("Undercounts people in irregular status"),
    N_("Zero in both revisions"),
    N_("Zero"),
    N_("may be missing origin detail"),
    N_("The {n} revision gave no detail (0)"),
    N_("The {n} revision gave {n_stock}"),
    N_("The {n} revision gave {n_stock}, an even split: the same for Singapore, Thailand and Timor-Leste"),
    N_("Carried forward unchanged from {n}"),
    N_(
        "Left blank: the {n} revision gives {n_stock}, the {n_other} revision {n_less}, more than tenfold apart"
    ),
    N_("neither is chosen"),
    N_(
        "Left blank: the {n} revision gives {n_stock}, but for {n_year} it lies more than tenfold from the revision "
        "before"
    ),
    N_("The series leaps from {n} in {n_first} to {n_stock} in {n_last}"),
)

DATA_SENTENCES = (*_READ, *_STOCKS)
