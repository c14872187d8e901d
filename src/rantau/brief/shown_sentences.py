"""Patterns of the sentences that other rooms make in English from parts, and that the workbench shows.

As in ``brief.sentences``, whose patterns the brief needs too. Sentences that a room writes down whole are not here:
their patterns are read from where they are made (``SPOKEN`` in scripts/translations.py).
"""

from __future__ import annotations

from rantau.framework.language import N_

__all__ = ["SHOWN_SENTENCES"]

_ERRORS = (  # rantau.framework.errors
    N_("{path}, line {n}: {known_message}"),
    N_("{path}: {known_message}"),
    N_("{file} is not a study: {known_hint}"),
)

_FIGURES = (  # rantau.study.provenance_*
    N_("{known_value}: {known_what}"),
    N_("{known_value}: {known_what}, {known_place}, {n_year}"),
    N_("{n} {unit}: {known_what}, {known_place}, {n_year}"),
    N_("{known_origin} → {known_destination}"),
    N_("{n} ({n_low}–{n_high}): {known_what}, {known_place}, {n_year}"),
    N_("{n}: {known_what}, {known_place}, {n_year}"),
    N_("not assessed: {known_what}, {known_place}, {n_year}"),
    N_("{n} of {n_all} indicators"),
    N_("{n} observations"),
    N_("{known_value}: {known_what}, {scenario}"),
    N_("{n} ({n_low} to {n_high}) {known_unit}: {known_what}, {scenario}"),
    N_("{known_value}: {known_what}, {scenario} less {baseline}, paired by draw"),
    N_("{n} ({n_low} to {n_high}) {known_unit}: {known_what}, {scenario} less {baseline}, paired by draw"),
    N_("{n} %: {known_what}, {scenario}"),
    N_("{n} ({n_low} to {n_high}) %: {known_what}, {scenario}"),
    N_("of those trafficked under the baseline, who would not have been"),
    N_("others trafficked instead, as a share of those trafficked under the baseline"),
    N_("{known_spread} {known_unit}, by itself {known_alone}: what {lever} does to {known_what}, {scenario}"),
    N_("{n} ({n_low} to {n_high})"),
    N_("{n} ({n_low} to {n_high}) {known_unit}"),
    N_("{n} ({n_low} to {n_high}): {known_what}"),
    N_("{n} ({n_low} to {n_high}) {known_unit}: {known_what}"),
    N_("{n}: {known_what}"),
    N_("run {run} of {scenario}"),
    N_("{n} draws, seed {n_seed}, {n_scale} migrants a simulated person"),
    N_("months {n_first} to {n_last}"),
    N_("months {known_value_first} to {known_value_last}"),
    N_("engine {n}"),
    N_("event {n} of the trail, {who}, {when}"),
    N_("SINCE THEN something it rests on has changed; simulate again"),
    N_("gone since"),
    N_("scenarios/{file} of the study"),
    N_("{path}, as it ships"),
    N_("ASSUMED: what a scenario changes is chosen, not measured"),
    N_("event {n}: {known_act}"),
    N_("scenario written"),
    N_("changes nothing"),
    N_("{known_lever} becomes {n} ({known_unit}) {known_where}"),
    N_("{known_lever} is multiplied by {n} ({known_unit}) {known_where}"),
    N_("{known_lever} changes by {n} ({known_unit}) {known_where}"),
    N_("everywhere"),
    N_("everywhere {known_when}"),
    N_("in {known_places}"),
    N_("in {known_places} {known_when}"),
    N_("members"),
    N_("from {known_start}"),
    N_("from {known_start} over {n} months"),
    N_("from {known_start} until {known_end}"),
    N_("from {known_start} over {n} months until {known_end}"),
    N_("proposed; {by}"), N_("accepted; {by}"), N_("rejected; {by}"), N_("confirmed; {by}"), N_("corrected; {by}"),
    N_("{known_verdict}. {known_reason}"),
    N_("{n} ASSUMED parameters"),
    N_("{n} sourced parameters"),
    N_("{n} calibrated parameters"),
    N_("ASSUMED: {known_why}"),
    N_("sourced: {known_why}"),
    N_("calibrated: {known_why}"),
    N_("ASSUMED"),
    N_("uniform"), N_("loguniform"), N_("triangular"), N_("fixed"),
    N_("{n} targets in force"),
    N_("calibration {run}"),
    N_("places and corridors"),
    N_("{n} corridors with their stocks"),
    N_("{n} migrants: {known_place}, {n_year}"),
    N_("the list of references of {file}"),
    N_("and {n} more"),
    N_("{path}, figure {id}"),
    N_("{path}, figure {id}: no usable observation"),
    N_("{path}, page {n}"),
    N_("rests on {known_base}"),
    N_("the study"), N_("claims"), N_("the baseline"),
    N_("per 100"),
    N_("{known_range} {known_unit}: {known_what}"),
    N_("{n} to {n_high}"),
)  # fmt: skip

_REGISTER = (  # rantau.brief.register: what each figure of the brief is
    N_("score: {known_what}"),
    N_("rank: {known_what}"),
    N_("share of draws: {known_what}"),
    N_("by definition: {known_what}"),
    N_("in the check of the hierarchy: {known_what}"),
    N_("in the comparison of claims about {known_what}"),
    N_("in the figures behind {known_what}"),
    N_("the finding “{known_statement}”"),
    N_("{known_unit}, {known_element}, {n_year}"),
)

_MONITOR = (  # rantau.policy.monitor_report, rantau.policy.recommend, rantau.study.policy_recommend
    N_("Bound by a hard duty; {known_indicator}: {known_word}"),
    N_("Bound by a qualified duty; {known_indicator}: {known_word}"),
    N_("Bound by a soft duty; {known_indicator}: {known_word}"),
    N_("Not bound by this duty; {known_indicator}: {known_word}"),
    N_("Whether it is bound is not known; {known_indicator}: {known_word}"),
    N_("{n} on the {known_scale}"),
    N_("{known_action} ({known_strength})"),
    N_("{known_place}: {known_action} ({known_strength})"),
    N_(
        "Gap: {known_what} ({id}), {known_place}, {n_year}: {known_value}, no uncertainty given; target {n}, "
        "{known_basis}: {known_word}"
    ),
    N_(
        "Gap: {known_what} ({id}), {known_place}, {n_year}: {known_value} ({n_low} to {n_high}); target {n}, "
        "{known_basis}: {known_word}"
    ),
    N_("Gap: {n} figures that were asked for cannot be had, among them {which}"),
    N_("Gap: the monitor has no figure that falls short here; what follows rests on documents"),
    N_("Evidence: {known_statement} Confidence {known_level}; {n} root source; {known_kind} {id}"),
    N_("Evidence: {known_statement} Confidence {known_level}; {n} root sources; {known_kind} {id}"),
    N_("findings"),
    N_("{n} more are listed with it"),
    N_("Evidence: no graded finding or claim of the study's documents is under this rule"),
    N_(
        "All of it is of very low confidence, and told because a person looked at it: this is a question to look into, "
        "not a basis to act on"
    ),
    N_("Simulation: no run of the scenario {scenario} is at hand, so no effect is claimed"),
    N_(
        "Simulation: under {scenario} against {other}, {known_where}, {known_outcome} change by {known_value} ({n}% of "
        "draws: {n_low} to {n_high}; {run}). {known_model}"
    ),
    N_("over the whole region"),
    N_(
        "Of those trafficked under {first}, {known_share} would not have been under {second}; for every hundred of "
        "them {known_number} others would have been"
    ),
    N_("{n} ({n_low} to {n_high})%"),
    N_("The interval contains zero: the model does not tell whether it would help"),
    N_("This is one run without an interval: it does not tell how sure the direction is"),
    N_("The whole interval is on the side that helps"),
    N_("The whole interval is on the side that harms: as simulated, the measure should not be taken"),
    N_("This explores what follows from stated assumptions; it does not forecast"),
    N_("Who must act: {known_actors}"),
    N_("What would show success: {indicators}"),
    N_("{known_indicator} (PI{n})"),
    N_("What would make it wrong: {known_wrong}. Cost of being wrong: {known_cost}"),
    N_("{id} ({known_level}): {known_statement}"),
    N_("PI{n} {place} {n_year}: {known_word}"),
    N_("PI{n} {place}: {known_word}"),
    N_("{known_value_first} to {known_value_last}"),
)

_MONITOR_ROUNDS = (  # rantau.policy.monitor_kept
    N_("new"), N_("revised"), N_("contradicts"), N_("confirms"), N_("withheld"), N_("not in this round"),
    N_("unchanged"), N_("withdrawn"),
)  # fmt: skip

_PROFILES = (  # rantau.profile.corridors
    N_("not assessed: its {known_leg} is not assessed"),
    N_("not assessed: its origin and its destination are not assessed"),
    N_("no usable observation"),
)

_EVIDENCE = (  # rantau.evidence, in the notes of claims, findings and testimonies
    N_("read from a table"),
    N_("the place is taken from the {known_part}"),
    N_("heading"), N_("title"), N_("caption"), N_("paragraph"), N_("table"), N_("row"), N_("column"),
    N_("goes on from the paragraph before"),
)  # fmt: skip

_JOINED = (N_("{known_first}; {known_second}"),)

_JOBS = (  # rantau.study, in the progress of its stages
    N_("{path}, page {n} of {n_all}"),
    N_("{path}, asking {model}"),
)

_QUANTITIES = (  # rantau.simulation.quantities
    N_("flow {known_what}"),
    N_("stock {known_what}"),
    N_("insecure person months {known_what}"),
    N_("departed by {known_channel}"), N_("entered by {known_channel}"), N_("entered in {known_sector}"),
    N_("known person"), N_("licensed agency"), N_("informal broker"), N_("syndicate"), N_("none"), N_("domestic"),
    N_("services"), N_("prospect"), N_("in transit"), N_("irregular work"), N_("detained"),
    N_("in rehabilitation"), N_("returned"), N_("settled"), N_("dead or lost"), N_("screened"),
    N_("screening turned away"), N_("shelter turned away"), N_("rehabilitation turned away"), N_("quota turned away"),
    N_("channel substituted"), N_("stayed at quota"), N_("ended exploitation months"),
    N_("entered with complicit officials"), N_("departs"), N_("gives up"), N_("dies prospect"),
    N_("arrives regular"), N_("arrives irregular"), N_("trafficked on the way"), N_("intercepted"),
    N_("turned back"), N_("lost on the way"), N_("loses status"), N_("exploited in regular work"),
    N_("returns from regular work"), N_("settles from regular work"), N_("dies in regular work"),
    N_("repays in regular work"), N_("regularised"), N_("exploited in irregular work"),
    N_("detained from irregular work"), N_("returns from irregular work"), N_("settles from irregular work"),
    N_("dies in irregular work"), N_("repays in irregular work"), N_("identified by seeking help"),
    N_("identified by inspection"), N_("identified by consulate"), N_("detained from exploitation"), N_("escapes"),
    N_("returns from exploitation"), N_("dies in exploitation"), N_("identified by screening"), N_("deported"),
    N_("released"), N_("dies in detention"), N_("deported unscreened"), N_("released to exploiter"),
    N_("dies exploited in detention"), N_("enters rehabilitation"), N_("repatriated"), N_("given residence"),
    N_("dies identified"), N_("reintegrated"), N_("returns from rehabilitation"), N_("dies in rehabilitation"),
    N_("settles at home"), N_("sets out again"), N_("dies returned"), N_("settles at home unscreened"),
    N_("sets out again unscreened"), N_("dies returned unscreened"),
)  # fmt: skip

SHOWN_SENTENCES = (
    *_ERRORS, *_JOINED, *_FIGURES, *_REGISTER, *_MONITOR, *_MONITOR_ROUNDS, *_PROFILES, *_EVIDENCE, *_JOBS,
    *_QUANTITIES,
)  # fmt: skip
