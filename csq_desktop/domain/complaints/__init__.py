"""Complaints as ISO 10002 knows them: facts, and the rules of a case."""
