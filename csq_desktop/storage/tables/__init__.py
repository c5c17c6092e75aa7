"""Today's schema, one module per feature."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules


@cache
def import_all() -> None:
    """Import every module of tables, so that the metadata of both files are complete."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
