"""What README says of imports is what the program takes."""

import re

from csq_desktop.domain.imports.fields import FIELDS
from tests.rules.tree import ROOT


def test_the_table_of_import_fields_is_the_programs_own() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (`.*) \|$", text, flags=re.MULTILINE)
    documented = {
        kind: {(key, bool(star)) for key, star in re.findall(r"`(\w+)`(\*?)", cells)}
        for kind, cells in rows
        if kind in {import_kind.value for import_kind in FIELDS}
    }
    assert documented == {
        kind.value: {(field.key, field.required) for field in fields}
        for kind, fields in FIELDS.items()
    }
