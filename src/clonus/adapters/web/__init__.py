"""The web surface: the page, the programming interface under /api/v1, and the server that serves both on loopback."""
