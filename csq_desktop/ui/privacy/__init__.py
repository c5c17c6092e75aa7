"""The page Privacy: registers and duties of the Ordinance, each a tab of its feature."""
