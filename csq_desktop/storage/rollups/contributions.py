"""The declared measures as SQL: what rows add to complaint_sum and to pledge_sum."""

from csq_desktop.domain.indicators.measures import (
    PLEDGE_TOTALS,
    ByDeadline,
    CaseMeasure,
    CaseRecord,
    ColumnAbove,
    ColumnIs,
    DeadlineBucket,
    measures_of,
)

_HELD = (
    "WHEN {row}.{done} IS NULL AND {row}.{waiting} <= {row}.{due} THEN '"
    + DeadlineBucket.OPEN
    + "' "
)
_DEADLINE = (
    "CASE {held}WHEN {row}.{excluded} <> '' THEN '" + DeadlineBucket.EXCLUDED + "' "
    "WHEN {row}.{done} IS NULL THEN '" + DeadlineBucket.OPEN + "' "
    "WHEN {row}.{done} <= {row}.{due} THEN '" + DeadlineBucket.MET + "' "
    "ELSE '" + DeadlineBucket.MISSED + "' END"
)
_PLEDGE_FIELDS = ", ".join(PLEDGE_TOTALS)
_PLEDGE_CONFLICT = "ON CONFLICT (month, pledge_id) DO UPDATE SET " + ", ".join(
    f"{name} = {name} + excluded.{name}" for name in PLEDGE_TOTALS
)
# What was counted and taken out again leaves a row of zeros, which no recount has.
KEPT_CASES = (
    "SELECT month, measure, bucket, count, cents FROM complaint_sum WHERE count <> 0 OR cents <> 0"
)
KEPT_PLEDGES = (
    f"SELECT month, pledge_id, {_PLEDGE_FIELDS} FROM pledge_sum "
    f"WHERE {' OR '.join(f'{name} <> 0' for name in PLEDGE_TOTALS)}"
)
ANY_COUNT = " OR ".join(f"SUM({name}) <> 0" for name in PLEDGE_TOTALS)


def of_cases(record: CaseRecord, row: str, source: str = "") -> str:
    """What rows add: SELECTs of month, measure, bucket and cents, one for each measure."""
    return " UNION ALL ".join(of_measure(measure, row, source) for measure in measures_of(record))


def of_measure(measure: CaseMeasure, row: str, source: str, more: str = "") -> str:
    """What rows add to one measure: a SELECT of month, measure, bucket, cents, and `more`."""
    cents = f"{row}.{measure.cents}" if measure.cents else "0"
    bucket, conditions = _bucket(measure, row)
    conditions += [_condition(condition, row) for condition in measure.only]
    return " ".join(
        (
            f"SELECT {row}.{measure.month} AS month, '{measure.id}' AS measure,",
            f"{bucket} AS bucket, {cents} AS cents{more} {source} WHERE",
            " AND ".join((f"{row}.{measure.month} IS NOT NULL", *conditions)),
            f"AND {row}.removed_at IS NULL",
        )
    )


def _bucket(measure: CaseMeasure, row: str) -> tuple[str, list[str]]:
    """The bucket's expression, and what has to hold for a row to have one."""
    bucket = measure.bucket
    if bucket is None:
        return "''", []
    if isinstance(bucket, ByDeadline):
        held = _HELD.format(row=row, **vars(bucket)) if bucket.waiting else ""
        return _DEADLINE.format(row=row, held=held, **vars(bucket)), []
    name = f"{row}.{bucket.column}"
    # A number in a bucket has to be text here: a recount compares it with what the table keeps.
    return f"CAST({name} AS TEXT)", [f"{name} IS NOT NULL"]


def _condition(condition: ColumnIs | ColumnAbove, row: str) -> str:
    name = f"{row}.{condition.column}"
    if isinstance(condition, ColumnAbove):
        return f"{name} > {int(condition.number)}"
    value = condition.value
    return f"{name} = {value}" if isinstance(value, int) else f"{name} = {_quoted(value)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def all_cases() -> str:
    """The sums of all complaints, counted from the rows themselves."""
    rows = " UNION ALL ".join(of_cases(record, "c", f"FROM {record} AS c") for record in CaseRecord)
    return (
        f"SELECT month, measure, bucket, COUNT(*) AS count, SUM(cents) AS cents FROM ({rows}) "
        "GROUP BY month, measure, bucket"
    )


def all_cases_insert() -> str:
    """The statement that writes the sums of all complaints into the emptied table."""
    return f"INSERT INTO complaint_sum (month, measure, bucket, count, cents) {all_cases()}"


def case_upsert(rows: str, sign: str = "+") -> str:
    """The statement that adds rows of `of_cases` to the sums, or takes them out."""
    # WHERE TRUE: without it SQLite reads the ON of ON CONFLICT as that of a join.
    return (
        "INSERT INTO complaint_sum (month, measure, bucket, count, cents) "
        f"SELECT month, measure, bucket, {sign} COUNT(*), {sign} SUM(cents) FROM ({rows}) "
        "WHERE TRUE GROUP BY month, measure, bucket ON CONFLICT (month, measure, bucket) "
        "DO UPDATE SET count = count + excluded.count, cents = cents + excluded.cents"
    )


def pledge_upsert(row: str, sign: str = "+") -> str:
    """The statement that adds one day's count of a pledge to the sums, or takes it out."""
    values = ", ".join(f"{sign} {row}.{name}" for name in PLEDGE_TOTALS)
    return (
        f"INSERT INTO pledge_sum (month, pledge_id, {_PLEDGE_FIELDS}) "
        f"VALUES ({row}.month, {row}.pledge_id, {values}) {_PLEDGE_CONFLICT}"
    )


def all_pledges(where: str = "TRUE", having: str = "TRUE") -> str:
    """The sums of the days' counts, from the rows themselves."""
    sums = ", ".join(f"SUM({name}) AS {name}" for name in PLEDGE_TOTALS)
    return (
        f"SELECT month, pledge_id, {sums} FROM pledge_count WHERE {where} "
        f"GROUP BY month, pledge_id HAVING {having}"
    )


def pledges_upsert(where: str = "TRUE") -> str:
    """The statement that adds many days' counts to the sums in one pass."""
    # WHERE TRUE: as in case_upsert.
    return (
        f"INSERT INTO pledge_sum (month, pledge_id, {_PLEDGE_FIELDS}) "
        f"SELECT * FROM ({all_pledges(where)}) WHERE TRUE {_PLEDGE_CONFLICT}"
    )
