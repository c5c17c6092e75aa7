"""The command line: exit codes, sentences, and JSON over the same services as the window."""

import getpass
import json
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop import cli, paths, prompts
from csq_desktop.demo import build as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from tests.factory import DEMO_NOW, FixedClock
from tests.pdf_text import in_one_line

SUPERVISOR = demo.DEMO_PASSPHRASES[Role.SUPERVISOR]
SMALL = ("--months", "4", "--customers", "12", "--complaints", "60")


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "Demo.csq"
    demo.build(folder, demo.DemoSize(4, 12, 60), now=DEMO_NOW)
    return folder


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(prompts.PASSPHRASE, SUPERVISOR)


def run(*words: object) -> int:
    return cli.main([str(word) for word in words], source=FixedClock(DEMO_NOW))


def printed_json(capsys: pytest.CaptureFixture[str]) -> object:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "words", [[], ["bogus"], ["chart"], ["figures", "X"], ["demo", "--months", "-1"]]
)
def test_wrong_usage_is_two(words: Sequence[str]) -> None:
    assert run(*words) == 2


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert "COMMAND" in capsys.readouterr().out


def test_a_demo_tells_who_may_sign_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("demo", tmp_path / "A.csq", *SMALL, "--json") == 0
    answer = printed_json(capsys)
    assert isinstance(answer, dict)
    assert [user["role"] for user in answer["users"]] == ["supervisor", "staff", "auditor"]
    assert run("demo", tmp_path / "A.csq", *SMALL) == 1
    assert "already" in capsys.readouterr().err


def test_a_demo_without_a_place_prints_last_months_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("csq_desktop.paths.demo_folder", lambda: tmp_path)
    small = demo.DemoSize(3, 5, 30)
    monkeypatch.setattr(demo, "DemoSize", lambda *_: small)
    assert run("demo") == 0
    (pack,) = tmp_path.glob("*.pdf")
    assert pack.read_bytes().startswith(b"%PDF")
    assert str(pack) in capsys.readouterr().out
    assert run("demo") == 0


def test_a_new_store_gives_its_recovery_key_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--name", "Mong Kok", "--branch", "MK02", "--supervisor", "May")
    assert run("new", tmp_path / "A.csq", *words) == 0
    assert "recovery key" in capsys.readouterr().out
    sheet = tmp_path / "sheet.pdf"
    assert run("new", tmp_path / "B.csq", *words, "--recovery", sheet) == 0
    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_new_store_asks_for_what_was_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(prompts.PASSPHRASE)
    answers = iter(["Mong Kok", "MK02", "May"])
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda _question: SUPERVISOR)
    assert run("new", tmp_path / "A.csq") == 0
    again = iter([SUPERVISOR, "another one altogether"])
    monkeypatch.setattr("getpass.getpass", lambda _question: next(again))
    words = ("--name", "X", "--branch", "Y", "--supervisor", "Z")
    assert run("new", tmp_path / "B.csq", *words) == 1


def test_figures_come_with_all_they_rest_on(
    demo_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    month = demo_month()
    assert run("figures", demo_store, "--month", month, "--json") == 0
    answer = printed_json(capsys)
    assert isinstance(answer, dict)
    assert answer["balance_holds"] is True
    assert answer["changed_since_issue"] == answer["revisions"] == answer["helped"] == []
    wanted = {"id", "value", "numerator", "denominator", "n", "low", "high", "target"}
    assert all(wanted <= set(figure) for figure in answer["figures"])
    assert run("figures", demo_store, "--month", month) == 0
    assert "complaints.received" in capsys.readouterr().out


def demo_month() -> str:
    return str(Month.of(DEMO_NOW.date()).shift(-1))


def test_the_same_pack_has_the_same_bytes_whatever_becomes_of_its_workbook(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--month", demo_month(), "--lang", "zh_HK", "--out")
    assert run("pack", demo_store, *words, tmp_path / "a.pdf") == 0
    (tmp_path / "b.pdf").touch()
    (tmp_path / "b.xlsx").mkdir()
    assert run("pack", demo_store, *words, tmp_path / "b.pdf", "--workbook") == 1
    said = capsys.readouterr()
    assert "b.pdf: " in said.out
    assert "b.pdf is written, but b.xlsx is not: " in said.err
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_several_packs_are_written_and_one_that_fails_is_named(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out := tmp_path / "out").mkdir()
    months = ("--from", str(Month.parse(demo_month()).shift(-1)), "--to", demo_month())
    missing = tmp_path / "Missing.csq"
    assert run("pack", missing, demo_store, *months, "--out", out, "--workbook") == 1
    said = capsys.readouterr()
    assert sorted(file.name for file in out.iterdir()) == [
        f"{demo_store.stem} {month}.{ending}"
        for month in ("2026-09", "2026-10") for ending in ("pdf", "xlsx")
    ]  # fmt: skip
    assert "2 of 4 review packs written. 2 of 4 workbooks written." in said.out
    assert f"{missing}: " in said.err
    assert run("pack", demo_store, demo_store, "--month", demo_month(), "--out", out) == 0
    assert len(list(out.glob("*.pdf"))) == 4  # none replaces another


def test_a_disk_that_refuses_one_pack_does_not_keep_the_others_from_being_written(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out := tmp_path / "out").mkdir()
    shutil.copytree(demo_store, long := tmp_path / f"{'x' * 245}.csq")
    assert run("pack", long, demo_store, "--month", demo_month(), "--out", out) == 1
    said = capsys.readouterr()
    assert "1 of 2 review packs written." in said.out
    assert "its name is too long" in said.err


def test_a_workbook_replaces_no_file_that_nobody_named(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.xlsx").write_text("mine")
    for name in ("own.pdf", "pack.xlsx"):
        words = ("--month", demo_month(), "--workbook", "--out", tmp_path / name)
        assert run("pack", demo_store, *words) == 1
        assert "There is already a file" in capsys.readouterr().err
    assert [path.name for path in tmp_path.glob("*.*")] == ["own.xlsx"]


def test_words_that_are_no_text_are_taken_without_what_cannot_be_written(
    demo_store: Path, tmp_path: Path
) -> None:
    shutil.copytree(demo_store, folder := tmp_path / "Words.csq")
    assert run("event", folder, "other", "--start", "2026-11-20", "--title", "Open\udcff") == 0
    pack = ("--month", demo_month(), "--out", tmp_path / "a.pdf", "--definition", "\udcff")
    assert run("pack", folder, *pack) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Enter either --month, or --from and --to"),
        (("--month", "2026-10", "--from", "2026-09"), "Enter either --month"),
        (("--from", "2026-10", "--to", "2026-09"), "from one month to a later one"),
        (("--from", "2006-10", "--to", "2026-09"), "at most 60 months"),
        (("--from", "2026-10"), "Enter the month as YYYY-MM"),
        (("--from", "2026-09", "--to", "2026-10"), "is not a folder"),
    ],
)
def test_months_that_make_no_pack_are_refused(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...], sentence: str,
) -> None:  # fmt: skip
    assert run("pack", demo_store, *words, "--out", tmp_path / "no.pdf") == 1
    assert sentence in capsys.readouterr().err


def test_an_event_is_recorded_and_listed(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Events.csq"
    shutil.copytree(demo_store, folder)
    days = ("--start", "2026-11-20", "--end", "2026-11-22")
    assert run("event", folder, "promotion", *days, "--title", "Red label days") == 0
    assert capsys.readouterr().out == "Event added.\n"
    assert run("events", folder) == 0
    assert "20 Nov – 22 Nov 2026\tPromotion: Red label days\t" in capsys.readouterr().out
    assert run("events", folder, "--json") == 0
    answer = printed_json(capsys)
    assert isinstance(answer, list)
    event = next(event for event in answer if event["title"] == "Red label days")
    assert (event["start"], event["end"], event["kind"]) == (days[1], days[3], "promotion")
    assert event["number"] >= 1
    assert run("event", folder, "other", "--start", "2026-11-20") == 1
    assert "Enter what happened." in capsys.readouterr().err
    assert run("event", folder, "other", "--start", "soon") == 2


def test_a_file_is_verified_with_its_figures(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(
        demo_store, tmp_path / "Issued.csq"
    )  # what others print stays as it is
    file, request = tmp_path / "a.pdf", PackRequest(Month.parse(demo_month()), ("en",))
    with demo.signed_in(folder, FixedClock(DEMO_NOW)) as store, store.writing() as session:
        file.write_bytes(packs.pdf_of(session, packs.issue(session, request).id))
    assert run("verify", folder, file) == 0
    printed = capsys.readouterr().out
    assert "is the issued review pack, unchanged to the last byte" in printed
    assert "complaints.received" in printed
    file.write_bytes(file.read_bytes() + b" ")
    assert run("verify", folder, file, "--json") == 1
    answer = printed_json(capsys)
    assert isinstance(answer, dict)
    assert (answer["origin"], answer["sound"], answer["pack"]["version"]) == ("changed", False, 1)
    (text_file := tmp_path / "a.txt").write_text("no PDF")
    assert run("verify", folder, text_file) == 1
    assert "is not a PDF" in capsys.readouterr().err


def test_a_preview_says_where_it_may_identify_somebody(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(demo_store, tmp_path / "Named.csq")
    with demo.signed_in(folder, FixedClock(DEMO_NOW)) as store, store.writing() as session:
        shop.change_shop(session, replace(shop.shop(session), name="Mrs Chan"))
    words = ("--month", demo_month(), "--lang", "en", "--out", tmp_path / "n.pdf")
    assert run("pack", folder, *words) == 0
    said = capsys.readouterr()
    assert "1 place may identify somebody: page " in said.err
    assert "Chan" not in said.out + said.err


def test_the_notice_of_all_pledges_or_of_one_is_written_and_noted(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from csq_desktop.domain.audit.entries import TrailFilter
    from csq_desktop.services import audit_trail
    from csq_desktop.services.pledges import pledges

    words = ("notice", demo_store, "--month", demo_month(), "--lang", "en")
    poster, single = tmp_path / "all.pdf", tmp_path / "one.pdf"
    assert run(*words, "--second", "zh_HK", "--paper", "A3", "--out", poster) == 0
    assert "服務承諾：" in in_one_line(poster.read_bytes())
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store, store.reading() as session:
        code = pledges.everything(session)[0].code
    assert run(*words, "--pledge", code, "--out", single) == 0
    assert f"Pledge {code}, version" in in_one_line(single.read_bytes())
    capsys.readouterr()
    assert run(*words, "--pledge", "NONE", "--out", tmp_path / "no.pdf") == 1
    assert "There is no pledge “NONE”." in capsys.readouterr().err
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store, store.reading() as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    assert sum(line.what == "Printed" for line in lines) > 1


def test_a_sound_store_checks_as_zero(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", demo_store) == 0
    assert run("check", demo_store, "--json") == 0
    assert '"sound": true' in capsys.readouterr().out


def test_a_backup_comes_back_as_a_store(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "b.csqbackup"
    assert run("backup", demo_store, backup) == 0
    assert run("restore", backup, tmp_path / "R.csq", "--user", "May Wong") == 0
    assert "70 records of feedback" in capsys.readouterr().out
    assert run("restore", backup, tmp_path / "R.csq") == 1


def test_all_keys_are_changed_at_a_word(
    demo_store: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backup, folder = tmp_path / "b.csqbackup", tmp_path / "R.csq"
    assert run("backup", demo_store, backup) == 0
    assert run("restore", backup, folder) == 0
    capsys.readouterr()
    assert run("rekey", folder) == 0
    code, waiting = capsys.readouterr().out.splitlines()
    assert "ew passphrase" in waiting
    (last,) = paths.default_backups_folder(folder.stem).glob("*[0-9].csqbackup")
    again = tmp_path / "A.csq"
    assert run("backup", folder, backup) == 0
    monkeypatch.setenv("CSQ_RECOVERY_KEY", code.split()[-1])
    assert run("restore", backup, again, "--recovery-key") == 0
    assert run("check", again) == 0
    assert run("restore", last, tmp_path / "B.csq", "--recovery-key") == 1


def test_a_recovery_key_in_the_command_is_refused_and_not_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("restore", tmp_path / "b", tmp_path / "R.csq", "--recovery-key", "ABCDE") == 1
    said = capsys.readouterr()
    assert "other users of this computer can read it there" in said.err
    assert "ABCDE" not in said.out + said.err


def test_the_recovery_key_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prompts: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return "no key"

    monkeypatch.setattr(getpass, "getpass", ask)
    assert run("restore", tmp_path / "b", tmp_path / "R.csq", "--recovery-key") == 1
    assert prompts == ["Recovery key: "]


def test_a_file_goes_in_dry_and_then_for_good(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.csv"
    file.write_text(
        "Customer number,Name,Telephone\nM-1,何小明,60001234\nM-1,=1+1,61112222\n", "utf-8-sig"
    )
    rejects = tmp_path / "skipped.csv"
    words = ("import", demo_store, "customers", file, "--json")
    assert run(*words, "--dry-run", "--rejects", rejects) == 0
    dry = printed_json(capsys)
    assert run(*words) == 0
    kept = printed_json(capsys)
    assert isinstance(dry, dict)
    assert isinstance(kept, dict)
    assert dry["counts"] == kept["counts"]
    assert (kept["counts"]["new"], kept["counts"]["duplicate"]) == (1, 1)
    assert "'=1+1" in rejects.read_text("utf-8-sig")
    suggested = tmp_path / "m.json"
    assert run("import", demo_store, "customers", file, "--suggest", suggested) == 0
    assert "Name → Name" in capsys.readouterr().out
    assert run("import", demo_store, "customers", file, "--mapping", suggested) == 0
    assert "Unchanged: 1" in capsys.readouterr().out


def test_a_mapping_of_another_kind_is_refused(demo_store: Path, tmp_path: Path) -> None:
    file, mapping = tmp_path / "in.csv", tmp_path / "m.json"
    file.write_text("Name\nHo\n", "utf-8")
    mapping.write_text('{"kind": "customers", "columns": {"Name": "name"}}', "utf-8")
    assert run("import", demo_store, "complaints", file, "--mapping", mapping) == 1


@pytest.mark.parametrize("kind", ["customers", "complaints", "pledge_counts", "figures"])
def test_lists_go_out(demo_store: Path, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"{kind}.csv"
    assert run("export", demo_store, kind, target, "--purpose", "Yearly check") == 0
    assert target.read_text("utf-8-sig").count("\n") > 2


@pytest.mark.parametrize("kind", ["customers", "complaints", "pledge_counts"])
def test_customers_and_words_do_not_go_out_without_a_purpose(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    assert run("export", demo_store, kind, tmp_path / "c.csv") == 1
    assert "needed for" in capsys.readouterr().err
    assert not (tmp_path / "c.csv").exists()


def test_a_chart_from_a_file_has_the_published_centre(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # qcc, pcmanufact: 20 samples of 5 computers, 193 nonconformities.
    counts = (10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5)
    file = tmp_path / "u.csv"
    rows = "".join(f"{n},{count},5\n" for n, count in enumerate(counts, 1))
    file.write_text("label,value,size\n" + rows, "utf-8")
    assert run("chart", "u", file, "--exclude", ",", "--json") == 0
    answer = printed_json(capsys)
    assert isinstance(answer, dict)
    assert answer["centre"] == pytest.approx(1.93)
    assert answer["points"][0]["upper"] == pytest.approx(3.793867)


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "{demo_store}", "--month", "2026-13"),
        ("figures", "{demo_store}", "--month", "2026-10", "--user", "Nobody"),
        ("figures", "{gone}", "--month", "2026-10"),
        ("chart", "u", "{gone}"),
        ("export", "{demo_store}", "figures", "{gone}/no/such/folder.csv"),
    ],
)
def test_what_cannot_be_done_is_one_and_a_sentence(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    places = {"demo_store": demo_store, "gone": tmp_path / "gone"}
    assert run(*(word.format(**places) for word in words)) == 1
    captured = capsys.readouterr()
    assert captured.err.strip()
    assert "Traceback" not in captured.err


def test_a_wrong_passphrase_is_refused(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(prompts.PASSPHRASE, "not the right one at all")
    assert run("figures", demo_store, "--month", "2026-10") == 1
    assert "passphrase" in capsys.readouterr().err


def test_an_auditor_reads_figures_and_no_customers(
    demo_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(prompts.PASSPHRASE, demo.DEMO_PASSPHRASES[Role.AUDITOR])
    auditor = ("--user", "Lee Chun Man")
    assert run("figures", demo_store, "--month", demo_month(), *auditor) == 0
    assert (
        run("export", demo_store, "customers", tmp_path / "c.csv", "--purpose", "x", *auditor) == 1
    )
    assert (
        run("export", demo_store, "complaints", tmp_path / "c.csv", "--purpose", "x", *auditor) == 1
    )


def test_a_stop_by_the_user_is_told(
    demo_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("csq_desktop.services.stores.checks.check", stop)
    assert run("check", demo_store) == 1
    assert "Cancelled" in capsys.readouterr().err


def test_progress_is_shown_to_a_person_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("demo", tmp_path / "A.csq", *SMALL) == 0
    assert "complaints: 60 / 60" in capsys.readouterr().err


def test_the_store_files_are_no_plain_database(demo_store: Path) -> None:
    for name in ("store.db", "vault.db"):
        with pytest.raises(sqlite3.DatabaseError):
            sqlite3.connect(demo_store / name).execute("select * from sqlite_master").fetchall()


def test_lists_are_printed_with_their_codes(
    demo_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("lists", demo_store, "--list", "closure_reasons") == 0
    (first, *_) = capsys.readouterr().out.splitlines()
    assert first.startswith("closure_reasons\ttyphoon\tTyphoon signal no. 8\t")
    assert first.endswith("\tIn use")
    assert run("lists", demo_store, "--json") == 0
    answer = printed_json(capsys)
    assert isinstance(answer, list)
    assert {"complaint_categories", "segments"} <= {entry["list"] for entry in answer}
    assert run("lists", demo_store, "--list", "nothing") == 1
    assert "There is no list “nothing”." in capsys.readouterr().err
