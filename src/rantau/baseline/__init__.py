"""The facts that ship with rantau: tables of places, indicators, observations, corridors and instruments.

Each row names its source. ``README.md`` in this folder says how they were gathered and what is missing.
"""
