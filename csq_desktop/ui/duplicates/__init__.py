"""Customers who are in the store twice: warned of, listed, compared, merged, un-merged."""
