"""The librarian: the only reader of knowledge/, its strict reader, the shapes of entries, and the audit."""
