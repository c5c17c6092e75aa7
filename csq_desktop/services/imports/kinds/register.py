"""The kinds of imports this program knows."""

from importlib import import_module

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.services.imports import kinds
from csq_desktop.services.imports.kinds.kind import RowKind

# The KIND of a declared kind stands in the module of its name: a new one adds that file, nothing
# here. Whoever freezes the program names csq_desktop.services.imports.kinds.*, as no import does.
KINDS: tuple[RowKind, ...] = tuple(
    import_module(f"{kinds.__name__}.{kind}").KIND for kind in ImportKind
)
_BY_KIND = {kind.kind: kind for kind in KINDS}


def kind_of(kind: ImportKind) -> RowKind:
    """What is done with rows of a kind; a KeyError where nothing is."""
    return _BY_KIND[kind]
