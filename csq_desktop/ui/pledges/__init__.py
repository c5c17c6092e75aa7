"""Pledges: their month at a glance, the detail, the counts of each day, their terms."""
