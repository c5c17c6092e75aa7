"""The kinds of imports this program knows."""

import pkgutil
from importlib import import_module

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.services.imports import kinds
from csq_desktop.services.imports.kinds.kind import RowKind


def _registered() -> tuple[RowKind, ...]:
    """The KIND of every module of this package that has one, in the order of the kinds.

    They are found as pages are (see `ui.shell.pages`): a new kind adds its own file, and nothing
    here. Whoever freezes the program names csq_desktop.services.imports.kinds.*, since no import
    does.
    """
    names = (module.name for module in pkgutil.iter_modules(kinds.__path__))
    # this module is in the package too, and not yet whole
    modules = [import_module(f"{kinds.__name__}.{name}") for name in names if name != "register"]
    found: list[RowKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return tuple(sorted(found, key=lambda row_kind: list(ImportKind).index(row_kind.kind)))


KINDS = _registered()
_BY_KIND = {kind.kind: kind for kind in KINDS}


def kind_of(kind: ImportKind) -> RowKind:
    """What is done with rows of a kind; a KeyError where nothing is."""
    return _BY_KIND[kind]
