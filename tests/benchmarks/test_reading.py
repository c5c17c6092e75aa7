"""P3, P4, P6, P9: searching, paging and figures over the large store."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.customers.facts import CustomerFilter
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.storage.search.grams import required_grams
from csq_desktop.storage.store import Store
from tests.benchmarks import ratios

WORDS = ("收銀", "隊", "refund", "till", "退款", "污", "HK$4", "zip", "umbrella", "電話", "試身室")
ORDERS = ("number", "received", "due", "what", "category", "severity", "state", "owner")
PEOPLE = ("陳", "大文", "chan", "9123", "example.net", "李", "tsz", "55")


def finding(session: Session, words: str) -> Callable[[], Sequence[int]]:
    return lambda: complaint_views.line_ids(
        session, Filter(view=ComplaintQueue.ALL, text=words), 50
    )


def indexed(session: Session, words: str) -> ratios.Work:
    grams = " AND ".join(f'"{gram}"' for gram in required_grams([words.lower()]))
    query = text(
        "SELECT rowid FROM complaint_grams WHERE complaint_grams MATCH :q "
        "ORDER BY rowid DESC LIMIT 50"
    )
    return lambda: session.execute(query, {"q": grams}).all()


def like(session: Session, words: str) -> ratios.Work:
    query = text(
        "SELECT id FROM complaint WHERE summary || words || product LIKE :q "
        "ORDER BY id DESC LIMIT 50"
    )
    return lambda: session.execute(query, {"q": f"%{words} nowhere%"}).all()


def test_search_against_the_bare_index(store: Store) -> None:
    with store.reading() as session:
        for words in WORDS:
            finding(session, words)()
        own = ratios.p95([finding(session, words) for words in WORDS for _ in range(5)])
        plain = ratios.p95([indexed(session, words) for words in WORDS for _ in range(5)])
        slow = ratios.p95([like(session, words) for words in WORDS[:3]])
    ratios.keep("P3", "search p95 / bare index query", own, plain, budget=3)
    ratios.keep("P3", "search p95 / LIKE through every row", own, slow, budget=0.01)


def test_search_finds_what_like_finds(store: Store) -> None:
    rows = text(
        "SELECT id FROM complaint WHERE removed_at IS NULL AND "
        "(summary LIKE :q OR words LIKE :q) ORDER BY id DESC LIMIT 50"
    )
    with store.reading() as session:
        for words in ("umbrella", "試身室", "zip"):
            ids = list(finding(session, words)())
            expected = [row[0] for row in session.execute(rows, {"q": f"%{words}%"})]
            assert ids == expected


def test_customers_are_found_as_quickly(store: Store) -> None:
    with store.reading(identities=True) as session:
        works: list[ratios.Work] = [
            partial(customers.line_ids, session, CustomerFilter(text=words), 50) for words in PEOPLE
        ]
        for work in works:
            work()
        own = ratios.p95(works * 5)
        slow = ratios.seconds(
            lambda: session.execute(
                text("SELECT customer_id FROM vault.identity WHERE name LIKE '%nobody%'")
            ).all()
        )
    ratios.keep("P3", "customer search p95 / LIKE through every name", own, slow, budget=0.1)


def test_any_page_against_the_first(store: Store) -> None:
    with store.reading() as session:
        ids = complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL))
        deep = len(ids) * 99 // 100
        skipping = text(
            f"SELECT * FROM complaint ORDER BY received_at DESC LIMIT 128 OFFSET {deep}"
        )

        def page(at: int) -> object:
            return complaint_views.lines(session, ids[at : at + 128])

        ratios.compare(
            "P4", "page at 99% of the rows / first page",
            lambda: page(deep), lambda: page(0), budget=2,
        )  # fmt: skip
        ratios.compare(
            "P4", "page at 99% of the rows / OFFSET",
            lambda: page(deep), lambda: session.execute(skipping).all(), budget=0.001,
        )  # fmt: skip


def test_a_list_ordered_by_a_heading_against_its_usual_order(store: Store) -> None:
    """All ids of the list of all, the longest there is; what is looked at of it comes by page."""
    with store.reading() as session:

        def ids(order: ListOrder | None, limit: int | None = None) -> object:
            shown = Filter(view=ComplaintQueue.ALL, order=order)
            return complaint_views.line_ids(session, shown, limit)

        for key in ORDERS:
            ratios.compare(
                "P4", f"ids ordered by {key} / in the usual order",
                partial(ids, ListOrder(key)), partial(ids, None), budget=2,
            )  # fmt: skip
            first = ratios.seconds(partial(ids, ListOrder(key), 500))
            ratios.remark(f"P4    first 500 ordered by {key}: {first * 1000:.0f} ms")


def test_figures_of_thirteen_months_against_raw_rows(store: Store) -> None:
    raw = text(
        "SELECT received_month, category, count(*), sum(closed_at IS NOT NULL), "
        "sum(acknowledged_at <= ack_due_at), sum(resolved_at <= resolve_due_at), "
        "sum(remedy_cents), sum(finding = 'upheld'), sum(closed_band = 1), avg(held_seconds) "
        "FROM complaint WHERE received_month >= :first GROUP BY received_month, category"
    )
    with store.reading() as session:
        last = Month.of(shop.today(session))
        first = last.shift(-12).code
        ratios.compare(
            "P6", "13 months of all figures / one raw aggregate",
            lambda: figures.history(session, last, 13),
            lambda: session.execute(raw, {"first": first}).all(), budget=0.002,
        )  # fmt: skip


def test_encrypted_against_plain(store: Store, tmp_path: Path) -> None:
    import sqlite3

    with store.reading() as session:
        ids = complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL), 500)
        rows = session.execute(text("SELECT * FROM complaint ORDER BY id DESC LIMIT 20000")).all()
    plain = sqlite3.connect(tmp_path / "plain.db")
    marks = ", ".join("?" * len(rows[0]))
    plain.execute(f"CREATE TABLE c ({', '.join(f'c{n}' for n in range(len(rows[0])))})")
    plain.execute("CREATE UNIQUE INDEX i ON c (c0)")
    plain.executemany(f"INSERT INTO c VALUES ({marks})", [tuple(row) for row in rows])
    wanted_ids = ids[:128]
    places = ", ".join(map(str, wanted_ids))
    columns = "id, ref, summary, category, state, severity, received_at, next_due_at"
    bare_columns = "c0, c1, c2, c3, c4, c5, c6, c7"
    bare = f"SELECT {bare_columns} FROM c WHERE c0 IN ({places})"
    with store.reading() as session:
        query = text(f"SELECT {columns} FROM complaint WHERE id IN ({places})")
        ratios.compare(
            "P9", "a page's query, encrypted / the same in a plain file",
            lambda: session.connection().execute(query).all(),
            lambda: plain.execute(bare).fetchall(),
            budget=1.5,
        )  # fmt: skip
        raw = f"SELECT {columns} FROM complaint WHERE id IN ({places})"
        cursor = session.connection().connection.driver_connection
        assert cursor is not None
        ratios.compare(
            "P8", "a page through the layers / raw sqlcipher3",
            lambda: complaint_views.lines(session, wanted_ids),
            lambda: cursor.execute(raw).fetchall(), budget=1.6,
        )  # fmt: skip
