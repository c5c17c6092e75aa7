"""Evidence files as bytes: what they are by their content, and copies made of pixels."""
