"""Memory of an ingest does not grow with the number of documents."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.reports import pdf_report

FEW, MANY = 8, 96
PROGRAM = """
import resource, sys
from pathlib import Path
from rantau.study import Study
if __name__ == "__main__":
    with Study.open(Path(sys.argv[1])) as study:
        study.run("corpus")
    # The kernel's own mark: ru_maxrss of a process outlives exec, so it would show the benchmark's.
    own = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(folder: Path, template: bytes, documents: int) -> tuple[int, int]:
    """Peak resident memory in KiB of the command and of its largest worker."""
    from rantau.study import Study

    incoming = folder / "incoming"
    incoming.mkdir(parents=True)
    for number in range(documents):
        # A comment after the end makes each file another document with the same content.
        (incoming / f"report-{number:04}.pdf").write_bytes(template + f"\n%{number}\n".encode())
    with Study.create(folder / "study") as study:
        study.add([incoming])
    program = folder / "program.py"
    program.write_text(PROGRAM)
    result = subprocess.run(
        [sys.executable, str(program), str(folder / "study")], check=True, capture_output=True, text=True
    )
    own, worker = result.stdout.split()
    return int(own), int(worker)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = pdf_report(folder / "template.pdf", 40).read_bytes()
        few = peak(folder / "few", template, FEW)
        many = peak(folder / "many", template, MANY)
    growth = max(many[0] / few[0], many[1] / few[1])
    print(f"{FEW} documents: {few[0] // 1024} MiB and {few[1] // 1024} MiB in a worker")
    print(f"{MANY} documents: {many[0] // 1024} MiB and {many[1] // 1024} MiB in a worker")
    print(f"growth {growth:.2f} (limit 1.15)")
    return int(growth > 1.15)


if __name__ == "__main__":
    sys.exit(main())
