"""CSQ Desktop: customer-service quality for one shop, offline and encrypted."""

__version__ = "0.1.0"
