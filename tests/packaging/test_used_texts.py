"""Which texts the code asks to be translated."""

from collections.abc import Callable
from pathlib import Path

import pytest

import used_texts
from used_texts import Key

Collect = Callable[[str], tuple[set[Key], list[str]]]


@pytest.fixture
def collected(tmp_path: Path) -> Collect:
    """A function from source code to the keys it asks for and the complaints about it."""
    package = tmp_path / "csq_desktop"
    package.mkdir()

    def collect(source: str) -> tuple[set[Key], list[str]]:
        (package / "page.py").write_text(source, "utf-8")
        keys = {use.key for use in used_texts.uses(tmp_path)}
        return keys, used_texts.not_literal(tmp_path)

    return collect


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('tr("Open")', {Key("", "Open")}),
        ('texts.tr("Open")', {Key("", "Open")}),
        ('tr("Open" if x else "Closed")', {Key("", "Open"), Key("", "Closed")}),
        ('tr("two " "parts")', {Key("", "two parts")}),
        ('tr("Received {when}", when=tr("today"))', {Key("", "Received {when}"), Key("", "today")}),
        ('trn("{n} case", "{n} cases", n)', {Key("", "{n} case")}),
        ('trc("state", "Open")', {Key("state", "Open")}),
        ('mark("Open")', {Key("", "Open")}),
        ('mark("Open", "state")', {Key("state", "Open")}),
        ('sheet.mark("dot")', set()),
        ("tr(text)", set()),
        ("print(1)(2)", set()),
    ],
)
def test_a_text_is_collected_where_it_is_asked_for(
    collected: Collect, source: str, keys: set[Key]
) -> None:
    assert collected(source) == (keys, [])


TABLE = 'NAMES = {1: mark("Open"), 2: mark("Closed")}\n'


@pytest.mark.parametrize("taken", ["NAMES[x]", "NAMES.get(x)", "NAMES[x][0]"])
def test_a_table_of_marked_texts_is_collected_in_the_context_it_is_translated_in(
    collected: Collect, taken: str
) -> None:
    keys, _ = collected(f'{TABLE}def label(x): return trc("state", {taken})')
    assert keys == {Key("state", "Open"), Key("state", "Closed")}


def test_a_table_translated_without_context_is_collected_without(collected: Collect) -> None:
    keys, complaints = collected(f"{TABLE}def label(x): return tr(NAMES[x])")
    assert keys == {Key("", "Open"), Key("", "Closed")}
    assert complaints == []


def test_a_table_translated_both_ways_is_collected_both_ways(collected: Collect) -> None:
    keys, _ = collected(f'{TABLE}a = tr(NAMES[1])\nb = trc("state", NAMES[1])')
    assert {key.context for key in keys} == {"", "state"}


@pytest.mark.parametrize(
    "source",
    [
        'tr(f"{n} cases")',
        'tr("a" + word)',
        'trc("state", name)',
        'trc("state", "a" + name)',
        "trn(one, many, n)",
        "mark(word)",
    ],
)
def test_a_text_put_together_on_the_spot_is_complained_of(collected: Collect, source: str) -> None:
    _, complaints = collected(source)
    assert complaints == ["csq_desktop/page.py:1: the text is not a literal"]


def test_a_variable_may_hold_a_text_marked_for_its_context(collected: Collect) -> None:
    _, complaints = collected(
        'FIELDS = Field(mark("Name", "field"))\nshown = trc("field", f.label)'
    )
    assert complaints == []


def test_a_plural_and_the_place_are_kept(collected: Collect, tmp_path: Path) -> None:
    collected('\n\ntrn("{n} case", "{n} cases", n)')
    (use,) = used_texts.uses(tmp_path)
    assert (use.plural, use.place) == ("{n} cases", "csq_desktop/page.py:3")


@pytest.mark.parametrize(
    ("source", "fits"),
    [
        ('tr("Received {when}", when=day)', True),
        ('tr("Received {when}")', False),
        ('tr("Received", when=day)', False),
        ('tr("Received {when}" if x else "Received at {when}", when=day)', True),
        ('tr("Received {when}" if x else "Received", when=day)', False),
        ('tr("Received {when}", **values)', True),
        ('trn("{n} case", "{n} cases", n)', True),
        ('trn("{n} case", "{n} cases", n, n=f"{n:,}")', True),
        ('trn("{n} case of {all}", "{n} cases of {all}", n, every=9)', False),
        ('trn("One case of {all}", "{n} cases of {all}", n, all=9)', True),
        ('trc("state", "Open since {when}", since=day)', False),
        ('mark("Open since {when}", "state")', True),
    ],
)
def test_a_text_is_filled_with_the_values_it_has_places_for(
    tmp_path: Path, source: str, fits: bool
) -> None:
    package = tmp_path / "csq_desktop"
    package.mkdir()
    (package / "page.py").write_text(source, "utf-8")
    assert (used_texts.wrong_values(tmp_path) == []) is fits
