"""Referrals of complaints to bodies outside the shop."""
