"""Customers who may be the same person, and what becomes of two records that are one."""
