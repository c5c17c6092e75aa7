"""The kinds of imports, and the fields each may bring."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from csq_desktop.domain.imports.kinds.complaints import COMPLAINTS
from csq_desktop.domain.imports.kinds.customers import CUSTOMERS
from csq_desktop.domain.imports.kinds.declaration import KindDeclaration
from csq_desktop.domain.imports.kinds.pledge_counts import PLEDGE_COUNTS
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.errors import UserError
from csq_desktop.texts import tr, trc


class ImportKind(StrEnum):
    """What the rows of a file are."""

    CUSTOMERS = "customers"
    COMPLAINTS = "complaints"
    PLEDGE_COUNTS = "pledge_counts"

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


_DECLARED: Mapping[ImportKind, KindDeclaration] = {
    ImportKind.CUSTOMERS: CUSTOMERS,
    ImportKind.COMPLAINTS: COMPLAINTS,
    ImportKind.PLEDGE_COUNTS: PLEDGE_COUNTS,
}
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
