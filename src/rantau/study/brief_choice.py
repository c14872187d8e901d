"""What the brief holds: chosen by people, kept in ``study.toml``, the same for the command and the workbench."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rantau.framework.errors import BadInput
from rantau.framework.language import LANGUAGES
from rantau.framework.words import BRIEF_SECTIONS, BriefSection
from rantau.study.settings import read_settings
from rantau.study.settings_file import set_settings

if TYPE_CHECKING:
    from rantau.study.study import Study

__all__ = ["BriefChoice", "choose_brief", "choose_languages", "chosen_brief"]


@dataclass(frozen=True, slots=True)
class BriefChoice:
    """What the brief holds."""

    leave_out: tuple[BriefSection, ...]
    """Sections that it does without, in their order."""
    short: bool
    """Whether the short form is written too."""
    languages: tuple[str, ...] = ("en",)
    """In which languages it is written; the files of the first have the plain names."""


def chosen_brief(study: Study) -> BriefChoice:
    """What ``study.toml`` says now."""
    said = read_settings(study.path / "study.toml").brief
    return BriefChoice(
        tuple(one for one in BRIEF_SECTIONS if one in said.leave_out), said.short, said.languages
    )


def choose_brief(
    study: Study,
    hold: Collection[str],
    *,
    short: bool,
    languages: Collection[str] | None = None,
    in_order: bool = False,
    check: Callable[[BriefChoice], None] = lambda _: None,
) -> BriefChoice:
    """Choose which sections the brief holds; it is written so by the next run.

    Args:
        study: The study, as who chooses acts on it.
        hold: The sections that it holds, of those that can be left out.
        short: Whether the short form is written too.
        languages: In which languages it is written; as until now where None. One chosen before keeps its place.
        in_order: The languages are given in their order, which holds.
        check: Told what was chosen until now; raises where that is not to be changed.

    Raises:
        BadInput: There is no such section, no such language, or no language is left.
    """
    unknown = [one for one in hold if one not in BRIEF_SECTIONS]
    if unknown:
        raise BadInput(
            f"the brief has no section {unknown[0]!r} that can be chosen; there are {', '.join(BRIEF_SECTIONS)}"
        )
    strange = [one for one in languages or () if one not in LANGUAGES]
    if strange:
        raise BadInput(f"the brief cannot be written in {strange[0]!r}; there are {', '.join(LANGUAGES)}")
    if languages is not None and not languages:
        raise BadInput("choose at least one language that the brief is written in")
    with study._alone():
        before = chosen_brief(study)
        check(before)
        wanted = tuple(languages or ()) if in_order else _in_order(languages, before)
        after = BriefChoice(tuple(one for one in BRIEF_SECTIONS if one not in hold), short, wanted)
        if after != before:
            details = {
                "left out before": before.leave_out,
                "left out": after.leave_out,
                "short before": before.short,
                "short": short,
                "languages before": before.languages,
                "languages": after.languages,
            }
            values: dict[str, Any] = {"leave_out": list(after.leave_out), "short": short}
            if after.languages != before.languages:
                values["languages"] = list(after.languages)
            set_settings(study, "brief", values, action="setting.brief", details=details)
    return after


def choose_languages(study: Study, languages: Collection[str]) -> BriefChoice:
    """Choose in which languages the brief is written, the first with the plain names; the next run writes it so.

    Raises:
        BadInput: There is no such language.
    """
    now = chosen_brief(study)
    hold = [one for one in BRIEF_SECTIONS if one not in now.leave_out]
    return choose_brief(study, hold, short=now.short, languages=list(dict.fromkeys(languages)), in_order=True)


def _in_order(languages: Collection[str] | None, before: BriefChoice) -> tuple[str, ...]:
    """Those of before that stay, then those that come in."""
    if languages is None:
        return before.languages
    stay = tuple(one for one in before.languages if one in languages)
    return stay + tuple(one for one in LANGUAGES if one in languages and one not in stay)
