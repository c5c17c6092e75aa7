"""Whatever may speak of a person stands in the data inventory, with its meaning and its rule.

The public statement is made from the same descriptions: what is forgotten here, nobody is told of.
"""

from csq_desktop.domain.inventory.facts import described, personal_fields
from csq_desktop.domain.records import RECORDS
from csq_desktop.services.retention.sources import sources
from csq_desktop.storage import tables
from csq_desktop.storage.audit.digests import hidden_fields
from csq_desktop.storage.records.privacy.erasing import kind_of, text_columns
from csq_desktop.storage.tables.row import ROWS, VaultRow

NOBODY = {
    "trail_anchor": "the end of the trail",
    "vault_mark": "the number of a commit",
    "vault_record_salt": "random bytes",
    "vault_secret": "the shop's own keys",
}
"""Tables of the vault without a word of anybody."""


def test_each_field_that_may_speak_of_a_person_says_what_it_holds() -> None:
    silent = [
        (record.name, field.key)
        for record in described()
        for field in personal_fields(record)
        if not field.meaning
    ]
    assert silent == []


def test_each_record_about_people_has_a_purpose_and_a_rule_or_says_why_not() -> None:
    assert [record.name for record in RECORDS if record.personal and record.holding is None] == []
    for record in described():
        holding = record.holding
        assert holding is not None
        assert holding.purposes, record.name
        assert (holding.rule is None) == bool(holding.kept_because), record.name


def test_each_retention_rule_is_that_of_a_record_in_the_inventory() -> None:
    named = {record.holding.rule for record in described() if record.holding}
    assert sources().keys() - named == set()


def test_each_table_that_may_speak_of_people_stands_in_the_inventory() -> None:
    tables.import_all()
    named = {record.name for record in described()}
    speaking = {name for name in ROWS if _speaks(name)}
    called = {name: kind_of(name).__audit__ or name for name in speaking}
    missing = {name for name in speaking if called[name] not in named}
    assert missing == NOBODY.keys()


def _speaks(name: str) -> bool:
    kind = kind_of(name)
    return issubclass(kind, VaultRow) or bool(hidden_fields(kind) and text_columns(kind))
