"""The register of data breaches, its steps and its notices."""
