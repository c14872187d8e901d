"""The vocabulary every room shares, as typed data: errors, words for sources and dimensions, places, indicators."""
