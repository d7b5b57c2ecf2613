"""An edition in one language as a plain tree, which is an ordinary MkDocs project."""
