"""From a list table to a report: every method, its interval, and what speaks against it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from rantau.framework.errors import BadInput
from rantau.hidden import decomposable, latent_classes
from rantau.hidden.assumptions import AssumptionForm, blank_form
from rantau.hidden.bootstrap import Estimator, Resampled, bca_quantiles, resample
from rantau.hidden.cautions import table_warnings
from rantau.hidden.estimators import best_and_average, chao, independent_lists, stepwise
from rantau.hidden.lists import ListTable
from rantau.hidden.loglinear import best_models, fit_model, no_estimate_reason, stepwise_fit
from rantau.hidden.masking import mask_table
from rantau.hidden.models import base_terms
from rantau.hidden.petersen import two_lists
from rantau.hidden.report import METHODS, HiddenReport, HiddenSettings, MethodResult
from rantau.hidden.sensitivity import leave_one_out, merge_pairs

__all__ = ["MOST_FOR_ALL_MODELS", "estimate_hidden"]

MOST_FOR_ALL_MODELS = 6
"""Lists up to which all models are tried: six have 32,768 with pairs alone."""
WIDE = 1.5
"""The greatest estimate over the least above which methods are said to disagree (a rule of thumb)."""
FAR = 5.0
"""The dark figure over the known count above which an estimate is called mostly extrapolation (a rule of thumb)."""
READY = "Making ready"
_LOST = 0.01
Progress = Callable[[str, int, int], None]


def estimate_hidden(
    table: ListTable,
    settings: HiddenSettings | None = None,
    *,
    form: AssumptionForm | None = None,
    progress: Progress | None = None,
) -> HiddenReport:
    """Estimate a hidden population by several methods side by side.

    Args:
        table: The lists.
        settings: How; the same settings give the same figures in any number of workers.
        form: The analyst's answers on the assumptions; without them each is "not examined".
        progress: Called with (what is done, steps done, steps in all).

    Raises:
        BadInput: There are fewer than three lists (two, and it was not confirmed that independence is assumed), or no
            method has an estimate, with the reasons.
    """
    chosen = settings or HiddenSettings()
    answers = form or blank_form(table)
    _check(chosen)
    lists = len(table.names)
    if lists < 2:
        raise BadInput("one list says nothing about those who are not on it; three or more are needed")
    if lists == 2:
        if not chosen.two_lists_confirmed:
            raise BadInput(
                "two lists allow an estimate only if they are independent, which they cannot show; three or more are "
                "needed, or confirm that independence is assumed (--confirm-two-lists)"
            )
        return _from_two(table, chosen, answers)
    tell = progress or (lambda _what, _done, _all: None)
    # The first use on a machine compiles the loops, which takes a while.
    tell(READY, 0, 1)
    results = tuple(_results(table, chosen, tell))
    if all(result.bound for result in results):
        raise BadInput("a lower bound alone is no estimate; ask for another method beside it")
    if not any(result.total is not None and not result.bound for result in results):
        reasons = "; ".join(f"{result.title}: {result.reason}" for result in results if result.reason)
        raise BadInput(f"no method has an estimate for this table ({reasons}); merge lists or leave some out")
    shown = mask_table(table, chosen.smallest_cell)
    report = HiddenReport(
        table=table,
        shown=shown,
        settings=chosen,
        results=results,
        left_out=leave_one_out(table, chosen, shown),
        merged=merge_pairs(table, chosen),
        warnings=(),
        form=answers,
    )
    return _warned(report)


def _check(settings: HiddenSettings) -> None:
    unknown = [method for method in settings.methods if method not in METHODS]
    if unknown or not settings.methods:
        raise BadInput(f"there is no method {', '.join(unknown) or 'chosen'}; they are {', '.join(METHODS)}")
    if not 0 < settings.level < 1 or not 0 <= settings.threshold < 1:
        raise BadInput(
            "the level of intervals lies between 0 and 1, and so does the p-value of the stepwise choice"
        )
    if settings.replicates and settings.replicates < 50:
        raise BadInput(
            "a bootstrap takes 50 replicates or more (0 for none, 1,000 for figures that are published)"
        )
    if settings.class_draws < 40 or (settings.order is not None and settings.order < 2):
        raise BadInput("latent classes take 40 draws or more, and the order of models is 2 or more")


def _from_two(table: ListTable, settings: HiddenSettings, form: AssumptionForm) -> HiddenReport:
    estimate = two_lists(table)
    note = (
        "TWO LISTS, INDEPENDENCE ASSUMED: nothing in the data can show whether it holds, and the interval does not "
        "count it in."
    )
    results = (
        MethodResult(
            method="two-list",
            title="Lincoln-Petersen (two lists, independence assumed)",
            total=estimate.total,
            low=estimate.low,
            high=estimate.high,
            interval="95%, given independence",
        ),
        MethodResult(
            method="chapman",
            title="Chapman (two lists, independence assumed)",
            total=estimate.chapman,
            interval="none of its own",
        ),
    )
    return HiddenReport(
        table=table,
        shown=mask_table(table, settings.smallest_cell),
        settings=settings,
        results=results,
        left_out=(),
        merged=(),
        warnings=(note, *table_warnings(table), *_answers(form)),
        form=form,
    )


def _results(table: ListTable, settings: HiddenSettings, progress: Progress) -> Iterator[MethodResult]:
    """One result a method, in their order."""
    samples, refused = _resampled(table, settings, progress)
    for method in METHODS:
        if method not in settings.methods:
            continue
        if method in refused:
            yield MethodResult(
                method=method,
                title=METHODS[method],
                total=None,
                reason=refused[method],
                bound=method == "chao",
            )
        elif method == "graphs":
            yield _graphs(table, settings)
        elif method == "classes":
            yield _classes(table, settings, progress)
        else:
            yield _loglinear(table, settings, method, samples[method])


def _resampled(
    table: ListTable, settings: HiddenSettings, progress: Progress
) -> tuple[dict[str, Resampled], dict[str, str]]:
    """The bootstrap of every method that has one, and why others have no estimate."""
    lists = len(table.names)
    wanted = set(settings.methods)
    groups: dict[tuple[str, ...], Estimator] = {}
    refused: dict[str, str] = {}
    reason = no_estimate_reason(table, base_terms(lists))
    if reason is None:
        if "independence" in wanted:
            groups["independence",] = independent_lists(lists)
        if "stepwise" in wanted:
            groups["stepwise",] = stepwise(lists, settings.threshold)
    else:
        refused |= dict.fromkeys(("independence", "stepwise"), reason)
    order = settings.order_for(lists)
    for criterion, names in (("bic", ("bic", "average")), ("aic", ("aic",))):
        if not wanted & set(names):
            continue
        if lists > MOST_FOR_ALL_MODELS:
            why = f"all models are tried for up to {MOST_FOR_ALL_MODELS} lists; merge lists"
            refused |= dict.fromkeys(names, why)
            continue
        try:
            if not best_models(table, order, criterion=criterion, window=0.0):
                refused |= dict.fromkeys(names, "none of the models has a maximum likelihood estimate")
                continue
        except BadInput as error:
            refused |= dict.fromkeys(names, str(error))
            continue
        groups[names] = best_and_average(table, order, criterion, average=len(names) > 1)
    if "chao" in wanted:
        if sum(count for cell, count in enumerate(table.counts) if cell.bit_count() == 2):
            groups["chao",] = chao()
        else:
            refused["chao"] = "no case is on exactly two lists"
    progress(READY, 1, 1)
    if not groups:
        return {}, refused
    samples = resample(
        table,
        groups,
        replicates=settings.replicates,
        seed=settings.seed,
        workers=settings.workers,
        progress=lambda done, every: progress("Bootstrap", done, every),
    )
    return samples, refused


def _loglinear(table: ListTable, settings: HiddenSettings, method: str, sample: Resampled) -> MethodResult:
    notes: list[str] = []
    model, low, high = "", None, None
    order = settings.order_for(len(table.names))
    if method in ("independence", "stepwise"):
        fit = stepwise_fit(table, settings.threshold if method == "stepwise" else 0.0)
        model, low, high = fit.name, fit.low, fit.high
    elif method in ("bic", "aic"):
        fit = fit_model(table, best_models(table, order, criterion=method, window=0.0)[0].terms)
        model, low, high = fit.name, fit.low, fit.high
        notes.append(f"models with interactions of up to {order} lists")
    elif method == "average":
        models = best_models(table, order)
        model = f"{len(models)} models, the best with weight {models[0].weight:.2f}"
    interval = "95%, given the model: too narrow"
    if settings.replicates:
        tail = (1 - settings.level) / 2
        low, high = bca_quantiles(sample, (tail, 1 - tail))
        interval = f"{settings.level:.0%} BCa bootstrap, {settings.replicates} replicates"
        if method in ("stepwise", "bic", "aic", "average"):
            interval += ", choice of model inside"
        lost = float(np.isinf(sample.replicates).mean())
        if lost > _LOST:
            notes.append(f"{lost:.0%} of the replicates had no estimate and count as infinite")
    elif low is None:
        interval = "none without a bootstrap"
    return MethodResult(
        method=method,
        title=METHODS[method],
        total=sample.estimate,
        low=low,
        high=high,
        interval=interval,
        model=model,
        notes=tuple(notes),
        bound=method == "chao",
    )


def _graphs(table: ListTable, settings: HiddenSettings) -> MethodResult:
    lists = len(table.names)
    if not decomposable.FEWEST <= lists <= decomposable.MOST:
        reason = f"decomposable graphs are tried for {decomposable.FEWEST} to {decomposable.MOST} lists"
        return MethodResult(method="graphs", title=METHODS["graphs"], total=None, reason=reason)
    found = decomposable.graph_average(table)
    tail = (1 - settings.level) / 2
    best = " + ".join(f"{table.names[a]}:{table.names[b]}" for a, b in found.graphs[0]) or "no interaction"
    notes = () if found.beyond < 1e-3 else ("the data hardly bound the total from above",)
    return MethodResult(
        method="graphs",
        title=METHODS["graphs"],
        total=found.quantile(0.5),
        low=found.quantile(tail),
        high=found.quantile(1 - tail),
        interval=f"{settings.level:.0%} posterior; the total is its median",
        model=f"{len(found.graphs)} graphs, the likeliest {best} ({found.graph_probability[0]:.2f})",
        notes=notes,
    )


def _classes(table: ListTable, settings: HiddenSettings, progress: Progress) -> MethodResult:
    title = METHODS["classes"]
    if len(table.names) < latent_classes.FEWEST:
        reason = f"latent classes need {latent_classes.FEWEST} lists or more"
        return MethodResult(method="classes", title=title, total=None, reason=reason)
    chains = latent_classes.LatentClassSettings(draws=settings.class_draws, burn_in=40 * settings.class_draws)
    found = latent_classes.latent_classes(
        table,
        chains,
        seed=settings.seed,
        workers=settings.workers,
        progress=lambda done, every: progress("Latent classes", done, every),
    )
    if not found.converged:
        medians = sorted(np.median(found.totals, axis=1).tolist())
        reason = (
            f"the sampler's chains do not agree (their medians run from {medians[0]:,.0f} to {medians[-1]:,.0f}; R-hat "
            f"{found.r_hat:.2f}, {found.effective:,.0f} effective draws); the lists may allow more than one answer, or "
            "more draws may help"
        )
        return MethodResult(method="classes", title=title, total=None, reason=reason)
    tail = (1 - settings.level) / 2
    return MethodResult(
        method="classes",
        title=title,
        total=found.quantile(0.5),
        low=found.quantile(tail),
        high=found.quantile(1 - tail),
        interval=f"{settings.level:.0%} posterior; the total is its median",
        model=f"{found.classes.mean():.1f} classes on average",
        notes=(f"R-hat {found.r_hat:.3f}, {found.effective:,.0f} effective draws",),
    )


def _answers(form: AssumptionForm) -> list[str]:
    out = [
        f"Assumption {row.answer}: {row.statement} {row.if_not}"
        for row in form.assumptions
        if row.answer in ("doubtful", "fails")
    ]
    unexamined = sum(row.answer == "not examined" for row in form.assumptions)
    if unexamined:
        out.append(
            f"{unexamined} of {len(form.assumptions)} assumptions have not been examined (see the form)."
        )
    return out


def _warned(report: HiddenReport) -> HiddenReport:
    out = table_warnings(report.table)
    least, most = report.spread
    if most > WIDE * least:
        out.append(
            f"Methods disagree: estimates run from {least:,.0f} to {most:,.0f} on the same table. The interval of any "
            "one of them understates what is not known."
        )
    known = report.table.known
    if most - known > FAR * known:
        out.append(
            f"Extrapolation: by some methods more than {FAR:.0f} unseen cases stand behind each known one."
        )
    bound = next((row.total for row in report.results if row.bound and row.total is not None), None)
    if bound is not None and least < bound and math.isfinite(bound):
        out.append("Some estimates lie below Chao's lower bound: people differ in how easily they are found.")
    if any(row.method == "stepwise" and row.total is not None for row in report.results):
        out.append("Stepwise estimates can overstate their precision (Whitehead et al. 2021).")
    return replace(report, warnings=(*out, *_answers(report.form)))
