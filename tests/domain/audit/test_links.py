"""A number of another record is never shown: people know that record by its reference."""

from csq_desktop.domain.audit.wording import LINKS
from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.records import RECORDS


def test_a_link_with_a_label_says_whose_reference_is_shown() -> None:
    shown = {
        field.key
        for record in RECORDS
        for field in record.stored
        if field.kind is FieldKind.LINK and field.label
    }
    assert shown - LINKS.keys() == set()
    assert "customer_id" in shown
