"""The log book of refused requests."""
