"""The data inventory, made from the records as they are described, and from what is held now."""
