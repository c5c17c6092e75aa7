"""What a user does about customers who are in the store twice."""
