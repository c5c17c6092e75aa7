"""The log book of refused requests (PDPO, s.27)."""
