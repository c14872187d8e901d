"""Fetch the open fonts that the brief is set in, and list the characters they can draw.

    python scripts/vendor_fonts.py [FOLDER WITH THE .tgz FILES]

With its own fonts the brief looks the same on every machine: neither the PDF nor the figures take a font from the
system. Source Sans 3 sets Latin script (Vietnamese too); Noto Sans sets Thai, Khmer, Lao and Burmese. All are under
the SIL Open Font License 1.1. Packages are fetched with ``npm pack`` unless a folder is named; each one's SHA-256 is
checked first.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "src/rantau/brief/data/fonts"

# package: SHA-256, and what is taken from it under which name
PACKAGES: dict[str, tuple[str, dict[str, str]]] = {
    "@expo-google-fonts/source-sans-3@0.4.1": (
        "eb41834f563921e19b18b40bc924b97110983aef800d9cb67b9186f546311828",
        {
            "400Regular/SourceSans3_400Regular.ttf": "SourceSans3_400Regular.ttf",
            "600SemiBold/SourceSans3_600SemiBold.ttf": "SourceSans3_600SemiBold.ttf",
            "LICENSE_FONT": "OFL-SourceSans3.txt",
        },
    ),
    "@fontsource/source-sans-3@5.3.1": (
        "b598201d980b3512805bbea186aab8ef91590d59990e6a13c90e030b6ff37881",
        {
            "files/source-sans-3-latin-400-normal.woff2": "source-sans-3-latin-400-normal.woff2",
            "files/source-sans-3-latin-600-normal.woff2": "source-sans-3-latin-600-normal.woff2",
        },
    ),
    "@expo-google-fonts/noto-sans-thai@0.4.2": (
        "44282ae7c24587e7e50f083e5db3aafa8011ac2eac1159ef62be4fc516a66165",
        {
            "400Regular/NotoSansThai_400Regular.ttf": "NotoSansThai_400Regular.ttf",
            "LICENSE_FONT": "OFL-NotoSans.txt",
        },
    ),
    "@expo-google-fonts/noto-sans-khmer@0.4.3": (
        "cb4f3e93186d59c60d21b386fde7de3d554617a6c857f148c777a64fba608793",
        {
            "400Regular/NotoSansKhmer_400Regular.ttf": "NotoSansKhmer_400Regular.ttf",
        },
    ),
    "@expo-google-fonts/noto-sans-lao@0.4.2": (
        "3345f1310e88b0296fb055a2d0fbd628a61d0528a8ec06b3ef75b1a8ef204d29",
        {
            "400Regular/NotoSansLao_400Regular.ttf": "NotoSansLao_400Regular.ttf",
        },
    ),
    "@expo-google-fonts/noto-sans-myanmar@0.4.2": (
        "14db9970d908b8e46c65ddcbb66aa789add2e76e6e4cfc48e2f454c5e20ea39f",
        {
            "400Regular/NotoSansMyanmar_400Regular.ttf": "NotoSansMyanmar_400Regular.ttf",
        },
    ),
}


def fetch(package: str, folder: Path) -> bytes:
    """The package as npm's own client fetches it, or as it lies in the folder."""
    name = package.lstrip("@").replace("/", "-").replace("@", "-") + ".tgz"
    if not (folder / name).exists():
        subprocess.run(["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True)
    return (folder / name).read_bytes()


def characters(font: bytes) -> set[int]:
    """Code points in a TrueType font's character map (formats 4 and 12 of the OpenType ``cmap`` table)."""
    tables = struct.unpack(">H", font[4:6])[0]
    records = (struct.unpack(">4s3I", font[12 + 16 * n : 28 + 16 * n]) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    found: set[int] = set()
    for n in range(struct.unpack(">H", font[cmap + 2 : cmap + 4])[0]):
        at = cmap + struct.unpack(">I", font[cmap + 8 + 8 * n : cmap + 12 + 8 * n])[0]
        kind = struct.unpack(">H", font[at : at + 2])[0]
        if kind == 12:
            for group in range(struct.unpack(">I", font[at + 12 : at + 16])[0]):
                first, last, _ = struct.unpack(">3I", font[at + 16 + 12 * group : at + 28 + 12 * group])
                found.update(range(first, last + 1))
        elif kind == 4:
            segments = struct.unpack(">H", font[at + 6 : at + 8])[0] // 2
            ends = struct.unpack(f">{segments}H", font[at + 14 : at + 14 + 2 * segments])
            begin = at + 16 + 2 * segments
            starts = struct.unpack(f">{segments}H", font[begin : begin + 2 * segments])
            for first, last in zip(starts, ends, strict=True):
                found.update(range(first, last + 1))
    return found - {0xFFFF}


def ranges(points: set[int]) -> list[list[int]]:
    """Sorted ``[first, last]`` pairs."""
    out: list[list[int]] = []
    for point in sorted(points):
        if out and out[-1][1] == point - 1:
            out[-1][1] = point
        else:
            out.append([point, point])
    return out


def main(arguments: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    covered: set[int] = set()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(arguments[0]) if arguments else Path(made)
        for package, (sha256, files) in PACKAGES.items():
            archive = fetch(package, folder)
            found = hashlib.sha256(archive).hexdigest()
            if found != sha256:
                raise SystemExit(f"{package} has SHA-256 {found}, not {sha256}: look before you trust it")
            with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
                for inside, name in files.items():
                    member = opened.extractfile(f"package/{inside}")
                    assert member is not None
                    data = member.read()
                    (TARGET / name).write_bytes(data)
                    if name.endswith("400Regular.ttf"):
                        covered |= characters(data)
    (TARGET / "coverage.json").write_text(json.dumps(ranges(covered)) + "\n", encoding="utf-8")
    print(f"{len(covered):,} characters can be drawn")


if __name__ == "__main__":
    main(sys.argv[1:])
