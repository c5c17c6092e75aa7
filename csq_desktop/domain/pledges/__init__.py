"""Service pledges (ISO 10001): their terms, and how each month kept them."""
