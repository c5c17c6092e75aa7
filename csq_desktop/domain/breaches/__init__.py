"""Breaches of personal data: what happened, how bad it is, and who is notified."""
