"""The workbench on a study of 1,000 documents and more, 100,000 passages: every screen, Review, 50 people at once.

The default study's documents, copied under other names until there are 100,000 passages. Times are of the server alone,
without a network: seconds of the processor (which other work on the machine hardly touches) and of the clock.
"""

import contextlib
import hashlib
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PASSAGES = 100_000
BUDGETS = {"screen": 0.150, "review": 0.050, "weight": 500_000}
USERS, LOOKS = 50, 6
TOKEN = "the-key-of-the-benchmark"
HERE = "http://127.0.0.1"
TABLES = (
    "documents",
    "pages",
    "sections",
    "passages",
    "reference_entries",
    "citations",
    "claims",
    "testimonies",
    "findings",
    "code_suggestions",
)


def large_study(path: Path) -> dict[str, int]:
    """Make the study; the same each time."""
    from rantau.study import Study
    from rantau.study.demo import open_demo

    with open_demo(path) as study:
        study.run()
    with contextlib.closing(sqlite3.connect(path / "rantau.db")) as db:
        db.execute("PRAGMA synchronous = OFF")
        documents = dict(db.execute("SELECT id, file FROM documents ORDER BY file"))
        there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        tables = {
            name: (
                [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')],
                list(db.execute(f'SELECT * FROM "{name}"')),
            )
            for name in TABLES
            if name in there
        }
        _, passages = tables["passages"]
        for copy in range(1, -(-PASSAGES // len(passages))):
            _copy(db, path, documents, tables, copy)
        db.commit()
    with Study.open(path) as study:
        return dict(study.store.counts())


def _copy(db: sqlite3.Connection, path: Path, documents: dict[str, str], tables: dict, copy: int) -> None:
    new = {id: "d" + hashlib.sha256(f"{id}/{copy}".encode()).hexdigest()[:12] for id in documents}
    for file in documents.values():
        os.link(path / "sources" / file, path / "sources" / f"{copy:03}-{file}")
    for table, (columns, rows) in tables.items():
        kept = [name for name in columns if (table, name) != ("passages", "key")]
        at = [columns.index(name) for name in kept]
        owner = columns.index("id" if table == "documents" else "document")
        made = []
        for row in rows:
            old = row[owner]
            values = [row[i].replace(old, new[old]) if isinstance(row[i], str) else row[i] for i in at]
            if table == "documents":
                values[kept.index("file")] = f"{copy:03}-{values[kept.index('file')]}"
                values[kept.index("sha256")] = hashlib.sha256(new[old].encode()).hexdigest()
            made.append(values)
        marks, quoted = ",".join("?" * len(kept)), ",".join(f'"{name}"' for name in kept)
        db.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', made)


def addresses(document: str, claim: str, group: str) -> dict[str, list[str]]:
    """Screen -> addresses of it, as people ask for them."""
    page = f"/documents/{document}/pages/1"
    return {
        "overview": ["/"],
        "stages": ["/stages"],
        "sources": [
            "/sources",
            "/sources?q=thailand",
            "/sources?sort=-pages&page=3",
            f"/sources/file/{document}",
        ],
        "reader": [page, f"{page}?q=migrants", f"/documents/{document}"],
        "review": [
            "/review",
            *(f"/review?kind={kind}" for kind in ("claim", "suggestion", "citation", "grade")),
        ],
        "review list": ["/review/list", "/review/list?q=debt", "/review/learned"],
        "claims": [
            "/claims",
            "/claims?page=200",
            "/claims?sort=-value",
            "/claims?q=debt",
            f"/claims/{claim}",
        ],
        "groups": ["/groups", "/groups?verdict=conflicting", f"/groups/{group}"],
        "trail": ["/trail", "/trail?q=evidence", "/jobs"],
        "provenance": [f"/provenance/claim/{claim}", f"/provenance/group/{group}"],
    }


def other_screens(asked: dict[str, list[str]], ids: dict[str, str]) -> dict[str, list[str]]:
    """Every other address that screens name, each by itself: among many a slow one would not be seen."""
    from rantau.web.screens import screens

    named = {path for paths in asked.values() for path in paths}
    found = [path.format(**ids) for one in screens() for path in (one.path, *one.examples)]
    return {path: [path] for path in found if path not in named}


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def timed(client, method: str, address: str, **more) -> tuple[float, float, object]:
    wall, processor = time.perf_counter(), time.process_time()
    answer = client.request(method, address, **more)
    return time.perf_counter() - wall, time.process_time() - processor, answer


def simulate(client) -> None:
    """A small simulation, so that the screens that show its results have something to show."""
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/scenarios").text).group(1)
    order = {
        "scenarios": ["employer_pays", "human_security_package"],
        "draws": 2,
        "scale": 50_000,
        "months": 24,
    }
    job = client.post("/api/simulations", json=order, headers={"X-CSRF-Token": token}).json()
    frame = client.app.state.frame
    while not frame.jobs.get(job["id"]).over:
        time.sleep(0.2)
    frame._warming.join()


def measure_screens(client, asked: dict[str, list[str]], times: int = 8) -> bool:
    good, prepared = True, []
    for screen, paths in asked.items():
        walls, processors = [], []
        for _ in range(times):
            for path in paths:
                wall, processor, answer = timed(client, "GET", path)
                while answer.status_code == 503:  # it says that it is being made, and looks again by itself
                    prepared.append(path)
                    time.sleep(0.5)
                    wall, processor, answer = timed(client, "GET", path)
                assert answer.status_code == 200, (path, answer.status_code)
                walls.append(wall)
                processors.append(processor)
        fast = quantile(processors, 0.95) <= BUDGETS["screen"]
        good &= fast
        print(
            f"{screen:45} processor p50 {1000 * quantile(processors, 0.5):6.1f} ms, p95 {1000 * quantile(processors, 0.95):6.1f} ms; "
            f"clock p50 {1000 * quantile(walls, 0.5):6.1f} ms, p95 {1000 * quantile(walls, 0.95):6.1f} ms{'' if fast else '  TOO SLOW'}"
        )
    print(f"asked for before they were made, and said so: {', '.join(dict.fromkeys(prepared)) or 'none'}")
    return good


def measure_review(client, kind: str, acts: int = 30) -> bool:
    """Accept one after the other: the act, and the next item."""
    acted, shown = [], []
    page = client.get(f"/review?kind={kind}").text
    for _ in range(acts):
        form = next(
            one for one in re.findall(r"<form.*?</form>", page, re.S) if 'name="act" value="accept"' in one
        )
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        if kind == "suggestion":
            polarity = re.search(r'<option value="(insecurity|protection)" selected', page)
            fields["polarity"] = polarity.group(1) if polarity else ""
        _, processor, answer = timed(client, "POST", "/review/decide", data=fields, follow_redirects=False)
        assert answer.status_code == 303, answer.text[-600:]
        acted.append(processor)
        _, processor, answer = timed(
            client, "GET", answer.headers["location"], headers={"HX-Target": "review"}
        )
        shown.append(processor)
        page = answer.text
    fast = quantile(shown, 0.95) <= BUDGETS["review"]
    print(
        f"review of a {kind}: next item p50 {1000 * quantile(shown, 0.5):.1f} ms, p95 {1000 * quantile(shown, 0.95):.1f} ms; "
        f"the act p50 {1000 * quantile(acted, 0.5):.1f} ms, p95 {1000 * quantile(acted, 0.95):.1f} ms{'' if fast else '  TOO SLOW'}"
    )
    return fast


def weigh(client, paths: list[str]) -> bool:
    """What a browser fetches for a first look, without the map: the page, its files, its charts that are not folded
    away, and the font of Latin letters; in bytes as they are sent."""

    from selectolax.lexbor import LexborHTMLParser

    def sent(address: str) -> int:
        with client.stream("GET", address) as answer:
            answer.read()
            return answer.num_bytes_downloaded

    weights = {}
    for path in paths:
        page = client.get(path).text
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        shown = LexborHTMLParser(page)
        for folded in shown.css("details:not([open])"):
            folded.decompose()
        images = [one.attributes["src"] for one in shown.css("img")]
        images = [one for one in images if "/charts/corridors" not in one]
        fonts = ["/static/vendor/noto-sans-latin.woff2"]
        weights[path] = sum(sent(one) for one in {path, *files, *images, *fonts})
    heaviest = max(weights, key=weights.__getitem__)
    print(
        f"heaviest page of {len(paths)} with all its files: {heaviest}, {weights[heaviest]:,} bytes "
        f"(budget {BUDGETS['weight']:,})"
    )
    return weights[heaviest] <= BUDGETS["weight"]


SERVER = """
import sys, uvicorn
from pathlib import Path
from rantau.web import create_app
from rantau.web.serving import Serving
uvicorn.run(create_app(Path(sys.argv[1]), Serving(token=sys.argv[2])), port=int(sys.argv[3]), log_level="error", access_log=False)
"""


def many_at_once(path: Path, paths: list[str]) -> bool:
    """Fifty people, each looking at screens one after the other, at a real server."""
    import httpx

    from rantau.web.screens import screens

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(path), TOKEN, str(port)])
    failed: list[str] = []
    waited: list[float] = []
    try:
        with httpx.Client(base_url=f"{HERE}:{port}", timeout=120) as first:
            _until(lambda: first.get("/health").status_code == 200)
            first.get("/enter", params={"token": TOKEN})
            start = time.perf_counter()
            for which, some in (("first of each", [one.path for one in screens()]), ("all addresses", paths)):
                for address in some:
                    _until(
                        lambda address=address: first.get(address, follow_redirects=True).status_code == 200
                    )
                print(
                    f"screens ready, {which}: {time.perf_counter() - start:.1f} s after the server answered"
                )

            def look(number: int) -> None:
                with httpx.Client(base_url=f"{HERE}:{port}", timeout=120, follow_redirects=True) as client:
                    client.get("/enter", params={"token": TOKEN})
                    for step in range(LOOKS):
                        began = time.perf_counter()
                        answer = client.get(paths[(number + step) % len(paths)])
                        waited.append(time.perf_counter() - began)
                        if answer.status_code != 200:
                            failed.append(f"{answer.url} {answer.status_code}")

            people = [threading.Thread(target=look, args=(number,)) for number in range(USERS)]
            for person in people:
                person.start()
            for person in people:
                person.join()
    finally:
        server.terminate()
        server.wait(30)
    print(
        f"{USERS} people at once, {len(waited)} looks: {len(failed)} errors; "
        f"clock p50 {quantile(waited, 0.5):.2f} s, p95 {quantile(waited, 0.95):.2f} s"
    )
    return not failed and len(waited) == USERS * LOOKS


def _until(true, seconds: float = 180) -> None:
    import httpx

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(httpx.TransportError):
            if true():
                return
        time.sleep(0.2)
    raise TimeoutError("the server was not ready in time")


def main() -> int:
    from starlette.testclient import TestClient

    from rantau.study import Study
    from rantau.study.policy_recommend import recommendation_rows
    from rantau.web import create_app
    from rantau.web.serving import Serving

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study"
        counts = large_study(path)
        print(
            ", ".join(
                f"{counts[name]:,} {name}" for name in ("documents", "passages", "claims", "code suggestions")
            )
        )
        with Study.open(path) as study:
            claim = study.store.claims(study.store.documents()[-1].id)[0]
            ids = {
                "document": claim.document,
                "claim": claim.id,
                "group": study.store.claim_groups()[0].id,
                "observation": study.store.observations()[0].id,
                "recommendation": recommendation_rows(study)[0]["id"],
            }
            asked = addresses(claim.document, claim.id, ids["group"])
            asked |= other_screens(asked, ids)
        with TestClient(create_app(path, Serving(token=TOKEN)), base_url=HERE) as client:
            client.get("/enter", params={"token": TOKEN})
            frame, began = client.app.state.frame, time.process_time()
            frame._warming.join()
            simulate(client)
            print(f"prepared in {time.process_time() - began:.1f} s of the processor")
            good = measure_screens(client, asked)
            good &= measure_review(client, "claim")
            good &= measure_review(client, "suggestion")
            firsts = [paths[0] for paths in asked.values()]
            good &= weigh(client, firsts)
        good &= many_at_once(path, firsts)
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
