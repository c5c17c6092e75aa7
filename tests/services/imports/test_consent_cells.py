"""What a file of customers says of consents: by purpose, by day, and never past an opt-out."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from csq_desktop.domain.customers.consents import MARKETING, OFFERS_BY_PHONE, SURVEY, NewAnswer
from csq_desktop.domain.customers.facts import FROM_FILE, Consent, Identity, NewCustomer
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import DateOrder, ImportMapping, RowVerdict
from csq_desktop.services.customers import consents, customers
from csq_desktop.services.exports import exports
from csq_desktop.services.imports import imports, matching
from csq_desktop.storage.records.customers import consents as records
from csq_desktop.storage.records.customers.consents import BulkAnswer
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.row import seconds
from tests.factory import START, FixedClock, open_store
from tests.services.imports.import_case import table_of, taken, tried, undone
from tests.services.small_shop import set_up

HEAD = ["No", "Name", "OK", "On", "By", "Survey", "Asked"]
MAPPING = ImportMapping(
    ImportKind.CUSTOMERS,
    {
        "No": "reference", "Name": "name", "OK": "consent_marketing",
        "On": "consent_marketing_on", "By": "consent_marketing_source",
        "Survey": "consent_survey", "Asked": "consent_survey_on",
    },
    DateOrder.DMY,
    unique_by="reference",
)  # fmt: skip
UNDATED = ImportMapping(
    ImportKind.CUSTOMERS,
    {"No": "reference", "Name": "name", "OK": "consent_marketing"},
    DateOrder.DMY,
    unique_by="reference",
)
TODAY = date(2026, 10, 5)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path, source=FixedClock())
    set_up(opened)
    return opened


def stands(store: Store, purpose: str = MARKETING) -> list[str]:
    with store.reading(identities=True) as session:
        ids = session.scalars(select(CustomerRow.id).order_by(CustomerRow.ref)).all()
        found = records.standing(session, ids, purpose)
        if purpose == MARKETING:
            kept = [customers.read(session, row_id).marketing for row_id in ids]
            assert kept == [found[row_id] for row_id in ids]
    return [found[row_id].value for row_id in ids]


def test_an_opt_out_survives_a_list_and_a_dated_consent_ends_it(
    store: Store, tmp_path: Path
) -> None:
    rows = [HEAD, ["M1", "Chan", "yes", "01/09/2026", "form 1", "no", "02/09/2026"]]
    rows += [["M2", "Ho", "no", "03/09/2026", "", "", ""], ["M3", "Lau", "", "", "", "yes", ""]]
    taken(store, tmp_path, rows, MAPPING)
    assert stands(store) == ["agreed", "refused", "not_asked"]
    assert stands(store, SURVEY) == ["refused", "not_asked", "agreed"]
    with store.writing() as session:
        (chan,) = session.scalars(select(CustomerRow.id).where(CustomerRow.ref == "CU-00001"))
        consents.record(session, chan, NewAnswer(Consent.REFUSED, TODAY))
    old = [HEAD[:3], *(["M1", "Chan", "yes"], ["M2", "Ho", "yes"], ["M3", "Lau", "no"])]
    dry_run = tried(store, table_of(tmp_path, old), UNDATED)
    said = {count.rows for count in dry_run.summary.tally if "stays so" in count.sentence}
    assert said == {2}
    batch = taken(store, tmp_path, old, UNDATED)
    assert (batch.updated, stands(store)) == (1, ["refused", "refused", "refused"])
    undone(store, batch)
    assert stands(store) == ["refused", "refused", "not_asked"]
    dated = [HEAD, ["M2", "Ho", "yes", "04/09/2026", "letter", "", ""]]
    dated += [["M1", "Chan", "yes", "02/09/2026", "an older form", "", ""]]
    batch = taken(store, tmp_path, dated, MAPPING)
    assert stands(store) == ["refused", "agreed", "not_asked"]
    assert taken(store, tmp_path, dated, MAPPING).updated == 0, "nothing is said twice"


def test_a_day_to_come_is_refused(store: Store, tmp_path: Path) -> None:
    rows = [HEAD, ["M1", "Chan", "yes", "01/12/2026", "form 1", "", ""]]
    assert taken(store, tmp_path, rows, MAPPING).invalid == 1


def test_answers_go_out_and_come_back_as_they_were(store: Store, tmp_path: Path) -> None:
    rows = [HEAD, ["M1", "Chan", "yes", "01/09/2026", "form 1", "no", "02/09/2026"]]
    taken(store, tmp_path, rows, MAPPING)
    path = tmp_path / "out.csv"
    exports.write(store, ImportKind.CUSTOMERS, path, purpose="Another branch")
    table = imports.open_file(path)
    with store.reading(identities=True) as session:
        mapping = matching.look(session, table).proposal.mapping
        counts = imports.dry_run(session, table, mapping).summary.counts
    assert counts == {RowVerdict.UNCHANGED: 1}
    text = path.read_text("utf-8-sig")
    for cell in ("2026-09-01", "form 1", "2026-09-02"):
        assert cell in text


@pytest.mark.no_cover
def test_files_say_what_the_rule_says(store: Store) -> None:
    """The rule in SQL and in Python over five hundred histories."""
    dice, at = Random(2026), seconds(START) - 40 * 86_400
    with store.writing() as session:
        ids = [customers.add(session, NewCustomer(Identity(f"C {n}"))) for n in range(40)]
        answers = [
            BulkAnswer(
                dice.choice(ids),
                at + dice.randrange(30 * 86_400),
                dice.choice(list(Consent)),
                dice.choice(("", "counter", FROM_FILE)),
                dice.choice((MARKETING, SURVEY, OFFERS_BY_PHONE)),
                dice.choice((None, f"2026-09-{dice.randrange(1, 30):02}")),
                dice.choice(("", "form 1")),
            )
            for _ in range(500)
        ]
        records.add_many(session, answers, detail={})
        for purpose in (MARKETING, SURVEY, OFFERS_BY_PHONE):
            answer, _, _ = records.counting(purpose)
            counted: dict[int, Consent | None] = dict(
                session.execute(select(CustomerRow.id, answer)).all()
            )
            ruled = records.standing(session, ids, purpose)
            assert {row_id: counted[row_id] or Consent.NOT_ASKED for row_id in ids} == ruled
