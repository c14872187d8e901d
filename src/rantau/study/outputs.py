"""The ``out/`` folder: what the study gives away, with a list of what was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from shutil import rmtree

from rantau.study.sources import write_atomically

__all__ = ["MANIFEST", "OutputFolder"]

MANIFEST = "manifest.json"


class OutputFolder:
    """Files written as a set; a manifest with their hashes is written last."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def listed(self) -> dict[str, str]:
        """Relative name of each file that was written -> its SHA-256; nothing where there is no list."""
        try:
            listed = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(listed, dict):
            return {}
        # A manifest edited by hand must not lead out of the folder.
        inside = (
            name for name in listed if not PurePosixPath(name).is_absolute() and ".." not in name.split("/")
        )
        return {name: str(listed[name]) for name in inside}

    def file(self, name: str) -> Path | None:
        """Where a file of the manifest lies; None for any other name, and for one that is gone or leads out of here."""
        if name not in self.listed():
            return None
        path = (self.path / name).resolve()
        return path if path.is_relative_to(self.path.resolve()) and path.is_file() else None

    def sizes(self) -> dict[str, int]:
        """Name -> bytes of each file of the manifest that is there."""
        places = {name: self.path / name for name in self.listed()}
        return {name: path.stat().st_size for name, path in places.items() if path.is_file()}

    def intact(self) -> bool:
        """Whether every file of the manifest is there, unchanged."""
        manifest = self.listed()
        if not manifest:
            return False
        for name, digest in manifest.items():
            try:
                content = (self.path / name).read_bytes()
            except OSError:
                return False
            if hashlib.sha256(content).hexdigest() != digest:
                return False
        return True

    def replace(self, files: Mapping[str, bytes | Callable[[], bytes]]) -> str:
        """Write the files, remove those of the last set that are not among them.

        What is not at hand is made one by one and laid aside, so that a large set is never in memory as a whole and
        none of its files shows before all are made.

        Args:
            files: Relative path with forward slashes -> content, or what makes it.

        Returns:
            One hash for the whole set.
        """
        aside = self.path.with_name(f".{self.path.name}.new")
        rmtree(aside, ignore_errors=True)
        manifest = {}
        for name, content in sorted(files.items()):
            if callable(content):
                content = content()
                made = aside / name
                made.parent.mkdir(parents=True, exist_ok=True)
                made.write_bytes(content)
            manifest[name] = hashlib.sha256(content).hexdigest()
        stale = set(self.listed()) - set(manifest)
        for name, content in sorted(files.items()):
            target = self.path.joinpath(*PurePosixPath(name).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            if callable(content):
                (aside / name).replace(target)
            else:
                write_atomically(target, content)
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        write_atomically(self.path / MANIFEST, text.encode("utf-8"))
        for name in stale:
            (self.path / name).unlink(missing_ok=True)
        rmtree(aside, ignore_errors=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
