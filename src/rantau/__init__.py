"""rantau: from a pile of reports on migration to a picture that leads back to their pages."""

__all__ = ["__version__"]
__version__ = "0.1.0"
