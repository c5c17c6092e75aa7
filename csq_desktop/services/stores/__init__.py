"""Stores: making, opening, checking, backing up and restoring them."""
