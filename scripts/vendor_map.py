"""Cut the country shapes of Asia, Oceania and the Gulf out of Natural Earth, and keep them in the package.

    python scripts/vendor_map.py [world-atlas-2.0.2.tgz]

Takes ``countries-50m.json`` from the npm package world-atlas 2.0.2 (ISC licence; the shapes are Natural Earth's,
public domain), fetched with ``npm pack`` unless a file is named. The package's SHA-256 is checked first. The 110m
shapes would be smaller, but lack Singapore, Hong Kong and Macao.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

PACKAGE = "world-atlas@2.0.2"
SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
TARGET = Path(__file__).resolve().parents[1] / "src/rantau/brief/data/asia_pacific_50m.topo.json"

# ISO 3166-1 numeric to alpha-3, for the part of the world that the corridor map can show.
CODES = {
    "004": "AFG", "016": "ASM", "031": "AZE", "036": "AUS", "048": "BHR", "050": "BGD", "051": "ARM", "064": "BTN",
    "086": "IOT", "090": "SLB", "096": "BRN", "104": "MMR", "116": "KHM", "144": "LKA", "156": "CHN", "158": "TWN",
    "184": "COK", "196": "CYP", "242": "FJI", "258": "PYF", "268": "GEO", "275": "PSE", "296": "KIR", "316": "GUM",
    "344": "HKG", "356": "IND", "360": "IDN", "364": "IRN", "368": "IRQ", "376": "ISR", "392": "JPN", "398": "KAZ",
    "400": "JOR", "408": "PRK", "410": "KOR", "414": "KWT", "417": "KGZ", "418": "LAO", "422": "LBN", "446": "MAC",
    "458": "MYS", "462": "MDV", "496": "MNG", "512": "OMN", "520": "NRU", "524": "NPL", "540": "NCL", "548": "VUT",
    "554": "NZL", "570": "NIU", "580": "MNP", "583": "FSM", "584": "MHL", "585": "PLW", "586": "PAK", "598": "PNG",
    "608": "PHL", "626": "TLS", "634": "QAT", "643": "RUS", "682": "SAU", "702": "SGP", "704": "VNM", "760": "SYR",
    "762": "TJK", "764": "THA", "776": "TON", "784": "ARE", "792": "TUR", "795": "TKM", "818": "EGY",
    "860": "UZB", "882": "WSM", "887": "YEM",
    # The near shore of Africa, so that the Red Sea has two sides.
    "231": "ETH", "232": "ERI", "262": "DJI", "706": "SOM", "729": "SDN",
}  # fmt: skip


def fetch(folder: Path) -> bytes:
    """The package as npm's own client fetches it."""
    subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True, capture_output=True)
    (archive,) = folder.glob("*.tgz")
    return archive.read_bytes()


def arcs_of(node: Any) -> list[int]:
    """Every arc number in a nest of arcs; a reversed arc is written ``~number``."""
    if isinstance(node, int):
        return [node if node >= 0 else ~node]
    return [number for part in node for number in arcs_of(part)]


def renumber(node: Any, new: dict[int, int]) -> Any:
    if isinstance(node, int):
        return new[node] if node >= 0 else ~new[~node]
    return [renumber(part, new) for part in node]


def cut(world: dict[str, Any]) -> dict[str, Any]:
    """Keep the countries of ``CODES``, their arcs, and nothing else; ids become alpha-3 codes."""
    kept = [shape for shape in world["objects"]["countries"]["geometries"] if shape.get("id") in CODES]
    missing = set(CODES) - {shape["id"] for shape in kept}
    if missing:
        raise SystemExit(f"not among the shapes: {sorted(missing)}")
    used = sorted({number for shape in kept for number in arcs_of(shape["arcs"])})
    new = {old: position for position, old in enumerate(used)}
    shapes = [
        {
            "type": shape["type"],
            "id": CODES[shape["id"]],
            "properties": {"name": shape["properties"]["name"]},
            "arcs": renumber(shape["arcs"], new),
        }
        for shape in sorted(kept, key=lambda shape: CODES[shape["id"]])
    ]
    return {
        "type": "Topology",
        "transform": world["transform"],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": [world["arcs"][number] for number in used],
    }


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(arguments[0]).read_bytes() if arguments else fetch(Path(folder))
    found = hashlib.sha256(archive).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{PACKAGE} has SHA-256 {found}, not {SHA256}: look before you trust it")
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        member = package.extractfile("package/countries-50m.json")
        assert member is not None
        world = json.load(member)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        json.dumps(cut(world), separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
