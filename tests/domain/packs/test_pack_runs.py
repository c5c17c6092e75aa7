"""How a run of a review pack reads in the log."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.pack_runs import PackRun, PackRunKind
from csq_desktop.domain.tones import Tone
from csq_desktop.texts import LANGUAGES, speaking

MONTH = Month(2026, 10)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ("", "", "Done", Tone.GOOD)),
        ({"month": MONTH, "seconds": 1.25}, ("October 2026", "1.2 s", "Done", Tone.GOOD)),
        ({"month": MONTH, "version": 2, "failure": "No room."},
         ("October 2026, version 2", "", "No room.", Tone.BAD)),
        ({"as_issued": True}, ("", "", "The issued file", Tone.GOOD)),
        ({"as_issued": False}, ("", "", "Not an issued file", Tone.WARN)),
    ],
)  # fmt: skip
def test_a_run_says_of_what_it_was_and_what_came_of_it(
    facts: dict[str, Any], words: tuple[object, ...]
) -> None:
    run = PackRun(id=1, at=datetime(2026, 11, 3, tzinfo=UTC), who="", kind=PackRunKind.VERIFIED)
    run = replace(run, **facts)
    assert (run.pack, run.took, run.result, run.tone) == words


def test_every_kind_of_run_has_a_name_in_every_language() -> None:
    for code in LANGUAGES:
        with speaking(code):
            assert len({kind.label for kind in PackRunKind}) == len(PackRunKind)
