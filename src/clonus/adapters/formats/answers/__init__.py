"""The shapes of the documents that Clonus prints, a module for each part of an answer."""
