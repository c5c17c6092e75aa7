"""A column of cells once it is read."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from csq_desktop.domain.imports.rows import Plain, Reason


class ReadColumn(NamedTuple):
    """A column read: values in plain form, and reasons by place in the chunk."""

    values: Sequence[Plain]
    reasons: dict[int, Reason]


Read = Callable[[Sequence[str]], ReadColumn]
