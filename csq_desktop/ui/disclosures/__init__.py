"""The disclosure log: its register, and recording what was told or given by hand."""
