"""Take the tutorial's pictures of the workbench and of the brief again: `make pictures`.

    python scripts/screenshots.py [STUDY]

Does in a temporary folder what docs/tutorial.md says, command by command, so that the pictures show what a reader sees;
serves that study, and looks at it with Chromium. With STUDY it looks at that study instead, made by the tutorial before.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from io import BytesIO
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/pictures"
TOKEN = "the-key-of-the-pictures"
WIDTH, HEIGHT = 1180, 760
LARGEST = 120_000
"""Bytes of a picture, at most."""


def walk(folder: Path) -> Path:
    """Do what the tutorial says. Gives the study."""
    bin_folder = Path(sys.executable).parent
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "RANTAU_USER": "analyst"}
    text = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for command in re.findall(r"^\$ (.*)", block, re.MULTILINE):
            print("$", command)
            subprocess.run(
                command, shell=True, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
            )
    return folder / "gulf"


def addresses(study: Path) -> dict[str, str]:
    """Picture -> address in the workbench."""
    from rantau.study import Study

    with Study.open(study) as opened:
        fishing = next(one for one in opened.store.documents() if one.file.startswith("02-"))
        conflict = next(one for one in opened.store.claim_groups() if one.verdict == "conflicting")
    return {
        "overview": "/",
        "reader": f"/documents/{fishing.id}/pages/2",
        "review": "/review?kind=claim",
        "coding": f"/coding/documents/{fishing.id}?page=2",
        "conflict": f"/groups/{conflict.id}",
        "profile": "/profiles/MMR",
        "scenario": "/scenarios-result",
    }


def served(study: Path) -> str:
    """Serve the study in a thread. Gives the address."""
    import uvicorn

    from rantau.web import create_app
    from rantau.web.serving import Serving

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(study, Serving(token=TOKEN)), log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def keep(name: str, picture: bytes) -> None:
    """Write a picture as WebP, as fine as its size allows."""
    from PIL import Image

    image = Image.open(BytesIO(picture)).convert("RGB")
    for quality in (82, 70, 55, 40, 25):
        out = BytesIO()
        image.save(out, "WEBP", quality=quality, method=6)
        if out.tell() < LARGEST:
            break
    (PICTURES / f"{name}.webp").write_bytes(out.getvalue())
    print(f"{name}.webp {out.tell():,} bytes, quality {quality}")


def main(arguments: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        print("Chromium is not installed (apt-get install chromium)")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rantau-pictures-") as folder, sync_playwright() as playwright:
        study = Path(arguments[0]).resolve() if arguments else walk(Path(folder))
        address = served(study)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce", locale="en"
        )
        page.set_default_timeout(120_000)
        page.goto(f"{address}/enter?token={TOKEN}")
        for name, path in addresses(study).items():
            page.goto(address + path)
            while "being prepared" in page.inner_text("main").lower():
                page.wait_for_timeout(1000)
                page.goto(address + path)
            page.wait_for_load_state("networkidle")
            height = {"overview": 1080}.get(name, HEIGHT)
            page.set_viewport_size({"width": WIDTH, "height": height})
            keep(name, page.screenshot())
        page.goto((study / "out/brief.html").as_uri())
        keep("brief", page.screenshot())
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
