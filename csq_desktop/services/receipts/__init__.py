"""Receipts: what the code printed on an acknowledgement stands for."""
