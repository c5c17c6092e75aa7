"""The printed documents, one module or package per family."""
