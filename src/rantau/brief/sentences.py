"""Patterns of the sentences that other rooms write in English into records, and that the brief prints.

A place whose name begins with ``n`` holds a number, one that begins with ``known`` a text of the catalogue or of these
patterns; any other may hold anything: a name, a title, a period in the words of a document. Where a sentence says one
thing for one and another for many, both stand here.
"""

from __future__ import annotations

from rantau.brief.coding_sentences import CODING, RIGOUR, SCREENING
from rantau.framework.language import N_

__all__ = ["SENTENCES"]

_JOINED = (
    N_("{known_first} and {known_last}"),
    N_("several places, among them {known_places}"),
)

_STATEMENTS = (  # rantau.evidence.finding_groups
    N_("{known_deed} in {known_places}, and said of people from {known_origins}"),
    N_("{known_deed} in {known_places}"),
    N_("{known_deed}, said of people from {known_origins}"),
    N_("Denied, and stated by no document: {known_deed}"),
    N_("Employers {known_deed}"),
    N_("Recruitment agencies {known_deed}"),
    N_("Brokers {known_deed}"),
    N_("Smugglers {known_deed}"),
    N_("Traffickers {known_deed}"),
    N_("Officials {known_deed}"),
    N_("Relatives, friends and others whom migrants know {known_deed}"),
    N_("Civil society and other support networks {known_deed}"),
    N_("Migrants {known_deed}"),
    N_("Families {known_deed}"),
    N_("State authorities {known_deed}"),
)

_VALUES = (  # rantau.evidence.reasons
    N_("about {known_value}"),
    N_("at least {known_value}"),
    N_("up to {known_value}"),
    N_("over {known_value}"),
    N_("under {known_value}"),
    N_("{known_value}, {when}, from {source}"),
    N_("{known_value}, {when}"),
    N_("{known_value} ({when})"),
    N_("at most {known_value}"),
    N_("{one}, which rests on {other}"),
    N_("{known_what}, {known_places}: {known_value}"),
    N_("{known_what}, {known_places}: {known_value}; sources conflict"),
    N_("no place named"),
    N_("{n} root sources that do not rest on each other agree: {values}"),
    N_("The values can all be true, but none confirms another"),
    N_("The values can all be true, but none confirms another: {values}"),
    N_("{n} more claim is in the group"),
    N_("{n} more claims are in the group"),
    N_("One claim only: {value}; {source} speaks for itself"),
    N_("One claim only: {value}; it rests on {source}"),
    N_("{n} claims in {known_where} rest on {source} and are one witness: {values}"),
    N_("{n} claims in {known_where} share their sources ({source}), so none confirms another: {values}"),
    N_("one document"),
    N_("{n} documents"),
    N_("{one}, against {other}: {known_why}"),
    N_("{one}, against {other} ({n} more claim disagrees): {known_why}"),
    N_("{one}, against {other} ({n} more claims disagree): {known_why}"),
    N_("the documents read one source differently; go back to it before either figure is used"),
    N_("Nothing is averaged"),
    N_(
        "the sources differ, and not both say which period they speak of, so the two are not directly comparable"
    ),
    N_("the sources differ about the same period"),
    N_(
        "they come from different sources and cover different periods ({how}), so the two are not directly comparable"
    ),
    N_("the periods overlap but are not the same"),
    N_("one period follows the other"),
    N_("{known_part} lies within {known_whole}"),
)

_PERIODS = (
    N_("{known_month} {n_year}"),
    N_("{n_day} {known_month} {n_year}"),
    N_("{n_day} {known_month} to {n_other} {known_last} {n_year}"),
    N_("{known_month} to {known_last} {n_year}"),
    N_("{known_month}–{known_last} {n_year}"),
    N_("{known_month} {n_year}–{known_last} {n_other}"),
    N_("{n_first} to {n_last}"),
    N_("between {n_first} and {n_last}"),
    N_("from {n_first} to {n_last}"),
    N_("{n_first} and {n_last}"),
    N_("in {known_year}"),
    N_("since {known_year}"),
    N_("by {known_year}"),
    N_("as of {known_year}"),
    N_("during {known_year}"),
    N_("at the end of {known_year}"),
    N_("by the end of {known_year}"),
    N_("the end of {known_year}"),
    N_("end of {known_year}"),
    N_("early {known_year}"),
    N_("late {known_year}"),
    N_("mid-{known_year}"),
    N_("first half of {known_year}"),
    N_("second half of {known_year}"),
    N_("the first half of {known_year}"),
    N_("the second half of {known_year}"),
    N_("in the first half of {known_year}"),
    N_("{known_period} ({known_year})"),
    N_("the first {known_count} months of {known_year}"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("{known_count} and a half"),
    N_("throughout the year"),
    N_("no period given"),
)

_GRADES = (  # rantau.evidence.grading, rantau.evidence.concerns
    N_("High confidence: {known_concerns}"),
    N_("Moderate confidence: {known_concerns}"),
    N_("Low confidence: {known_concerns}"),
    N_("Very low confidence: {known_concerns}"),
    N_("no concern about any of the four components"),
    N_("serious concerns about {known_parts}"),
    N_("moderate concerns about {known_parts}"),
    N_("minor concerns about {known_parts}"),
    N_("methodological limitations"),
    N_("coherence"),
    N_("adequacy of data"),
    N_("relevance"),
    N_("No root source is known, so nothing can be said of its methods"),
    N_("{n} of {n_all} root source"),
    N_("{n} of {n_all} root sources"),
    N_("{known_part} was read (of {known_kinds})"),
    N_("{known_part} were read (of {known_kinds})"),
    N_("{known_part} was read and says how it knows (of {known_kinds})"),
    N_("{known_part} were read and say how they know (of {known_kinds})"),
    N_("{known_part} is only quoted, and was not read"),
    N_("{known_part} are only quoted, and were not read"),
    N_("{known_part} has no section on methods"),
    N_("{known_part} have no section on methods"),
    N_("{known_part} is of {known_kind}"),
    N_("{known_part} are of {known_kind}"),
    N_("{known_part} was read by machine (OCR)"),
    N_("{known_part} were read by machine (OCR)"),
    N_("an intergovernmental body"),
    N_("a state"),
    N_("an NGO"),
    N_("researchers"),
    N_("the press"),
    N_("witnesses"),
    N_("unknown kind"),
    N_("No document denies it"),
    N_("{n} of {n_all} say that it can happen or is alleged"),
    N_("It is denied ({n} time) and stated by no document"),
    N_("It is denied ({n} times) and stated by no document"),
    N_("{n} of {n_all} statements denies it; a negative case is shown, not left out"),
    N_("{n} of {n_all} statements deny it; a negative case is shown, not left out"),
    N_("The values conflict by a factor of {n}; nothing is averaged"),
    N_("The values conflict; nothing is averaged"),
    N_("All values rest on one root source, so there is nothing that could disagree"),
    N_("Values of different root sources agree"),
    N_("{n} independent root source"),
    N_("{n} independent root sources"),
    N_("{n} document"),
    N_("{n} testimony"),
    N_("{n} testimonies"),
    N_("no testimony"),
    N_("{n} words quoted"),
    N_("rich data"),
    N_("thin data"),
    N_("no place is named"),
    N_("it is put together from {n} places, with one statement from each"),
    N_("it is about {known_places}, which the study asks about"),
    N_("it is about {known_places}, which is wider than the study's places"),
    N_("it is about {known_places}, which the study does not ask about"),
    N_("it is about {known_places}"),
    N_("the place of {n} of {n_all} is taken from a heading or title"),
    N_("no year is known"),
    N_("the evidence is of {known_years}"),
    N_(
        "no period is given, and it was published in {known_published}, so that it may speak of {known_years}"
    ),
    N_("{known_words}, long before the study's period ({known_period})"),
    N_("{known_words}, outside the study's period ({known_period})"),
    N_("{known_words}, within or over the study's period ({known_period})"),
)

_STANCES = (  # rantau.policy.stance
    N_("nothing found of {state} points anywhere on this axis"),
    N_("nothing found of {state} points anywhere on this axis ({missing})"),
    N_("{state} rests on {n} to more, {n_less} to less, by {n_who} witness, share {n_share} ({known_span})"),
    N_(
        "{state} rests on {n} to more, {n_less} to less, by {n_who} witnesses, share {n_share} ({known_span})"
    ),
    N_(
        "{state} rests on {n} to more, {n_less} to less, {n_both} both ways, by {n_who} witness, share {n_share} "
        "({known_span})"
    ),
    N_(
        "{state} rests on {n} to more, {n_less} to less, {n_both} both ways, by {n_who} witnesses, share {n_share} "
        "({known_span})"
    ),
    N_("held back because {states} has one witness only"),
)

_PROFILES = (  # rantau.profile.checks
    N_(
        "the parts of {element} run against each other (Cronbach's alpha {n}): their mean stands for none of them"
    ),
    N_("the parts of {element} have little in common (Cronbach's alpha {n})"),
    N_("{element} runs against the whole (correlation {n})"),
    N_("{element} measures {n} things rather than one ({n_units} units without gaps)"),
    N_("{one} and {other} count one thing twice (correlation {n})"),
    N_("{one} and {other} run against each other (correlation {n})"),
)

_SIMULATION = (  # rantau.simulation.from_baseline, rantau.study.simulating
    N_(
        "ASSUMED: flows are worked out from stocks, their growth and the parameter turnover; no flows are known"
    ),
    N_("ASSUMED: wages and conflict stay flat after the last year that is known"),
    N_("ASSUMED: complicity on a corridor is one less the mean Corruption Perceptions Index of its ends"),
    N_("ASSUMED: distances are between one point of each place"),
    N_("No wages known for {places}: taken as flat, or from the register"),
    N_("No conflict known for {places}: taken as flat, or from the register"),
    N_("No corruption known for {places}: taken as flat, or from the register"),
    N_("No tier known for {places}: taken as flat, or from the register"),
    N_("The study's own tables"),
    N_("Parameters are those of the calibration {run} (data/calibrated): its {n} draws, in turn"),
    N_("median and middle 90% of draws"),
    N_("the register's own values, no interval"),
)

_DOCUMENTS = (  # rantau.corpus, rantau.study.ingest
    N_("Read by machine (OCR), so letters may be wrong: {known_pages}"),
    N_("No text could be made out in the picture on {known_pages}"),
    N_("page {n}"),
    N_("pages {pages}"),
    N_("The name of its file holds a name that was replaced in the text; give the file another name"),
    N_("{file} has the same content as {other}"),
    N_("{file} is empty; add the document again from where it came from"),
    N_("{file} is empty; find a whole copy and add that"),
    N_("{file} is encrypted; save a copy without a password and add that"),
    N_("{file} is protected with a password; save a copy without the password and add that"),
    N_("{file} is cut short: its end is missing; fetch it again and add that"),
    N_("{file} is damaged and cannot be opened as PDF; fetch it again and add that"),
    N_("{file} is no DOCX, or a damaged one; open it in a word processor, save it anew and add that"),
    N_("{file} is not a PDF, whatever its name says; add the document again from where it came from"),
    N_("{file} is not text but binary data; add the document itself as PDF, DOCX, HTML or text"),
    N_("{file} holds no text; add a file that does"),
    N_(
        "{file} holds no text; if its pages are pictures, save it as PDF with its text recognised and add that"
    ),
    N_("{file} has {n} pages, more than the {n_most} that are read; split it and add the parts"),
)

SENTENCES = (
    *_JOINED, *_STATEMENTS, *_VALUES, *_PERIODS, *_GRADES, *_STANCES, *_PROFILES, *_SIMULATION, *_DOCUMENTS,
    *CODING, *RIGOUR, *SCREENING,
)  # fmt: skip
