"""From sections to bytes: HTML by Jinja, PDF by Typst, pictures by vl-convert; offline, in the package's fonts."""

from __future__ import annotations

import base64
import bisect
import datetime
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache, lru_cache
from importlib.resources import as_file, files
from pathlib import Path, PurePath
from typing import Any

from rantau.brief.charts import FONT

__all__ = [
    "FAMILY",
    "bare_picture",
    "chart_svg",
    "drawable_text",
    "html_page",
    "pdf",
    "picture",
    "png",
    "png_and_pdf",
    "printable",
    "with_fonts",
]

_ROOM = files("rantau.brief")
_FONTS = _ROOM / "data" / "fonts"

# What stands for a character that none of the package's fonts can draw: PDF/UA forbids undrawable ones.
_MISSING = "□"

# Where the fonts lie while the process lives; for a package in an archive they are unpacked.
_HELD = ExitStack()

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


@cache
def _coverage() -> tuple[list[int], list[int]]:
    ranges = json.loads((_FONTS / "coverage.json").read_text(encoding="utf-8"))
    return [first for first, _ in ranges], [last for _, last in ranges]


def drawable_text(text: str) -> str:
    """The text with each character that the package's fonts lack as an open box, and control characters as spaces."""
    firsts, lasts = _coverage()

    def known(character: str) -> str:
        position = bisect.bisect_right(firsts, ord(character)) - 1
        if position >= 0 and ord(character) <= lasts[position]:
            return character
        return " " if character.isspace() or not character.isprintable() else _MISSING

    return "".join(map(known, text))


def printable(value: Any) -> Any:
    """The same data with control characters in its texts as spaces, and what is no character as U+FFFD.

    Text from a document can hold both; neither XML nor HTML has a way to write them.
    """
    return _texts(value, lambda text: _UNWRITABLE.sub("\ufffd", _CONTROLS.sub(" ", text)))


def _texts(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_texts(one, change) for one in value)
    if isinstance(value, dict):
        return {key: _texts(one, change) for key, one in value.items()}
    return value


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64," + base64.b64encode(content).decode("ascii")


@cache
def _woff(weight: str) -> str:
    return _uri("font/woff2", (_FONTS / f"source-sans-3-latin-{weight}-normal.woff2").read_bytes())


def html_page(content: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    """One file that needs nothing else: fonts, pictures and style are inside.

    Args:
        content: The brief as plain data.
        pictures: SVG of each figure, by name.
    """
    from jinja2 import Environment, StrictUndefined

    room = _ROOM / "templates"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((room / "brief.html.j2").read_text(encoding="utf-8"))
    page = template.render(
        **content,
        pictures={name: _uri("image/svg+xml", svg.encode("utf-8")) for name, svg in pictures.items()},
        style=(room / "brief.css").read_text(encoding="utf-8"),
        fonts={weight: _woff(weight) for weight in ("400", "600")},
    )
    return (page.strip() + "\n").encode("utf-8")


def pdf(content: Mapping[str, Any], pictures: Mapping[str, tuple[str, bytes]], as_of: str) -> bytes:
    """A tagged PDF that conforms to PDF/UA-1: Typst refuses to make it where a figure has no text for the blind.

    Args:
        content: The brief as plain data.
        pictures: SVG and PNG of each figure, by name.
        as_of: ISO date, written into the file instead of the time at which it is made.
    """
    import typst

    data = json.dumps(_texts(dict(content), drawable_text))
    try:
        return _typeset(
            data, {f"{name}.svg": svg.encode("utf-8") for name, (svg, _) in pictures.items()}, as_of
        )
    except typst.TypstError:
        # Labels in Thai, Lao, Khmer or Burmese: Typst cannot say which letters the joined glyphs of an SVG stand for,
        # and PDF/UA asks for it. A picture of dots has no letters, and its text for the blind beside it.
        return _typeset(data, {f"{name}.png": png for name, (_, png) in pictures.items()}, as_of)


def _typeset(data: str, pictures: Mapping[str, bytes], as_of: str) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as made, as_file(_FONTS) as fonts:
        folder = Path(made)
        (folder / "brief.typ").write_bytes((_ROOM / "templates" / "brief.typ").read_bytes())
        (folder / "brief.json").write_text(data, encoding="utf-8")
        for name, picture in pictures.items():
            (folder / name).write_bytes(picture)
        made_pdf = typst.compile(
            str(folder / "brief.typ"),
            root=str(folder),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=_stamp(as_of),
            sys_inputs={"pictures": PurePath(next(iter(pictures), "x.svg")).suffix},
        )
    assert isinstance(made_pdf, bytes)
    return made_pdf


FAMILY = "font-family=\"'Source Sans 3', 'Noto Sans', sans-serif\""
_SVG_WIDTH = re.compile(r'<svg[^>]* width="([\d.]+)"')
_SVG_ID = re.compile(r'(?<=id=")(?:clip|gradient_)\d+(?=")|(?<=url\(#)(?:clip|gradient_)\d+(?=\))')


def _numbered_anew(svg: str) -> str:
    """The same picture with its ids counted from 1: Vega goes on counting from one picture to the next."""
    numbers: dict[str, str] = {}
    return _SVG_ID.sub(lambda match: numbers.setdefault(match[0], f"part{len(numbers) + 1}"), svg)


@cache
def _register_fonts() -> None:
    """Let vl-convert know the package's fonts, once in a process: it loads all fonts anew each time."""
    import vl_convert

    vl_convert.register_font_directory(str(_HELD.enter_context(as_file(_FONTS))))


def picture(spec: Mapping[str, Any]) -> tuple[str, bytes]:
    """Draw a Vega-Lite chart: as SVG that carries its font, and as PNG at twice its size.

    A chart that was drawn shortly before is not drawn again.
    """
    svg, png = _drawn(json.dumps(spec, ensure_ascii=False))
    return with_fonts(svg), png


def bare_picture(spec: Mapping[str, Any]) -> str:
    """The SVG of :func:`picture` without its fonts, to be put into another one."""
    return _drawn(json.dumps(spec, ensure_ascii=False))[0]


@lru_cache(maxsize=24)
def _drawn(spec: str) -> tuple[str, bytes]:
    import vl_convert

    svg = _bare(spec)
    return svg, vl_convert.svg_to_png(svg, scale=2)


def chart_svg(spec: Mapping[str, Any]) -> str:
    """A Vega-Lite chart as SVG in the package's fonts, which it carries."""
    return with_fonts(_bare(json.dumps({**spec, "config": _in_our_font(spec.get("config", {}))})))


def _in_our_font(config: Mapping[str, Any]) -> dict[str, Any]:
    return {**config, "aria": False, "background": "white", "font": FONT}


def _bare(spec: str) -> str:
    """The chart as SVG that names its font and does not carry it."""
    import vl_convert

    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(json.loads(spec), vl_version="6.4")
    return _numbered_anew(svg.replace(f'font-family="{FONT}"', FAMILY))


def with_fonts(svg: str) -> str:
    """The picture with the faces of its font inside."""
    faces = "".join(
        f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};src:url("{_woff(weight)}") format("woff2")}}'
        for weight in ("400", "600")
    )
    head, tag, rest = svg.partition(">")
    return f"{head}{tag}<style>{faces}</style>{rest}"


def png(svg: str) -> bytes:
    """A picture as PNG at twice its size."""
    import vl_convert

    _register_fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=2))


@lru_cache(maxsize=24)
def png_and_pdf(svg: str, millimetres: float, as_of: str) -> tuple[bytes, bytes]:
    """A picture as PNG of 300 dots an inch at the width at which it is printed, and as PDF of that width.

    Args:
        svg: The picture, without its fonts.
        millimetres: Its width on paper.
        as_of: ISO date, written into the PDF instead of the time at which it is made.
    """
    import typst
    import vl_convert

    _register_fonts()
    found = _SVG_WIDTH.search(svg)
    assert found is not None
    scale = millimetres / 25.4 * 72 / float(found[1])
    png = vl_convert.svg_to_png(svg, scale=scale, ppi=300)
    # By Typst, not by vl-convert: its PDF has another order of parts in each process.
    with tempfile.TemporaryDirectory() as made, as_file(_FONTS) as fonts:
        folder = Path(made)
        (folder / "figure.svg").write_text(svg, encoding="utf-8")
        (folder / "figure.typ").write_text(
            f"#set page(width: {millimetres}mm, height: auto, margin: 0mm)\n"
            '#image("figure.svg", width: 100%)\n',
            encoding="utf-8",
        )
        drawn = typst.compile(
            str(folder / "figure.typ"),
            root=str(folder),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="pdf",
            timestamp=_stamp(as_of),
        )
    assert isinstance(drawn, bytes)
    return png, drawn


def _stamp(as_of: str) -> datetime.datetime:
    day = datetime.date.fromisoformat(as_of[:10])
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
