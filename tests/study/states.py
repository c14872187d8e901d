"""All that a study holds, but for times: what two runs that should be the same are compared by."""

import hashlib
from dataclasses import astuple

from rantau.study import Study


def state_of(path):
    """Records, stage marks and output files of a study, in plain values."""
    with Study.open(path) as study:
        store = study.store
        records = {
            "documents": [astuple(one) for one in store.documents()],
            "pages": [astuple(one) for document in store.documents() for one in store.pages(document.id)],
            "sections": [
                astuple(one) for document in store.documents() for one in store.sections(document.id)
            ],
            "passages": [
                astuple(one) for document in store.documents() for one in store.passages(document.id)
            ],
            "references": [astuple(one) for one in store.references()],
            "citations": [astuple(one) for one in store.citations()],
            "claims": [astuple(one) for one in store.claims()],
            "groups": [astuple(one) for one in store.claim_groups()],
            "observations": [astuple(one) for one in store.observations()],
            "scores": [astuple(one) for one in store.scores()],
            "stages": sorted(astuple(one) for one in store.stage_runs()),
            "found": [astuple(one) for one in store.search("migrants")],
            "trail holds": store.verify_audit().ok,
        }
    records["files"] = {
        str(file.relative_to(path)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted((path / "out").rglob("*"))
        if file.is_file()
    }
    return records
