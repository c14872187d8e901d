"""The pages hang together: each stands in the contents, and every link leads to a page and a heading that there are."""

import itertools
import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(one for one in DOCS.rglob("*.md") if "_build" not in one.parts)


def anchor(heading):
    """As GitHub and MyST make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@cache
def tokens_of(page):
    return MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))


def headings(page):
    tokens = tokens_of(page)
    found = [
        "".join(part.content for part in inline.children)
        for opened, inline in itertools.pairwise(tokens)
        if opened.type == "heading_open"
    ]
    return {anchor(one) for one in found}


def links(page):
    for token in tokens_of(page):
        for child in token.children or ():
            for name in ("href", "src"):
                if target := child.attrs.get(name):
                    yield str(target)


def test_every_link_leads_to_a_file_and_a_heading_that_there_are():
    broken, known = [], {}
    for page in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in links(page):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, place = target.partition("#")
            there = (page.parent / file).resolve() if file else page
            if not there.exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
            elif place and there.suffix == ".md":
                known.setdefault(there, headings(there))
                if place not in known[there]:
                    broken.append(f"{page.relative_to(ROOT)}: {target}")

    assert broken == []


def test_every_page_stands_in_the_contents_once():
    listed = []
    for page in PAGES:
        for block in re.findall(r"```\{toctree\}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for line in block.splitlines():
                if line and not line.startswith(":"):
                    name = re.sub(r".*<(.*)>", r"\1", line).strip()
                    listed.append((page.parent / f"{name}.md").resolve())
    wanted = [
        one for one in PAGES if one.relative_to(DOCS).as_posix() not in ("index.md", "decisions/README.md")
    ]

    assert sorted(listed) == sorted(wanted)


def test_pages_begin_with_their_title_and_are_lines_that_an_editor_shows():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        first = next(line for line in text.splitlines() if line and not line.startswith("<!--"))
        assert first.startswith("# "), page


def test_pictures_are_described_and_small():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for words, file in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text):
            assert len(words) > 20, f"{page.name}: say what {file} shows"
            assert (page.parent / file).stat().st_size < 120_000, file


def commands_on(page):
    """Every ``rantau …`` that a page shows, in blocks and in its sentences."""
    for token in tokens_of(page):
        if token.type == "fence" and token.info.strip() in ("", "text", "sh", "console"):
            lines = token.content.replace("\\\n", " ").splitlines()
            yield from (
                found[1] for line in lines if (found := re.match(r"\$? ?(?:\w+=\S+ )*(rantau .*)", line))
            )
        for child in token.children or ():
            if child.type == "code_inline" and child.content.startswith("rantau "):
                yield child.content.replace("\n", " ")


def fault_of(line, command):
    """What is wrong with a command line that a page shows, or None. Cells of tables may part several by ``|``."""
    options = set()
    for word in line.split()[1:]:
        word = word.strip("[]`,.;")
        if word in ("|", ">", "|&", "2>&1", "&&"):
            break
        subcommands = getattr(command, "commands", {})
        if word.startswith("--"):
            options.add(word.partition("=")[0])
        elif word in subcommands:
            command = subcommands[word]
        elif command.name == "rantau" and not word.startswith("-"):
            return None if word.isupper() or "|" in word else f"no command {word}"
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        options -= known | {"--help", "--version"}
    return f"no option {', '.join(sorted(options))}" if options else None


def test_every_command_and_option_on_a_page_is_one_of_the_program():
    import typer

    from rantau.cli.main import app

    top = typer.main.get_command(app)
    wrong, seen = [], 0
    for page in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for line in commands_on(page):
            seen += 1
            if fault := fault_of(line, top):
                wrong.append(f"{page.relative_to(ROOT)}: {line}: {fault}")

    assert wrong == []
    assert seen > 300
    assert fault_of("rantau exprot STUDY", top)
    assert fault_of("rantau export STUDY --fromat qdpx", top)
