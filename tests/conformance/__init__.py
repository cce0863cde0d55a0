"""The product against oracles that share no code with it."""
