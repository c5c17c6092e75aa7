"""The command line is told what the window shows: matching, guesses, what is skipped, notes."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.services.imports import commands, imports, matching
from csq_desktop.storage.store import Store
from tests.exchange.case_files import CASES
from tests.exchange.made_files import Rows, csv_file, xlsx_file
from tests.services.imports.import_case import clock, store

__all__ = ["clock", "store"]
HEAD = ["Ticket", "Date", "Time", "State", "Received via", "About", "About"]
ROWS: Rows = [
    HEAD,
    ["A1", "13/08/2026", "9:05", "Ohio", "API", "Parking", "x"],
    ["A2", "2026-08-04", "15:30", "Georgia", "Internal", "Parking", "y"],
]


def order(path: Path, **more: Any) -> commands.Order:
    return replace(commands.Order(ImportKind.COMPLAINTS, path), **more)


def test_what_was_guessed_is_said(store: Store, tmp_path: Path) -> None:
    rows = [["Category" if name == "About" else name for name in HEAD], *ROWS[1:]]
    path = xlsx_file(tmp_path / "cases.xlsx", {"Cases": rows, "Notes": [["x"], ["y"]]})
    done = commands.run(store, order(path, dry_run=True), None)
    assert done.account.sentences == (
        "Sheet: Cases",
        "No column mapping was given. The columns were matched as follows:",
        "Ticket → Reference in the other system",
        "Date → Received",
        "Received via → Channel",
        "Category → Category",
        "Time → Received (time of day)",
        "Severity: “Medium” in every row",
        "Channel: “API” → Web form, “Internal” → Head office",
        "Skipped columns: State, Category (2)",
        "Date format: Day, month, year",
        "Unique field: Reference in the other system",
        "Only the sheet “Cases” is read.",
        "Several columns have the same heading: “Category”, “Category (2)”. "
        "Check which one to import.",
        "“Received” is read from two columns: the date from “Date”, the time from “Time”.",
        "“State” is not matched to “Status”: its cells, such as “Ohio”, do not fit.",
        "“Date” has dates written in several ways: 1 as day-month-year (13/08/2026), "
        "1 as year-month-day (2026-08-04). A spreadsheet may have swapped day and month in the "
        "dates that begin with the year. Compare some with the original.",
    )
    ruled = replace(done.account.mapping, undated_closing="answered")
    account = replace(done.account, mapping=ruled)
    assert "Closed without a date: On the date of the reply" in account.sentences
    assert any("begins with the year" in sentence for sentence in done.sentences)
    written = done.as_json()
    assert written["sentences"] == [*done.account.sentences, *done.sentences]
    assert written["file"] == {
        "guessed": True,
        "sheet": "Cases",
        "encoding": None,
        "encoding_sure": True,
        "columns": dict(done.account.mapping.columns),
        "times": {"Time": "received_at"},
        "skipped_columns": ["State", "Category (2)"],
        "constants": {"severity": "medium"},
        "values": {"channel": {"API": "web", "Internal": "head_office"}},
        "date_order": "dmy",
        "year_first": None,
        "unique_by": "their_reference",
        "undated_closing": "",
        "notes": list(done.account.notes),
    }


def test_scripts_are_told_what_the_window_shows_of_every_case_file(
    store: Store, tmp_path: Path
) -> None:
    """The notes of the first step and the reasons of the last, or the same refusal."""
    for place, case in enumerate(CASES.values()):
        kind, path = case.mapping.kind, case.make(tmp_path / f"{place}")
        with store.reading(identities=True) as session:
            table = imports.open_file(path)
            look = matching.look(session, table, kind).proposal
            if matching.ambiguous_without(look.order, None):
                with pytest.raises(UserError, match="do not tell their order"):
                    commands.run(store, commands.Order(kind, path, dry_run=True), None)
                continue
            try:
                mapping = replace(look.mapping, date_order=look.order.order)
                tally = imports.dry_run(session, table, mapping).summary.tally
            except UserError as error:
                with pytest.raises(UserError, match=re.escape(error.text)):
                    commands.run(store, commands.Order(kind, path, dry_run=True), None)
                continue
        outcome = commands.run(store, commands.Order(kind, path, dry_run=True), None).as_json()
        assert outcome["file"]["notes"] == [*look.notes, *look.order.notes]
        assert outcome["reasons"] == tuple((why.reason.sentence, why.rows) for why in tally)


@pytest.mark.parametrize("name", ["two ways of writing dates", "a date and a time column"])
def test_notes_on_dates_are_told_under_a_mapping_too(
    store: Store, tmp_path: Path, name: str
) -> None:
    case, mapping_file = CASES[name], tmp_path / "mapping.json"
    path = case.make(tmp_path / "file")
    mapping_files.save(case.mapping, mapping_file)
    table = imports.open_file(path)
    notes = matching.date_order(table, case.mapping).notes
    asked = order(path, mapping_file=mapping_file, dry_run=True)
    assert notes
    assert commands.run(store, asked, None).as_json()["file"]["notes"] == [*table.notes, *notes]


def test_a_suggested_mapping_gives_the_same_result(store: Store, tmp_path: Path) -> None:
    rows = [["Category" if name == "About" else name for name in HEAD], *ROWS[1:]]
    path, target = csv_file(tmp_path / "cases.csv", rows), tmp_path / "m.json"
    suggested = commands.run(store, order(path, suggestion=target), None)
    assert (suggested.counts, suggested.batch_id) == ({}, None)
    assert suggested.sentences == (
        f"The proposed column mapping is in {target}. Nothing was imported.",
    )
    assert json.loads(target.read_text("utf-8"))["columns"]["State"] == ""
    guessed = commands.run(store, order(path, dry_run=True), None)
    given = commands.run(store, order(path, dry_run=True, mapping_file=target), None)
    assert given.account.mapping == guessed.account.mapping
    assert (given.counts, given.reasons) == (guessed.counts, guessed.reasons)
    assert not any("No column mapping" in sentence for sentence in given.account.sentences)
    assert set(given.account.notes) < set(guessed.account.notes)


def test_what_a_suggestion_lacks_is_said(store: Store, tmp_path: Path) -> None:
    rows = [["Ticket", "Date"], ["A1", "04/05/2026"]]
    path, target = csv_file(tmp_path / "cases.csv", rows), tmp_path / "m.json"
    lacking = commands.run(store, order(path, suggestion=target), None).sentences[1:]
    assert lacking == ("Match a column to “Category” first.",)
    path = csv_file(tmp_path / "cases.csv", [[*rows[0], "Category"], [*rows[1], "Parking"]])
    (lack,) = commands.run(store, order(path, suggestion=target), None).sentences[1:]
    assert lack == "The dates do not tell their order. Give a mapping with date_order."
    with pytest.raises(UserError, match="tell their order"):
        commands.run(store, order(path, mapping_file=target), None)


def test_contradicting_dates_are_counted_in_the_refusal(store: Store, tmp_path: Path) -> None:
    rows = [["Date", "Category"], ["13/05/2026", "Parking"], ["05/13/2026", "Parking"]]
    with pytest.raises(UserError, match=r"1 as day-month-year \(13/05/2026\), 1 as month"):
        commands.run(store, order(csv_file(tmp_path / "cases.csv", rows)), None)


def test_many_words_and_a_guessed_encoding_are_said_in_short(store: Store, tmp_path: Path) -> None:
    words = [f"Phone ({n})" for n in range(22)]
    rows = [["Date", "類別", "Channel", "Severity"]]
    rows += [["2026-08-04", "排隊", word, "low"] for word in words]
    path = csv_file(tmp_path / "cases.csv", rows, "big5hkscs")
    account = commands.run(store, order(path, dry_run=True), None).account
    sentences = replace(account, encoding_sure=False).sentences
    assert sentences[:2] == (
        "Encoding: Chinese, traditional (Big5-HKSCS)",
        "The encoding is a guess. If letters are wrong, name another in the mapping.",
    )
    (channels,) = (line for line in sentences if line.startswith("Channel: "))
    assert not any(line.startswith("Severity: ") for line in sentences)  # low means low
    assert channels.endswith(", 2 other words")
    assert replace(account, encoding="koi8-r").sentences[0] == "Encoding: koi8-r"
