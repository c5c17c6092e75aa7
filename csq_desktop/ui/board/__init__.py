"""The board of cases by state, beside their list."""
