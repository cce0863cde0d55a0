"""Data only: sources, findings, substances, facts, axioms, criteria; read by the catalogue and by nothing else."""
