"""What a file changes of a case fits what stays of it, as the file's own cells do not tell."""

from pathlib import Path

import pytest

from csq_desktop.storage.store import Store
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    case,
    clock,
    everything,
    store,
    table_of,
    taken,
    tried,
)

__all__ = ["clock", "store"]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"In": "06/09/2026"}, "Replied is before the complaint was received."),
        ({"In": "06/09/2026", "Answered": "06/09/2026", "Out": "07/09/2026"}, ""),
        ({"Out": "04/09/2026"}, "Replied is after the complaint was closed."),
        ({"Answered": "07/09/2026"}, "Replied is after the complaint was closed."),
    ],
)
def test_an_update_fits_the_moments_that_it_does_not_change(
    store: Store, tmp_path: Path, cells: dict[str, str], why: str
) -> None:
    """T1 was received on 1 September, answered on the 5th, closed on the 6th."""
    taken(store, tmp_path, CASE_ROWS, CASES)
    usual = dict(zip(CASE_HEAD, CASE_ROWS[1], strict=True)) | {"Due": "", "Answered": "", "Out": ""}
    row = usual | cells
    before = everything(store)
    batch = taken(store, tmp_path, [list(row), list(row.values())], CASES)
    assert (batch.invalid, batch.updated) == ((1, 0) if why else (0, 1))
    dry = tried(store, table_of(tmp_path, [list(row), list(row.values())]), CASES)
    assert why in next(one.reason for one in dry.rows)
    assert (everything(store) == before) is bool(why)


def test_an_answer_that_followed_from_the_closing_moves_with_it(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    earlier = [*CASE_ROWS[3][:-2], "18/09/2026", ""]
    assert taken(store, tmp_path, [CASE_HEAD, earlier], CASES).updated == 1
    with store.reading() as session:
        row = case(session, "T3")
        assert row.acknowledged_at == row.resolved_at == row.closed_at
