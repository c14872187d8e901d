"""Made-up documents for the tests of stages and commands; they say so themselves."""

from rantau.study import Study

REPORT = """\
# Example report on a made-up corridor

## Fees

In 2021, 45% of migrant workers in Thailand were in debt for their recruitment (Example Agency, 2021, p. 4). Workers
from Myanmar paid 480 US dollars on average (Sample & Model, 2020).

## Returns

The example state deported 36,000 undocumented migrants from Malaysia in 2023 (Example Agency, 2021).

## References

Example Agency. (2021). *Made-up tables on recruitment*. Example Agency.

Sample, A., & Model, B. (2020). A made-up study of fees. *Journal of Examples*, 1(2), 3–4.
"""

NOTE = """\
<html><head><title>Example note</title></head><body><h1>Example note</h1>
<p>About 6,000 undocumented migrants were deported from Malaysia in the first half of 2024 (Other Desk, 2024).</p>
<p>In 2021, 45% of migrant workers in Thailand were in debt for their recruitment (Example Agency, 2021).</p>
<h2>References</h2>
<p>Example Agency. (2021). <i>Made-up tables on recruitment</i>. Example Agency.</p>
<p>Other Desk. (2024). <i>Made-up count of returns</i>. Other Desk.</p>
</body></html>
"""

PLAIN = "Example memo.\n\nThe sample office helped 120 trafficked persons in Cambodia in 2022.\n"


def write_documents(folder):
    """Three made-up documents in a folder."""
    folder.mkdir()
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    (folder / "note.html").write_text(NOTE, encoding="utf-8")
    (folder / "memo.txt").write_text(PLAIN, encoding="utf-8")
    return folder


def make_study(path, documents):
    """A study of four countries that holds the documents, and has not run."""
    Study.create(path, name="Example study", places=("THA", "MMR", "MYS", "KHM")).close()
    settings = path / "study.toml"
    settings.write_text(settings.read_text().replace("draws = 2000", "draws = 200"))
    with Study.open(path) as study:
        study.add([documents])
    return path
