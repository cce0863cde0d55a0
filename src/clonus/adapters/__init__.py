"""The edges: translate in, call one service, translate out."""
