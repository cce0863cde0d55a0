"""The verbs: pure functions from a record and the catalogue to a result; no clock, file, network or log."""
