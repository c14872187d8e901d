"""The figures that the workbench shows, in a language in which the study's brief is not written.

Without them a visitor who reads another language would see the map with the words of the brief's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rantau.brief.blocks import Section
from rantau.brief.charts import Picture
from rantau.brief.chosen import figures_in
from rantau.brief.evidence import conflicts, standing
from rantau.brief.figure_set import undrawn
from rantau.brief.findings import corridors
from rantau.brief.lineage import quotations
from rantau.brief.lineage_picture import lineage_picture
from rantau.brief.maps import corridor_picture
from rantau.brief.material import BriefMaterial
from rantau.brief.register import Register
from rantau.brief.triangulation import agreement_picture, conflict_picture
from rantau.brief.withheld import public
from rantau.framework.language import speaking
from rantau.framework.words import BriefSection

__all__ = ["SCREEN_FIGURES", "screen_figures"]

_Drawer = Callable[[BriefMaterial], Picture | None]
_Maker = Callable[[BriefMaterial, Register], Section]
_DRAWN: dict[str, tuple[BriefSection, _Maker, _Drawer]] = {
    "corridors": ("corridors", corridors, corridor_picture),
    "conflicts": ("conflicts", conflicts, conflict_picture),
    "agreements": ("standing", standing, agreement_picture),
    "lineage": ("lineage", quotations, lineage_picture),
}
SCREEN_FIGURES = tuple(_DRAWN)
"""Their names, as in the set."""


def screen_figures(
    material: BriefMaterial, language: str, leave_out: Sequence[BriefSection] = ()
) -> dict[str, bytes]:
    """``screens/NAME.LANGUAGE.json`` for each figure that there is, see :func:`rantau.brief.figure_set.undrawn`.

    Args:
        material: The study's records; the words of confidential documents are taken out first.
        language: One of :data:`rantau.framework.language.LANGUAGES`.
        leave_out: Sections that the brief does without, and their figures with them.
    """
    with speaking(language):
        material = public(material)
        register = Register(material)
        made: dict[str, bytes] = {}
        for name, (section, tell, draw) in _DRAWN.items():
            one = draw(material) if section not in leave_out else None
            blocks = figures_in([tell(material, register)]) if one is not None else ()
            block = next((block for block in blocks if block.name == name), None)
            if one is not None and block is not None:
                made[f"screens/{name}.{language}.json"] = undrawn(material, one, block)
        return made
