"""The table of the fault and abuse tests: what is run, what is counted, what is printed."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

import environment
import trust
from tests.tally import Row, Tally


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """A run of pytest that ends with a lost commit in T3, and says so."""
    words: list[tuple[str, ...]] = []

    def run(*arguments: str, offscreen: bool = False) -> int:
        assert offscreen
        words.append(arguments)
        (file,) = [word.partition("=")[2] for word in arguments if word.startswith("--tally=")]
        row = Row(rounds=1_000, lost=1, seconds=61.4, failed=["test_cut"], notes=["Half of it."])
        row.controls, row.controls_lost = 40, 39
        Path(file).write_text(json.dumps({"rows": {"T3": asdict(row)}}), "utf-8")
        return 1

    monkeypatch.setattr(environment, "run", run)
    return words


def test_the_table_says_what_was_counted_and_what_was_not_run(
    runs: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert trust.run(["--short", "T3", "T9", "-x"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:24]] == list(trust.ROWS)
    assert lines[3].split()[-7:] == ["1,000", "1", "0", "0", "0", "61", "FAILED"]
    assert lines[9].endswith(" not run")
    assert lines[17].endswith(" not run")
    assert lines[25:] == [
        "T3: Half of it.",
        "T3: controls: 39 of 40 lost, as expected",
        "T3: failed: test_cut",
    ]
    assert {"--rows=T3,T9", "-x"} < set(runs[0])
    assert "--thorough" not in runs[0]
    assert "tests/storage/files/test_integrity.py" in runs[0]
    assert "tests/storage/files/test_lock.py" not in runs[0]


def test_all_rows_are_run_in_their_long_form_unless_asked_otherwise(
    runs: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    trust.run([])
    assert "(long form)" in capsys.readouterr().out
    assert {"--rows=", "--thorough", "tests/storage/files/test_lock.py"} < set(runs[0])


def test_a_row_that_does_not_exist_is_refused(
    runs: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert trust.run(["T24"]) == 2
    assert "T24" in capsys.readouterr().out
    assert runs == []


def test_a_test_fails_by_what_it_counted_and_a_control_by_what_it_did_not() -> None:
    good, bad = Tally(rounds=3), Tally(rounds=3, undetected=1)
    good.require(control=False)
    bad.require(control=True)
    for tally, control in ((Tally(), False), (bad, False), (good, True)):
        with pytest.raises(AssertionError):
            tally.require(control=control)


def test_what_fails_in_a_round_is_counted_and_fails_on() -> None:
    tally = Tally()
    with tally.round("lost"):
        pass
    for name in trust.COUNTS[1:]:
        with pytest.raises(ZeroDivisionError), tally.round(name):
            _ = 1 / 0
    assert asdict(tally) == dict.fromkeys(trust.COUNTS, 1) | {"rounds": 5, "note": ""}


def test_controls_stand_beside_the_counts_of_their_row() -> None:
    row = Row()
    row.add(asdict(Tally(rounds=4, lost=3, note="x")), control=True)
    row.add(asdict(Tally(rounds=9, note="x")), control=False)
    assert (row.rounds, row.lost, row.controls, row.controls_lost) == (9, 0, 4, 3)
    assert row.notes == ["x"]
