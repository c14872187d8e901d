"""The errors a person can be told about, and can mend.

    RantauError
    ├── BadInput          a file, setting or argument of the user's is wrong (exit code 2)
    │   ├── BadSetting    a line of study.toml, or of another settings file
    │   ├── BadDocument   a source document cannot be read
    │   └── BadTable      a row of a CSV file
    ├── StudyMissing      no study where one was named (exit code 2)
    ├── BadStore          the study's database cannot be opened (exit code 1)
    ├── StudyBusy         another command is at work on the study (exit code 1)
    ├── BrokenAudit       the audit trail does not verify (exit code 1)
    └── FeatureMissing    an optional program or package is not installed (exit code 1)

Each message is one sentence that says what, where and what to do. Where what to do is done otherwise at a page than by
a command, the error holds both as a :class:`Way`, and the edge says the one that its user has: ``str(error)`` is for
who types commands, :func:`page_parts` for who has a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "WITH_REASON",
    "BadDocument",
    "BadInput",
    "BadSetting",
    "BadStore",
    "BadTable",
    "BrokenAudit",
    "FeatureMissing",
    "RantauError",
    "StudyBusy",
    "StudyMissing",
    "Way",
    "page_parts",
]


@dataclass(frozen=True, slots=True)
class Way:
    """What to do about an error, a clause for each edge, such as ``give it with --reason`` and ``write down why``.

    Args:
        command: For who types commands; it may name commands, options and files.
        page: For who has a page: in the words of its forms, no command and no option.
    """

    command: str
    page: str


WITH_REASON = Way("give it with --reason", "write it into the field for it")
"""For all that needs a reason."""


class RantauError(Exception):
    """Something that the person using rantau can be told about, and can mend."""

    exit_code: int = 1
    way: Way | None = None

    def __init__(self, message: str = "", *, way: Way | None = None) -> None:
        self.what, self.way = message, way
        super().__init__(message if way is None else f"{message}; {way.command}")


class BadInput(RantauError, ValueError):
    """Something given to rantau is wrong; nothing was changed."""

    exit_code = 2


class BadSetting(BadInput):
    """A settings file has a wrong line.

    Args:
        path: The settings file.
        line: Line number counted from 1, or None where it cannot be told.
        message: What is wrong and what to do.
    """

    def __init__(self, path: Path, line: int | None, message: str, *, way: Way | None = None) -> None:
        self.path, self.line, self.message = path, line, message
        where = f"{path}, line {line}" if line is not None else f"{path}"
        super().__init__(f"{where}: {message}", way=way)


class BadDocument(BadInput):
    """A source document cannot be read.

    Args:
        name: The file's name as the user knows it.
        reason: A clause such as "is encrypted; save a copy without a password and add that".
    """

    def __init__(self, name: str, reason: str, *, way: Way | None = None) -> None:
        self.name, self.reason = name, reason if way is None else f"{reason}; {way.command}"
        super().__init__(f"{name} {reason}", way=way)


class BadTable(BadInput):
    """A row of a table is wrong.

    Args:
        table: The file's name.
        row: Line number in the file, counted from 1 (the header is line 1), or None for the file as a whole.
        message: What is wrong and what to do.
    """

    def __init__(self, table: str, row: int | None, message: str, *, way: Way | None = None) -> None:
        self.table, self.row, self.message = table, row, message
        where = f"{table}, line {row}" if row is not None else table
        super().__init__(f"{where}: {message}", way=way)


class StudyMissing(RantauError, FileNotFoundError):
    """There is no study where one was named."""

    exit_code = 2

    def __init__(self, path: Path, hint: str) -> None:
        self.path = path
        Exception.__init__(self, f"{path} is not a study: {hint}")

    def __str__(self) -> str:
        return str(self.args[0])


class BadStore(RantauError):
    """The study's database cannot be opened, or is not one."""


class StudyBusy(RantauError):
    """Another command is at work on the study."""


class BrokenAudit(RantauError):
    """The audit trail does not verify."""


class FeatureMissing(RantauError):
    """An optional program or package is not installed."""


def page_parts(error: RantauError) -> tuple[str, ...]:
    """What a page says of an error, to be joined by ``; ``: its sentence; or what is wrong and what to do there."""
    return (str(error),) if error.way is None else (error.what, error.way.page)
