"""Runs the reference validator of RO-Crate without a network. Called by test_handover.py with the validator's Python.

    python validate_crate.py CONTEXT LEVEL CRATE...

The validator fetches the context of RO-Crate from the network. CONTEXT is a copy of it that ships with the library
``rocrate``; nothing else of the validator is changed. Prints a line of JSON for each crate:
how many checks were made, and the issues at LEVEL or above.
"""

import json
import sys
from pathlib import Path

from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.utils import document_loader, http


class Answer:
    """What a server would answer for the context."""

    status_code = 200
    headers = {"Content-Type": "application/ld+json"}  # noqa: RUF012

    def __init__(self, context):
        self.context = context

    def json(self):
        return self.context


def main(context_file, level, *crates):
    context = json.loads(Path(context_file).read_text(encoding="utf-8"))
    asked = []

    def fetch(url):
        asked.append(url)
        if not url.startswith("https://w3id.org/ro/crate/1.2"):
            raise OSError(f"there is no network for {url}")
        return context

    http.HttpRequester.get = lambda self, url, *_, **__: Answer(fetch(url))
    document_loader.resolve_remote_document = lambda url: (fetch(url), "application/ld+json")
    document_loader._fetch_json_ld = fetch
    document_loader.install_document_loader()
    for crate in crates:
        settings = ValidationSettings(
            rocrate_uri=crate,
            profile_identifier="ro-crate-1.2",
            requirement_severity=Severity[level],
            abort_on_first=False,
        )
        result = services.validate(settings)
        issues = [
            f"{issue.severity.name}: {issue.check.identifier} {issue.message}"
            for issue in result.get_issues(Severity[level])
        ]
        print(json.dumps({"checks": len(result.executed_checks), "contexts": len(asked), "issues": issues}))


if __name__ == "__main__":
    main(*sys.argv[1:])
