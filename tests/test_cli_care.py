"""The command line takes care: it overwrites nothing of a store, guesses no dates, loses no key."""

import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from csq_desktop import __main__, cli, prompts
from csq_desktop.demo import build as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.asks import AskDecision, NewAskAnswer
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.services.packs import asks, packs
from tests.exchange.made_files import Rows, csv_file
from tests.factory import DEMO_NOW, FixedClock
from tests.pdf_text import in_one_line

PASSPHRASE = "harbour lantern ferry 42"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "S.csq"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(prompts.PASSPHRASE, PASSPHRASE)
        demo.build(folder, demo.DemoSize(2, 5, 20), now=DEMO_NOW)
    return folder


@pytest.fixture
def demo_store(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(prompts.PASSPHRASE, PASSPHRASE)
    return shutil.copytree(built, tmp_path / "S.csq")


def run(*words: object) -> int:
    return cli.main([str(word) for word in words], source=FixedClock(DEMO_NOW))


@pytest.mark.parametrize(
    "words",
    [
        ("export", "{demo_store}", "figures", "{demo_store}/store.db"),
        ("pack", "{demo_store}", "--month", "2026-10", "--out", "{demo_store}/vault.db"),
        ("backup", "{demo_store}", "{demo_store}/keys.json"),
        ("import", "{demo_store}", "customers", "{file}", "--rejects", "{demo_store}/store.db"),
        ("import", "{demo_store}", "customers", "{file}", "--rejects", "{file}"),
        ("new", "{fresh}", "--name", "N", "--branch", "B", "--supervisor", "S",
         "--recovery", "{demo_store}/keys.json"),
        ("pack", "{demo_store}", "--month", "2026-10", "--out", "/dev/null"),
    ],
)  # fmt: skip
def test_nothing_of_a_store_is_written_over(
    demo_store: Path, tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    file = csv_file(tmp_path / "list.csv", [["Name", "Phone"], ["May", "1"]])
    before = file.read_bytes()
    places = {"demo_store": demo_store, "file": file, "fresh": tmp_path / "N.csq"}
    assert run(*(word.format_map(places) for word in words)) == 1
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert file.read_bytes() == before
    assert not (tmp_path / "N.csq").exists()
    assert run("check", demo_store) == 0


def test_the_key_is_told_when_its_sheet_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(prompts.PASSPHRASE, PASSPHRASE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("csq_desktop.exchange.writing.saving.save", full)
    words = ("--name", "N", "--branch", "B", "--supervisor", "S", "--recovery", tmp_path / "r.pdf")
    assert run("new", tmp_path / "N.csq", *words) == 1
    output = capsys.readouterr()
    assert "it is shown only once" in output.out
    assert output.err == "The disk is full. Free some space, then try again.\n"


def mapping(tmp_path: Path, **more: str) -> Path:
    parts = {
        "kind": "complaints",
        "columns": {"Received": "received_at", "Summary": "summary"},
        "constants": {"channel": "counter", "category": "till.waiting", "severity": "low"},
    }
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(parts | more), "utf-8")
    return path


@pytest.mark.parametrize(("order", "code"), [(None, 0), ("mdy", 0), ("dmy", 1)])
def test_dates_are_read_as_they_prove_themselves(
    demo_store: Path,
    tmp_path: Path,
    order: str | None,
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [["Received", "Summary"], ["09/25/2026", "one"], ["09/01/2026", "two"]]
    file = csv_file(tmp_path / "list.csv", rows)
    how = mapping(tmp_path, **({"date_order": order} if order else {}))
    assert run("import", demo_store, "complaints", file, "--mapping", how, "--json") == code
    output = capsys.readouterr()
    if code:
        assert "“09/25/2026” fits" in output.err
    else:
        assert json.loads(output.out)["counts"]["new"] == 2


def test_a_demo_that_was_killed_is_no_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules[demo.build.__module__], "_fill", killed)
    assert run("demo", tmp_path / "D.csq", "--months", 2) == 1
    assert list(tmp_path.glob("*D.csq*")) == []
    monkeypatch.undo()
    assert run("demo", tmp_path / "D.csq", "--months", 2, "--customers", 3, "--complaints", 9) == 0


@pytest.mark.parametrize("months", ["0", "121", "100000"])
def test_a_demo_has_a_sensible_number_of_months(
    tmp_path: Path, months: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("demo", tmp_path / "D.csq", "--months", months) == 1
    assert capsys.readouterr().err == "A demo database has from 1 to 120 months.\n"


def test_no_more_input_is_no_fault(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(prompts.PASSPHRASE)

    def ended(_question: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ended)
    assert run("check", demo_store) == 1
    assert capsys.readouterr().err == "Cancelled.\n"


@pytest.mark.parametrize("encoding", ["utf-16", "big5hkscs", "gb18030", "utf-8-sig"])
def test_a_chart_is_read_in_its_own_encoding(
    tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: Rows = [
        ["label", "value", "size"],
        *([f"{n}月份的收銀紀錄", n, 100] for n in range(1, 13)),
    ]
    file = csv_file(tmp_path / "a.csv", rows, encoding=encoding)
    assert run("chart", "p", file) == 0
    assert json.loads(capsys.readouterr().out)["points"][0]["label"] == "1月份的收銀紀錄"


def test_a_chart_with_semicolons_and_quotes_is_read_as_an_import_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text('\ufeff\ufefflabel;value\n"Jan; \u200b1";"1,234"\nFeb;"=""2"""\n\x1a', "utf-8")
    assert run("chart", "c", file) == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert [(point["label"], point["value"]) for point in points] == [("Jan; 1", 1234), ("Feb", 2)]


def test_a_label_with_a_comma_is_left_out_in_quotes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: Rows = [
        ["label", "value", "size"],
        ["Jan, Feb", 9, 100],
        *([f"{n}", 5, 100] for n in range(9)),
    ]
    file = csv_file(tmp_path / "a.csv", rows)
    assert run("chart", "p", file, "--exclude", '"Jan, Feb", 3') == 0
    left_out = [one["excluded"] for one in json.loads(capsys.readouterr().out)["points"]]
    assert sum(reason is not None for reason in left_out) == 2


@pytest.mark.parametrize(
    ("content", "more", "message"),
    [
        ("a,1\nb,2\n", ("--freeze", "99"), "first 99 points"),
        ("a,1\nb,2\n", ("--freeze", "1", "--exclude", "a"), "first 1 points"),
        ("a,1_0\nb,2\n", (), "needs the columns"),
        ('a,"1\nb,2\n', (), "quotation mark in row 1 is never closed"),
        ("label;value\nJan;1,5\nFeb;1,234\n", (), "can be read as two numbers"),
    ],
)
def test_a_chart_that_cannot_be_made_says_why(
    tmp_path: Path,
    content: str,
    more: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, "utf-8")
    assert run("chart", "c", file, *more) == 1
    assert message in capsys.readouterr().err


def test_letters_the_terminal_lacks_stop_nothing(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", narrow)
    monkeypatch.setenv("LANG", "zh_HK.UTF-8")
    assert run("check", demo_store) == 0


def test_a_window_without_a_display_is_refused_in_words() -> None:
    env = {key: text for key, text in os.environ.items() if key not in {"DISPLAY"}}
    for key in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        env.pop(key, None)
    done = subprocess.run(
        [sys.executable, "-m", "csq_desktop"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__main__.__file__).parents[1],
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "csq --help" in done.stderr


def test_no_command_can_be_read_from_outside_or_leaves_open_files() -> None:
    """Holes 10 and 12 of the first attack: in a process of its own, for it is for good."""
    told = (
        "import os, resource, ctypes\n"
        "from csq_desktop.__main__ import main\n"
        "main(['--help'])\n"
        "print(os.umask(0), resource.getrlimit(resource.RLIMIT_CORE), "
        "ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__main__.__file__).parents[1],
    )
    assert done.stdout.splitlines()[-1] == f"{0o077} (0, 0) 0"


@pytest.mark.parametrize(
    ("lang", "usage", "message"),
    [
        ("en_HK.UTF-8", "usage: csq demo", "“-1” is not a whole number from 0 upwards."),
        ("zh_HK.UTF-8", "用法：csq demo", "「-1」不是零或以上的整數。"),
        ("zh_CN.UTF-8", "用法：csq demo", "“-1”不是零或以上的整数。"),
    ],
)
def test_wrong_usage_is_told_in_the_users_language(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    usage: str,
    message: str,
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert run("demo", "X", "--months", "-1") == 2
    said = capsys.readouterr().err
    assert said.startswith(usage)
    assert message in said
    assert "LANGUAGE" not in os.environ


def test_requests_and_minutes_of_a_review_are_printed(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, month = demo_store, Month.of(DEMO_NOW.date()).shift(-1)
    request = PackRequest(month, ("en",), asked="Hire a second cashier\nPaint")
    with demo.signed_in(folder, FixedClock(DEMO_NOW)) as store, store.writing() as session:
        packs.issue(session, request)
        new = NewAskAnswer(
            ask_id=asks.everything(session)[0].id,
            decision=AskDecision.YES,
            decided_by="Karen Leung",
            owner="May Wong",
            due_on=date(2026, 12, 31),
            comment="Mrs Chan agrees: 9123 4567",
        )
        asks.answer(session, new)
    assert run("requests", folder) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[1:] for line in lines] == [
        ["No answer yet", "Paint"],
        ["Agreed", "Hire a second cashier", "May Wong", "2026-12-31", ""],
    ]
    assert run("requests", folder, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, list)
    assert [ask["state"] for ask in answer] == ["unanswered", "agreed"]
    file = tmp_path / "minutes.pdf"
    assert run("minutes", folder, "--month", month, "--out", file, "--lang", "zh_HK") == 0
    assert "檢討會議紀錄" in in_one_line(file.read_bytes())
    assert run("minutes", folder, "--month", "2020-01", "--out", tmp_path / "none.pdf") == 1
    assert "has not been issued" in capsys.readouterr().err
    assert run("export", folder, "requests", tmp_path / "a.csv") == 1  # it has people's words
    assert run("export", folder, "requests", tmp_path / "a.csv", "--purpose", "Review") == 0
    _, paint, cashier = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    day = DEMO_NOW.date()
    assert paint == f"{month},{day},Paint,No answer yet,,,,,,,"
    assert cashier == (
        f"{month},{day},Hire a second cashier,Agreed,Agreed,Karen Leung,{day},May Wong,"
        "2026-12-31,,[name] agrees: [telephone]"
    )


def test_everything_goes_out_and_comes_back_unchanged(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "set"
    words = ("export", demo_store, "--everything", folder)
    assert run(*words) == 1
    assert "needed for" in capsys.readouterr().err
    assert run(*words, "--purpose", "Another computer") == 0
    capsys.readouterr()
    assert run("import", demo_store, "--everything", folder, "--json") == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert {"customers", "complaints"} <= files.keys()
    for name, what in files.items():
        assert what["sentences"][0] == f"Unchanged: {what['rows']}", name
    assert run("import", demo_store, "customers", "x.csv", "--everything", folder) == 1
    assert "--everything and a folder" in capsys.readouterr().err


def test_a_record_is_written_as_it_stood(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "then.pdf"
    ref = "CU-00001"
    assert run("as-it-stood", demo_store, ref, "--at", "1999-01-01T09:00", "--out", out) == 0
    assert "It was not there at that moment." in in_one_line(out.read_bytes())
    assert run("as-it-stood", demo_store, ref, "--out", out) == 0
    assert f"{ref} as it stood" in in_one_line(out.read_bytes())
    assert run("as-it-stood", demo_store, "Q-1", "--out", out) == 1
    assert run("as-it-stood", demo_store, ref, "--at", "yesterday", "--out", out) != 0
    assert "is not a moment written" in capsys.readouterr().err
