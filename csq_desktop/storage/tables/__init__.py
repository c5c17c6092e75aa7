"""Today's schema, one module per feature, in folders like those of the queries."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages


@cache
def import_all() -> None:
    """Import every module of tables, so that the metadata of both files are complete."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
