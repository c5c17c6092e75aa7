"""The kinds of imports this program knows."""

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.services.imports.kinds.complaints import Complaints
from csq_desktop.services.imports.kinds.customers import Customers
from csq_desktop.services.imports.kinds.kind import RowKind
from csq_desktop.services.imports.kinds.pledge_counts import PledgeCounts

KINDS: tuple[RowKind, ...] = (Customers(), Complaints(), PledgeCounts())
_BY_KIND = {kind.kind: kind for kind in KINDS}


def kind_of(kind: ImportKind) -> RowKind:
    """What is done with rows of a kind; a KeyError where nothing is."""
    return _BY_KIND[kind]
