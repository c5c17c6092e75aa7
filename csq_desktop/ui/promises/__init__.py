"""The promises to a customer on the page of a case."""
