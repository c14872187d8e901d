"""Reference entries and in-text citations: names, entries, and how one is matched to the other."""
