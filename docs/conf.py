"""Sphinx settings."""

from rantau import __version__

project = "rantau"
author = "The rantau developers"
release = __version__
extensions = ["myst_parser"]
html_theme = "furo"
exclude_patterns = ["_build", "decisions/README.md"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
