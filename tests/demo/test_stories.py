"""The texts of the demo shop: each in its language, each fitting its complaint."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from csq_desktop import paths
from csq_desktop.demo import build, cases, stories
from csq_desktop.domain.complaints.facts import Channel, Finding, Severity
from csq_desktop.services.settings import lists
from csq_desktop.storage.tables.cases.actions import ActionRow
from csq_desktop.storage.tables.checklists import ChecklistAnswerRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow, ComplaintRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.texts import LANGUAGES
from tests.factory import DEMO_NOW, FixedClock
from tests.rules.scripts import HAN, in_the_other_script
from tests.rules.tree import none_of

SOURCES = sorted((paths.resources() / "demo").rglob("*.json"))
PLACE = re.compile(r"\{(\w+)\}")
LATIN = re.compile(r"[A-Za-z]{2,}")
ENGLISH_NAMES = {"WhatsApp"}
MONTHS = range(1, 13)


def is_in(text: str, language: str) -> bool:
    """Whether a text without places is written in a language and in no other."""
    if language == "en":
        return not HAN.search(text)
    latin = set(LATIN.findall(text)) - ENGLISH_NAMES
    return bool(HAN.search(text)) and not latin and not in_the_other_script(text, language)


def texts_in(content: object) -> Iterator[dict[str, str]]:
    """Every text of a file, by language."""
    if isinstance(content, dict) and "en" in content:
        yield content
    elif isinstance(content, dict):
        for part in content.values():
            yield from texts_in(part)
    elif isinstance(content, list):
        for part in content:
            yield from texts_in(part)


def all_stories() -> Iterator[tuple[str, dict[str, Any]]]:
    for category in stories.categories():
        for name, story in stories.of_category(category)["stories"].items():
            yield f"{category}: {name}", story


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_text_is_written_in_three_languages(source: Path) -> None:
    for texts in texts_in(json.loads(source.read_text("utf-8"))):
        assert tuple(texts) == LANGUAGES
        assert len({tuple(sorted(PLACE.findall(text))) for text in texts.values()}) == 1, texts
        none_of(
            text for code, text in texts.items() if not is_in(PLACE.sub("", text) or "中", code)
        )


def test_there_is_a_story_whatever_is_drawn() -> None:
    assert set(stories.categories()) == set(cases.CATEGORIES)
    none_of(
        str(scene)
        for drawn in product(stories.categories(), Severity, MONTHS, (False, True))
        if not stories.fitting(scene := stories.Scene(*drawn))
    )


def test_every_story_names_what_the_shop_has_lists_of() -> None:
    listed = {
        name: {choice.code for choice in lists.choices(name)}
        for name in (lists.CATEGORIES, lists.ROOT_CAUSES, lists.TOUCH_POINTS)
    }
    assert set(stories.categories()) <= listed[lists.CATEGORIES]
    for name, story in all_stories():
        assert story["touch_point"] in listed[lists.TOUCH_POINTS], name
        endings = story["endings"]
        upheld = [end for end in endings if Finding(end["finding"]).counts_as_upheld]
        assert 0 < len(upheld) < len(endings), name
        assert {end["cause"] for end in upheld} <= listed[lists.ROOT_CAUSES], name
        assert not any("cause" in end for end in endings if end not in upheld), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_filled_in(language: str) -> None:
    writer = stories.Writer(language, Random(1))
    for _name, story in all_stories():
        telling = stories.with_goods(writer.dice, story)
        texts = [telling.text(words, language) for words in story["words"]]
        texts += [telling.optional(part, language) for part in ("sought", "at_once", "action")]
        for finding in Finding:
            ending = stories.answered(writer, telling, finding)
            texts += [ending.reply, ending.outcome.finding_note]
            texts += [writer.closing(ending.outcome.remedy_kind)]
            assert ending.outcome.finding.counts_as_upheld == finding.counts_as_upheld
        none_of(text for text in texts if text and ("{" in text or not is_in(text, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_names_the_amount_that_was_paid(language: str) -> None:
    writer = stories.Writer(language, Random(2))
    for name, story in all_stories():
        ending = stories.answered(writer, stories.with_goods(writer.dice, story), Finding.UPHELD)
        amounts = re.findall(r"HK\$([\d,]+)|([\d,]+)元", ending.reply)
        paid = ending.outcome.remedy_cents // 100
        assert [f"{paid:,}"] * bool(paid) == ["".join(amount) for amount in amounts], name


@pytest.mark.parametrize("channel", [channel for channel in Channel if channel in cases.CHANNELS])
def test_every_way_in_is_acknowledged(channel: Channel) -> None:
    assert stories.Writer("en", Random(3)).acknowledgement(channel)


@pytest.mark.parametrize("language", ["zh_HK", "zh_CN"])
def test_a_demo_is_in_one_language(tmp_path: Path, language: str) -> None:
    size = build.DemoSize(months=6, customers=6, complaints=60)
    build.build(tmp_path / "D.csq", size, language, now=DEMO_NOW)
    columns = (
        *(ComplaintRow.summary, ComplaintRow.remedy_sought, ComplaintRow.product),
        *(ComplaintRow.immediate_action, ComplaintRow.finding_note, ComplaintEventRow.text),
        *(ActionRow.title, ActionRow.done_note, ChecklistAnswerRow.comment, PledgeCountRow.reason),
    )
    with (
        build.signed_in(tmp_path / "D.csq", FixedClock(DEMO_NOW)) as store,
        store.reading() as session,
    ):
        for column in columns:
            written = set(session.scalars(select(column).where(column != "")))
            assert written, column
            none_of(text for text in written if not is_in(text, language))
        words = session.scalars(select(ComplaintRow.words))
        none_of(text for text in words if not any(is_in(text, code) for code in LANGUAGES))
