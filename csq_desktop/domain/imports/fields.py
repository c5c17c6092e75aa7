"""The kinds of imports, and the fields each may bring."""

import pkgutil
from collections.abc import Collection, Mapping
from enum import StrEnum
from importlib import import_module

from csq_desktop.domain.imports import kinds
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.errors import UserError
from csq_desktop.texts import tr, trc


def _declared() -> dict[str, KindDeclaration]:
    """The DECLARATION of every module of `kinds` that has one, by the module's name.

    They are found as pages are (see `ui.shell.pages`): a new kind adds its own file, and nothing
    here. Whoever freezes the program names csq_desktop.domain.imports.kinds.*, since no import
    does.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    modules = {name: import_module(f"{kinds.__name__}.{name}") for name in names}
    return {
        name: module.DECLARATION
        for name, module in modules.items()
        if hasattr(module, "DECLARATION")
    }


_DECLARED: Mapping[str, KindDeclaration] = _declared()


class ImportKind(StrEnum):
    """What the rows of a file are: a member for each declared kind, called what its module is.

    Named here are those that code speaks of; lists show them first.
    """

    CUSTOMERS = "customers"
    COMPLAINTS = "complaints"
    PLEDGE_COUNTS = "pledge_counts"
    vars().update(
        (name.upper(), name) for name in sorted(_DECLARED.keys() - map(str.lower, vars()))
    )

    @property
    def declared(self) -> KindDeclaration:
        """What the kind says of itself."""
        return _DECLARED[self]

    @property
    def label(self) -> str:
        return trc("import kind", self.declared.label)

    @property
    def undoing(self) -> str:
        """What undoing such an import does."""
        return trc("undo import", self.declared.undoing)


FIELDS: Mapping[ImportKind, tuple[TargetField, ...]] = {
    kind: kind.declared.targets for kind in ImportKind
}
EXPORTED: Mapping[ImportKind, tuple[TargetField, ...]] = {
    kind: kind.declared.exported for kind in ImportKind
}
"""What is written of each kind, in this order."""
UNIQUE_BY: Mapping[ImportKind, tuple[str, ...]] = {
    kind: kind.declared.unique_by for kind in ImportKind
}


def field_of(kind: ImportKind, key: str) -> TargetField:
    """The field with a key; a UserError names the key where there is none."""
    for target in FIELDS[kind]:
        if target.key == key:
            return target
    raise UserError(tr("“{key}” is not a field of this kind of import.", key=key))


def growing(kind: ImportKind, matched: Collection[str]) -> tuple[str, ...]:
    """The shop's own lists among the matched fields that may grow by the file's words."""
    if not kind.declared.grows:
        return ()
    return tuple(target.key for target in FIELDS[kind] if target.grows and target.key in matched)
