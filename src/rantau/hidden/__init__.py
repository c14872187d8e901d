"""The unseen, estimated from overlapping lists (multiple systems estimation)."""
