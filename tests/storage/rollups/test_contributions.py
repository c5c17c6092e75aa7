"""A measure of any shape counts the same in SQL, which triggers use, and in an import's columns."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from csq_desktop.domain.indicators.measures import (
    CASE_MEASURES,
    GATHERED,
    ByColumn,
    ByDeadline,
    CaseMeasure,
    CaseRecord,
    ColumnAbove,
    ColumnIs,
    MeasureId,
    columns_of,
    measures_of,
)
from csq_desktop.storage.rollups import bulk_sums, contributions
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.row import table_of

SHAPES = (
    CaseMeasure(id=MeasureId.RECEIVED, month="month"),
    CaseMeasure(id=MeasureId.RECEIVED, month="month", bucket=ByColumn("word")),
    CaseMeasure(id=MeasureId.RECEIVED, month="month", bucket=ByColumn("number")),
    CaseMeasure(id=MeasureId.RECEIVED, month="month", only=(ColumnIs("word", "o'clock"),)),
    CaseMeasure(
        id=MeasureId.RECEIVED,
        month="month",
        bucket=ByColumn("word"),
        only=(ColumnIs("number", 2), ColumnAbove("cents", 0)),
        cents="cents",
    ),
    CaseMeasure(
        id=MeasureId.RECEIVED,
        month="month",
        bucket=ByDeadline(done="done", due="due", excluded="word"),
    ),
    CaseMeasure(
        id=MeasureId.RECEIVED,
        month="month",
        bucket=ByDeadline(done="done", due="due", excluded="word", waiting="number"),
    ),
)
COLUMNS = ("month", "word", "number", "done", "due", "cents")
NUMBER = st.none() | st.integers(0, 3)
ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, 202609, 202610]),
        st.sampled_from(["", "o'clock", "till"]),
        NUMBER,
        NUMBER,
        NUMBER,
        st.integers(0, 2),
    ),
    max_size=20,
)


@given(ROWS, st.sampled_from(SHAPES))
def test_a_measure_counts_the_same_in_sql_and_in_columns(
    rows: list[tuple[object, ...]], measure: CaseMeasure
) -> None:
    driver = sqlite3.connect(":memory:")
    driver.execute(f"CREATE TABLE case_facts ({', '.join(COLUMNS)}, removed_at)")
    driver.executemany(f"INSERT INTO case_facts VALUES ({'?, ' * len(COLUMNS)}NULL)", rows)
    selected = contributions.of_measure(measure, "c", "FROM case_facts AS c")
    by_sql = driver.execute(
        f"SELECT month, bucket, COUNT(*), SUM(cents) FROM ({selected}) GROUP BY month, bucket"
    ).fetchall()
    driver.close()
    held = {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}
    assert sorted(bulk_sums.summed(measure, held)) == sorted(by_sql)


def test_a_measure_reads_only_columns_that_its_records_have() -> None:
    tables = {CaseRecord.CASE: ComplaintRow, CaseRecord.ROUND: ComplaintRoundRow}
    for record, row in tables.items():
        assert set(columns_of(record)) <= set(table_of(row).columns.keys())
        assert table_of(row).name == record


def test_every_measure_is_declared_once() -> None:
    for record in CaseRecord:
        ids = [measure.id for measure in measures_of(record)]
        assert len(ids) == len(set(ids))
    declared = {measure.id for measure in CASE_MEASURES}
    assert sorted([*declared, *GATHERED]) == sorted(MeasureId)
