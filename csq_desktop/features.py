"""Finds the module that each feature declares for a purpose, by its name within the feature.

It works by looking into the packages, also in a frozen program as long as the modules are in it:
whoever freezes has to name them (csq_desktop.services.*.due, say), since no import does.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def declared(layer: ModuleType, name: str) -> Iterator[ModuleType]:
    """The modules of a name in the packages of a layer, which need not all have one."""
    for package in pkgutil.iter_modules(layer.__path__, f"{layer.__name__}."):
        within = f"{package.name}.{name}"
        if package.ispkg and find_spec(within) is not None:
            yield import_module(within)
