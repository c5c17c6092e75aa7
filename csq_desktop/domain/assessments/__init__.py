"""The initial assessment of a complaint, made before it is investigated."""
