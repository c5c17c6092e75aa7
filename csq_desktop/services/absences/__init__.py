"""Who is away, and who stands in for them."""
