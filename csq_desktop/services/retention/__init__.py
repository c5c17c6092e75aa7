"""Retention: rules, the due list, legal holds, erasures and their ledger."""
