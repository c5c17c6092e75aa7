"""Every table that can say anything of a customer is erased by some feature, or says why not.

A table of the vault, and one of store.db with free text that is tied to a customer or a case, has a
feature whose `services/<noun>/erasure.py` names it in `COVERS`. In every other free text of
store.db the people who are erased are looked for, and blacked out (`services/retention/mentions`).
"""

from csq_desktop.services.retention import erasers
from csq_desktop.storage import tables
from csq_desktop.storage.audit.digests import hidden_fields
from csq_desktop.storage.records.privacy.erasing import kind_of, text_columns
from csq_desktop.storage.tables.row import ROWS, VaultRow, table_of

TIES = {"customer_id", "complaint_id", "complaint.id", "customer.id"}
STAYS = {
    "customer": "a number, dates and codes; erasing a customer removes the row",
    "trail_anchor": "the end of the trail, and no word of anybody",
    "vault_draft": "dropped by retention itself: everybody's drafts about the records that go",
    "vault_mark": "the number of a commit",
    "vault_record_salt": "random bytes, which go with their records",
    "vault_secret": "the shop's own keys",
}


def test_every_table_about_customers_is_erased_or_says_why_not() -> None:
    tables.import_all()
    covered = {kind.__tablename__ for kind in erasers.covered()}
    speaking = {name for name in ROWS if _speaks_of_customers(name)}
    assert speaking - covered == STAYS.keys()


def _speaks_of_customers(name: str) -> bool:
    kind = kind_of(name)
    if issubclass(kind, VaultRow) or name == "customer":
        return True
    columns = table_of(kind).columns
    names = {column.name for column in columns}
    names |= {key.target_fullname for column in columns for key in column.foreign_keys}
    says = hidden_fields(kind) and text_columns(kind)  # what has a key of two parts says nothing
    has_text = bool(says) or bool({"sealed", "before"} & names)
    return has_text and bool(TIES & names)
