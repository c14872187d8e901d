"""The gold set: documents, two annotations of them, and how what is found compares with what should be."""
