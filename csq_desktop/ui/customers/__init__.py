"""The customers page: masked list, one customer beside it, revealing, consents, new customers."""
