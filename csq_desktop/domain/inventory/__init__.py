"""The data inventory: which personal data the shop holds, why, how long, and who sees them."""
