"""Fetch what the workbench serves and is tested with that others wrote: HTMX, fonts, axe-core.

    python scripts/vendor_web.py [FOLDER WITH THE .tgz FILES]
    python scripts/vendor_web.py --check

Packages are fetched with ``npm pack`` unless a folder is named; each one's SHA-256 is checked first. The files land in
``src/rantau/web/static/vendor`` and ``tests/web/vendor`` with their licences and ``SHA256SUMS``; ``--check`` compares
the files with these sums, and a test does the same.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src/rantau/web/static/vendor"
TESTS = ROOT / "tests/web/vendor"


def _font(script: str, *subsets: str) -> dict[str, str]:
    name = "noto-sans" if script == "latin" else f"noto-sans-{script}"
    kept = {f"files/{name}-{one}-wght-normal.woff2": f"{name}-{one}.woff2" for one in subsets or (script,)}
    return kept | {"LICENSE": f"LICENSE-{name}.txt"}


# package: where to, SHA-256, and what is taken from it under which name
PACKAGES: dict[str, tuple[Path, str, dict[str, str]]] = {
    "htmx.org@2.0.11": (
        WEB,
        "165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE-htmx.txt"},
    ),
    "@fontsource-variable/noto-sans@5.3.0": (
        WEB,
        "2cd97f3573b6e8ceaaa54ddf5df3f8e64d89a5bb31954013700d36a7ec01dcd6",
        _font("latin", "latin", "latin-ext", "vietnamese"),
    ),
    "@fontsource-variable/noto-sans-thai@5.3.0": (
        WEB,
        "9b3fb4ac74ddc4ec1064a606735dba08bc639450869e08a08a0115bfba964705",
        _font("thai"),
    ),
    "@fontsource-variable/noto-sans-lao@5.3.0": (
        WEB,
        "c6f71327f8126b2469674f17bb31a1eedf37d4611527ba271b921fcef47909b0",
        _font("lao"),
    ),
    "@fontsource-variable/noto-sans-khmer@5.3.0": (
        WEB,
        "b76e5a2f3ca9045ddc80c68e14bac62ed6d5f65cbe26073c1f12fb8d64333b84",
        _font("khmer"),
    ),
    "@fontsource-variable/noto-sans-myanmar@5.3.0": (
        WEB,
        "9fab01cdff80b6dc4e4f58e0238a43439046dd9068166abdfb1e34032d71f7e9",
        _font("myanmar"),
    ),
    "axe-core@4.14.1": (
        TESTS,
        "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        {
            "axe.min.js": "axe.min.js",
            "LICENSE": "LICENSE-axe-core.txt",
            "LICENSE-3RD-PARTY.txt": "LICENSE-axe-core-3rd-party.txt",
        },
    ),
}


def fetch(package: str, folder: Path) -> bytes:
    """The package as npm's own client fetches it, or as it lies in the folder."""
    name = package.lstrip("@").replace("/", "-").replace("@", "-") + ".tgz"
    if not (folder / name).exists():
        subprocess.run(["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True)
    return (folder / name).read_bytes()


def sums(folder: Path) -> str:
    """A line for each file: its SHA-256 and its name."""
    files = sorted(one for one in folder.iterdir() if one.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in files)


def check() -> list[str]:
    """Folders whose files are not those that were fetched."""
    return [
        f"{folder.relative_to(ROOT)} does not hold what its SHA256SUMS say"
        for folder in (WEB, TESTS)
        if (folder / "SHA256SUMS").read_text(encoding="utf-8") != sums(folder)
    ]


def main(arguments: list[str]) -> None:
    if arguments == ["--check"]:
        raise SystemExit("\n".join(check()) or 0)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(arguments[0]) if arguments else Path(made)
        for package, (target, sha256, files) in PACKAGES.items():
            archive = fetch(package, folder)
            found = hashlib.sha256(archive).hexdigest()
            if found != sha256:
                raise SystemExit(f"{package} has SHA-256 {found}, not {sha256}: look before you trust it")
            target.mkdir(parents=True, exist_ok=True)
            with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
                for inside, name in files.items():
                    member = opened.extractfile(f"package/{inside}")
                    assert member is not None
                    (target / name).write_bytes(member.read())
    for folder in (WEB, TESTS):
        (folder / "SHA256SUMS").write_text(sums(folder), encoding="utf-8")
    print(sums(WEB) + sums(TESTS), end="")


if __name__ == "__main__":
    main(sys.argv[1:])
