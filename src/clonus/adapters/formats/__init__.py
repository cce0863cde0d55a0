"""The forms in which cases come in and assessments go out; serves every surface."""
