"""The web surface without a browser."""
