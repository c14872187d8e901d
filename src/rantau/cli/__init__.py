"""The commands. No logic: a command parses, calls one function and prints what came back."""

from rantau.cli.main import main

__all__ = ["main"]
