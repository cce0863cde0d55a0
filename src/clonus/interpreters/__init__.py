"""The meanings of a rule: a verdict with its reasons, a diagram, plain sentences; none knows another."""
