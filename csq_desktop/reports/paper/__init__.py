"""Printed pages: blocks say what stands on them, a document turns them into a PDF."""
