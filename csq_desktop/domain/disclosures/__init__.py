"""Disclosures: what left the program about customers, to whom, why and on what authority."""
