"""A study's own changes to the codebook, and what is said of wrong ones."""

import pytest

from rantau.framework.codebook import shipped_codebook
from rantau.framework.errors import BadSetting
from rantau.study.codebook_file import read_codebook

CHANGES = """\
# our changes
- add:
    id: HS.economic.fees
    name: Recruitment fees
    definition: What is paid to be placed.
  reason: fees are the study's question
- rename: SE.desecuritization
  to: {id: SE.normalisation, name: Normalisation}
  reason: plainer
- merge: [MS.meso.smuggling_syndicate, MS.meso.trafficking_syndicate]
  into: MS.meso.trafficking_syndicate
  reason: not told apart in our sources
- split: PR.monitoring
  into:
    - {id: PR.monitoring_state, name: By states, definition: States watch themselves.}
    - {id: PR.monitoring_other, name: By others, definition: Others watch.}
  reason: too wide
- retire: [SE.audience]
  reason: nothing found
- edit: {id: HS.food, example: There was rice.}
  reason: shorter
"""


def write(folder, text):
    (folder / "codebook.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_study_without_changes_has_the_shipped_codebook(tmp_path):
    assert read_codebook(tmp_path) == shipped_codebook()
    assert read_codebook(write(tmp_path, "# nothing yet\n")) == shipped_codebook()


def test_changes_are_applied_in_order(tmp_path):
    book = read_codebook(write(tmp_path, CHANGES))

    assert book["HS.economic.fees"].polarity
    assert book["HS.economic.fees"].theory == "human security"
    assert book.now("SE.desecuritization.regularisation") == ("SE.normalisation.regularisation",)
    assert book["SE.normalisation"].definition == shipped_codebook()["SE.desecuritization"].definition
    assert book.now("MS.meso.smuggling_syndicate") == ("MS.meso.trafficking_syndicate",)
    assert book.now("PR.monitoring") == ("PR.monitoring_state", "PR.monitoring_other")
    assert book.now("SE.audience") == ()
    assert book["HS.food"].example == "There was rice."
    assert [change.kind for change in book.changes] == ["add", "rename", "merge", "split", "retire", "edit"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- retire: [SE.audience]\n  reason: x\n- retire: [SE.nobody]\n  reason: y\n", 3, "SE.nobody"),
        ("- add: {id: HS.food, name: a, definition: b}\n  reason: x\n", 1, "is a code already"),
        ("- add: {id: HS.rice, name: a}\n  reason: x\n", 1, "needs a name and a definition"),
        ("- add: {id: HS.rice, name: a, definition: b, colour: red}\n  reason: x\n", 1, "'colour'"),
        ("- add: {id: HS.rice, name: 3, definition: b}\n  reason: x\n", 1, "has to be text"),
        ("- retire: [SE.audience]\n", 1, "needs its reason"),
        ("- retire: SE.audience\n  because: x\n", 1, "'because'"),
        ("\n\n- destroy: SE.audience\n  reason: x\n", 3, "a change is one of"),
        ("- just words\n", 1, "is no change"),
        ("add: x\n", 1, "no list of changes"),
        ("- add: [\n", 2, "is no YAML"),
        ("- &a retire\n- *a\n", None, "anchors"),
        ("- retire: !!python/object:os.system x\n  reason: y\n", 1, "retire"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, text, line, message):
    with pytest.raises(BadSetting, match=message) as error:
        read_codebook(write(tmp_path, text))
    assert error.value.line == line
