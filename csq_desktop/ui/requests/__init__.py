"""Data access and correction requests: their list, their page, the forms that work them."""
