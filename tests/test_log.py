"""The program's log keeps personal data out."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from csq_desktop import log


@pytest.fixture
def written(tmp_path: Path) -> Callable[[], str]:
    """A function that gives back what the log holds by now."""
    target = log.start(tmp_path)

    def read() -> str:
        for handler in logging.getLogger("csq").handlers:
            handler.flush()
        return target.read_text("utf-8")

    return read


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 91234567 now", "call [phone] now"),
        ("call 9123 4567", "call [phone]"),
        ("call 9123-4567", "call [phone]"),
        ("call +852 2345 6789", "call [phone]"),
        ("call 85261234567", "call [phone]"),
        ("from mei.ling+shop@example.com.hk today", "from [e-mail] today"),
        ("customer 陳大文 asked", "customer [text] asked"),
        ("store (旺角)店", "store ([text])[text]"),
    ],
)
def test_what_tells_of_a_person_is_blanked(text: str, shown: str) -> None:
    assert log.blank(text) == shown


@pytest.mark.parametrize("text", ["import of 1,252 rows", "took 0.34 s", "id 123", "18:42:07"])
def test_what_a_developer_needs_stays(text: str) -> None:
    assert log.blank(text) == text


def test_values_given_to_a_message_are_blanked_too(written: Callable[[], str]) -> None:
    log.logger("storage").info("saved %s for %s", "陳大文", "91234567")
    assert "csq.storage saved [text] for [phone]" in written()


def test_where_no_log_can_be_written_nothing_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    log.start(tmp_path / "file")
    log.logger("ui").error("for nobody")
    if Path("/dev/full").exists():  # a disk that is full
        (tmp_path / "csq.log").symlink_to("/dev/full")
        log.start(tmp_path)
        log.logger("ui").error("for nobody")
    log.stop()
    assert capsys.readouterr().err == ""


def test_an_error_is_logged_by_place_and_kind_without_its_message(
    written: Callable[[], str],
) -> None:
    def fails() -> None:
        raise KeyError("陳大文 91234567 Mei Ling")

    try:
        fails()
    except KeyError:
        log.logger("ui").exception("page stopped")
    text = written()
    assert "test_log.py" in text
    assert "fails" in text
    assert text.rstrip().endswith("KeyError")
    assert "Mei Ling" not in text


def test_a_trace_asked_for_outside_an_error_adds_nothing(written: Callable[[], str]) -> None:
    log.logger("ui").error("all is well", exc_info=True)
    assert written().rstrip().endswith("all is well")


def test_details_below_the_usual_level_are_left_out(written: Callable[[], str]) -> None:
    log.logger("ui").debug("too much")
    assert written() == ""


def test_starting_again_moves_the_log_and_writes_each_line_once(
    written: Callable[[], str], tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = log.start(elsewhere)
    log.logger("app").info("started")
    log.stop()
    assert target.read_text("utf-8").count("started") == 1
    assert written() == ""


def test_the_log_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LARGEST_BYTES", 2_000)
    log.start(tmp_path)
    for number in range(400):
        log.logger("app").info("line %d of many", number)
    log.stop()
    files = sorted(tmp_path.glob("csq.log*"))
    assert len(files) == log.FILES_KEPT + 1
    assert all(path.stat().st_size <= 2_000 for path in files)


def test_a_stopped_log_writes_nothing_more(written: Callable[[], str]) -> None:
    log.stop()
    log.logger("app").warning("after the end")
    assert written() == ""
