"""Sphinx settings."""

from rantau import __version__

project = "rantau"
author = "The rantau developers"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
exclude_patterns = ["_build", "decisions/README.md"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
# Of attributes that describe their shape in words, such as (units, units), the words are not names to look up.
suppress_warnings = ["ref.python"]
highlight_language = "text"
