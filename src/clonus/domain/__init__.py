"""The nouns: frozen dataclasses and enums, standard library only, no clock and no input or output."""
