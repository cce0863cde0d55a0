"""The version of this software; the catalogue has its own."""

__version__ = "0.1.0"
