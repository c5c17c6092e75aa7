"""The register of data breaches."""
