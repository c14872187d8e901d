"""Tables on a terminal."""

import io

from rantau.cli.screen import print_table


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_narrow_terminal_cuts_nothing_off_and_leaves_ids_whole(monkeypatch):
    shown = Terminal()
    monkeypatch.setattr("sys.stdout", shown)
    monkeypatch.setenv("COLUMNS", "60")
    row = (
        "single-source",
        "victims_assisted",
        "southeast-asia",
        "International Organization",
        "very low",
        "g39d6c2e7a1b2",
    )

    print_table(("verdict", "indicator", "places", "roots", "confidence", "id"), [row])

    text = shown.getvalue()
    assert "…" not in text
    assert "g39d6c2e7a1b2" in text
