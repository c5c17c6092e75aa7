"""The board of cases by state: its columns, and what takes a case from one to another."""
