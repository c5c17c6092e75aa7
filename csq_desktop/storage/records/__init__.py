"""Queries, one module per feature, in folders by what they are about: the only place with SQL."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages


@cache
def import_all() -> None:
    """Import every feature's queries, so that the repairs they register are known."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
