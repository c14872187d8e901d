"""Patterns of the sentences that coding and screening write, as :mod:`rantau.brief.sentences` has them."""

from __future__ import annotations

from rantau.framework.language import N_

__all__ = ["CODING", "RIGOUR", "SCREENING"]

CODING = (  # rantau.coding, rantau.study.coding_view, rantau.study.coding_reports
    N_("People's codings: {n}."),
    N_("Machine-coded: {n} of {n_all} codings are suggestions that no person has accepted."),
    N_("{coder} codes {n} document(s) blind; what others coded there is not shown and does not count here."),
    N_("{n} coding(s) are adrift: their words stand in the document no longer, or more than once."),
    N_("{n} coding(s) wait for a person since their code changed."),
    N_("The list of what waits shows them."),
    N_("{n} codes in {n_documents} documents; the last {n_last} brought no new one."),
    N_("That codes recur does not show that their meaning is exhausted."),
    N_("its words stand in the document no longer, or more than once"),
    N_("its document is no longer in the study"),
    N_("the codebook has no code {code}"),
    N_("{code} was retired"),
    N_("{code} was split into {others}"),
    N_("{code} has a polarity, and the coding has none"),
    N_("lexicon-{n}"),
    N_("lexicon-{n} + {n_accepted} accepted, {n_rejected} rejected"),
    N_("lexicon-{n} + {n_accepted} accepted, {n_rejected} rejected + {model}"),
    N_("Fewer than two coders judged the same unit, so there is nothing to compare."),
    N_("Fewer than two coders read the text, so there is nothing to compare."),
    N_("The coders marked the whole text, so agreement by chance is certain and alpha has no value."),
    N_("The coders left nothing over which chance could disagree, so alpha has no value."),
    N_("Only one category was used, so agreement by chance is certain and the coefficient has no value."),
    N_("No pair of coders used more than one category between them, so Cohen's kappa has no value."),
    N_("There is only one cluster to sample from, so there is no interval."),
    N_("The coefficient has no value in most bootstrap samples, so there is no interval."),
    N_("There is one document, so there are no intervals; compare passages, which can be sampled in blocks."),
    N_("Segments are compared on the documents read by the commonest number of coders only."),
    N_(
        "Who read a document was not recorded; each coder with a coding there is assumed to have read the whole."
    ),
    N_(
        "Who read {n} documents was not recorded; each coder with a coding there is assumed to have read the whole."
    ),
    N_("{n} of {n_all} documents were read by fewer than two coders or have no text, and are left out."),
    N_("{n} codings are {known_status} and do not count."),
    N_("{n} codings of whole documents or of regions on a page have no place in the text."),
    N_(
        "There is one document only, so the intervals rest on samples of blocks of passages: they say how sure one can "
        "be of these documents, not of others."
    ),
    N_(
        "There are {n} documents only, so the intervals rest on samples of blocks of passages: they say how sure one "
        "can be of these documents, not of others."
    ),
    N_("There are {n} documents only, and samples are drawn from them, so the intervals are rough."),
)

RIGOUR = (  # rantau.coding.rigour
    N_("1 Familiarisation"),
    N_("The documents were read, and first ideas noted."),
    N_("People wrote memos about {n} of {n_all} documents."),
    N_("Nothing shows that a person has read {n} of the documents; a memo on each does."),
    N_("2 Initial codes"),
    N_("Every document was coded by a person, and each suggestion decided on."),
    N_(
        "People coded in {n} of {n_all} documents: {n_codings} codings stand, {n_rejected} suggestions were rejected."
    ),
    N_("{n} documents have no coding by a person, and {n_waiting} suggestions wait."),
    N_("3 Searching for themes"),
    N_("Codes were gathered into themes."),
    N_("There are {n} themes; {n_themed} of {n_used} codes in use are in one."),
    N_("{n} codes in use are in no theme."),
    N_("4 Reviewing themes"),
    N_(
        "Themes were held against the passages and changed where they did not fit, negative cases among them."
    ),
    N_(
        "Themes were changed {n} times after the first was made; memos answer the negative cases of {n_answered} of "
        "{n_negative} codes that have some."
    ),
    N_(
        "Themes have not been changed since they were made, or negative cases are unanswered; a memo on the code "
        "answers them."
    ),
    N_("5 Defining and naming themes"),
    N_("Each theme has a name and a definition."),
    N_("{n} of {n_all} themes have a definition."),
    N_("Without a definition: {names}."),
    N_("There is no theme yet."),
    N_("6 Producing the report"),
    N_("The report was written from the codings as they stand."),
    N_("A brief or a report was written after the last act of coding."),
    N_("The last brief or report is older than the last act of coding."),
    N_("There is no coding, or no brief or report."),
    N_("It is to be written once the coding is done."),
    N_("Credibility: triangulation"),
    N_("The codings rest on more than one kind of source."),
    N_("Kinds of source coded: {known_kinds}."),
    N_("none known"),
    N_("Add documents of another kind of source, or say of which kind they are."),
    N_("Credibility: negative cases"),
    N_("What speaks against was looked at."),
    N_("{n} codes have negative cases; {n_answered} of them are answered by a memo."),
    N_("Negative cases are unanswered; a memo on the code answers them."),
    N_("Credibility: peers and members"),
    N_("Others looked at the analysis: colleagues, and people it is about."),
    N_("Memos speak of a member check {n} times, of a peer (debriefing, review) {n_peer} times."),
    N_(
        "The trail cannot see such talks; a memo on the study that says 'member check' or 'peer debriefing', and what "
        "came of it records them."
    ),
    N_("Transferability: description"),
    N_("Where the evidence comes from is described so that others can judge whether it holds elsewhere."),
    N_(
        "{n} of {n_all} documents have title, year, publisher and kind of source; there are {n_said} testimonies in "
        "speakers' own words; memos speak of limits {n_limits} times."
    ),
    N_("Complete the description of each document, and write a memo on the study about its limits."),
    N_("Dependability: audit trail"),
    N_("Every step is recorded, and the record holds."),
    N_(
        "{n} events, each with the hash of the one before it, hold; {n_changes} changes to the codebook have "
        "their reasons."
    ),
    N_(
        "{n} events, each with the hash of the one before it, do not hold; {n_changes} changes to the codebook have "
        "their reasons."
    ),
    N_("An event was changed or taken out after it was recorded."),
    N_("Dependability: double coding"),
    N_("A part of the documents was coded by two people, each by themselves, and agreement measured."),
    N_(
        "{n} of {n_all} coded documents were coded whole by two people or more; Krippendorff's alpha over all codes is "
        "{known_alpha}."
    ),
    N_("not measured"),
    N_("Give at least {n}% of the documents (a convention) to two coders."),
    N_("Confirmability: differences settled"),
    N_("What coders differed on was settled with reasons."),
    N_("{n} differences were settled, each with its reason; {n_open} are open."),
    N_("Each is to be settled, with a reason."),
    N_("Nothing was coded by two people, so nobody could differ."),
    N_("Confirmability: people's codings with their words"),
    N_("Each coding is a person's, and stands on words that can be looked up."),
    N_(
        "{n} codings by {n_people} people; {n_machine} machine-coded; {n_adrift} wait since their words or "
        "code are gone."
    ),
    N_("Have people decide on the suggestions that stand in for codings, and on what waits."),
    N_("Confirmability: reflexivity"),
    N_("Those who coded wrote down where they stand."),
    N_("{n} of {n_all} coders wrote memos on the study; {n_position} memos speak of a position."),
    N_(
        "Each coder writes a memo on the study that says 'position': who they are to the matter and what they expected."
    ),
    N_("Coding has a field for memos."),
    N_("Analysis lists negative cases."),
    N_("Themes shows which codes stand together."),
    N_("Review goes through them."),
    N_("Work or this page writes it."),
    N_("Sources has a form for it."),
    N_("Sources has a form for descriptions."),
    N_("Audit trail says where."),
    N_("Assignments gives them."),
    N_("Differences lists them."),
    N_("Review shows suggestions, Waiting what waits."),
)

SCREENING = (  # rantau.policy.screening.keeping, .intake, .mapping; rantau.study.case_screening
    N_("Consent to keep the record: {n} agreed, {n_silent} do not say."),
    N_(
        "Consent to keep the record: {n} agreed, {n_silent} do not say; {n_refused} did not agree and are left out."
    ),
    N_("What it is kept for is not told in {n} of {n_all} records."),
    N_("The reference period is told in {n} of {n_all} records; counts of forced labour need one."),
    N_(
        "Age of the data on {day}: {n} to {n_most} years; older than {n_old} years: {n_older}; not told: {n_silent}."
    ),
    N_("When the records were made is not told, so that the age of the data is not known."),
    N_("Column {column} ({known_kind}, {known_why}): {known_what}."),
    N_("replaced by pseudonyms; the key is not kept"),
    N_("left out"),
    N_("by its name"),
    N_("by what stands in it"),
    N_("its numbers may lead to a file about a person"),
    N_("it has a number of its own for very many records"),
    N_("most of its values look like names and are different"),
    N_("name"),
    N_("phone"),
    N_("id"),
    N_("address"),
    N_("e-mail"),
    N_("handle"),
    N_("account"),
    N_("date of birth"),
    N_("note"),
    N_("biometric"),
    N_("record"),
    N_("CTDC's layout"),
    N_("the names of the questions"),
    N_("the mapping given"),
    N_(
        "{n} cells are withheld since they are from 1 to {n_most}, and {n_more} more so that no total gives those away."
    ),
    N_("Outcomes are first readings by rules, not determinations."),
)
