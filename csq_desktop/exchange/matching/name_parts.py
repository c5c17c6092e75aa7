"""Names of people that a file keeps in two columns, of which an import takes in one."""

from collections.abc import Collection, Mapping

from csq_desktop.exchange.matching.headings import plain_heading
from csq_desktop.texts import tr

_FIRST = frozenset(("first name", "firstname", "given name", "given names", "forename", "名"))
_LAST = frozenset(("last name", "lastname", "surname", "family name", "姓", "姓氏"))


def half_names(columns: Mapping[str, str], names: Collection[str]) -> tuple[str, ...]:
    """A note where a column with a part of the name is matched and the other part is left out."""
    taken = next((name for name, key in columns.items() if key == "name"), "")
    for part, other in ((_FIRST, _LAST), (_LAST, _FIRST)):
        rest = next((name for name in names if plain_heading(name) in other), "")
        if plain_heading(taken) in part and rest and rest not in columns:
            return (
                tr(
                    "“{name}” is only a part of the name, and “{other}” is not imported. To keep "
                    "whole names, join the two columns in a spreadsheet program first.",
                    name=taken,
                    other=rest,
                ),
            )
    return ()
