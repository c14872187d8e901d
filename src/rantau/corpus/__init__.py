"""Room 1: files in, documents, pages, passages, references and citations out. Nothing loses its page."""
