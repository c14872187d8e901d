"""pdfium's functions with plain argument types.

What costs in reading a page is the number of calls into pdfium, and pypdfium2's own declarations convert structured
pointers at each. Handles here are addresses; results are written to addresses that the caller owns. Each name is that
of the pdfium function, whose documentation says what it does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A pdfium function with plain argument types: converting structured pointers costs more than the call."""
    address = ctypes.cast(getattr(pypdfium2.raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_P, _I, _D = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
count_chars = _bind("FPDFText_CountChars", _I, _P)
get_text = _bind("FPDFText_GetText", _I, _P, _I, _I, _P)
count_rects = _bind("FPDFText_CountRects", _I, _P, _I, _I)
get_rect = _bind("FPDFText_GetRect", _I, _P, _I, _P, _P, _P, _P)
font_size = _bind("FPDFText_GetFontSize", _D, _P, _I)
font_weight = _bind("FPDFText_GetFontWeight", _I, _P, _I)
font_info = _bind("FPDFText_GetFontInfo", ctypes.c_ulong, _P, _I, _P, ctypes.c_ulong, _P)
matrix = _bind("FPDFText_GetMatrix", _I, _P, _I, _P)
unicode = _bind("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
char_box = _bind("FPDFText_GetCharBox", _I, _P, _I, _P, _P, _P, _P)
generated = _bind("FPDFText_IsGenerated", _I, _P, _I)
text_object = _bind("FPDFText_GetTextObject", _P, _P, _I)
object_font = _bind("FPDFTextObj_GetFont", _P, _P)
render_mode = _bind("FPDFTextObj_GetTextRenderMode", _I, _P)
load_page = _bind("FPDF_LoadPage", _P, _P, _I)
close_page = _bind("FPDF_ClosePage", None, _P)
load_text = _bind("FPDFText_LoadPage", _P, _P)
close_text = _bind("FPDFText_ClosePage", None, _P)
page_width = _bind("FPDF_GetPageWidthF", ctypes.c_float, _P)
page_height = _bind("FPDF_GetPageHeightF", ctypes.c_float, _P)
rotation = _bind("FPDFPage_GetRotation", _I, _P)
bounding_box = _bind("FPDF_GetPageBoundingBox", _I, _P, _P)
count_objects = _bind("FPDFPage_CountObjects", _I, _P)
get_object = _bind("FPDFPage_GetObject", _P, _P, _I)
object_type = _bind("FPDFPageObj_GetType", _I, _P)
object_bounds = _bind("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
