"""A small checklist to run in tests, and short ways to run it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any, TypeVar

from PIL import Image

from csq_desktop.domain.checklists.facts import (
    AnswerChoice,
    Every,
    Item,
    NewRun,
    ResponseSet,
    Section,
    Template,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.storage.store import Store

T = TypeVar("T")
YES = AnswerChoice("yes", ThreeTexts("Yes", "是", "是"), 1)
NO = AnswerChoice("no", ThreeTexts("No", "否", "否"), 0, fails=True)
NA = AnswerChoice("na", ThreeTexts("Not applicable", "不適用", "不适用"), None)


def item(code: str, words: ThreeTexts, **more: Any) -> Item:
    """An item that offers yes, no and not applicable."""
    return replace(Item(code=code, text=words, response_set="yes_no"), **more)


FLOOR = Template(
    key="floor",
    title=ThreeTexts("Fitting-room audit", "試身室檢查", "试衣间检查"),
    sections=(
        Section(
            "1",
            ThreeTexts("Queue", "輪候", "排队"),
            (
                item("1.1", ThreeTexts("Is the waiting time under five minutes?"), weight=2),
                item("1.2", ThreeTexts("Is somebody at the entrance?"), mandatory=False),
            ),
        ),
        Section(
            "2",
            ThreeTexts("Rooms", "試身室", "试衣间"),
            (
                item(
                    "2.1",
                    ThreeTexts("Are the rooms lit?", "試身室是否明亮？", "试衣间是否明亮？"),
                    critical=True,
                    guidance=ThreeTexts("Switch every lamp on.", "開啟每盞燈。", "打开每盏灯。"),
                ),
                item(
                    "2.2",
                    ThreeTexts("Are the rooms clean?", "試身室是否清潔？", "试衣间是否清洁？"),
                    needs_comment_on_fail=True,
                ),
            ),
        ),
    ),
    response_sets=(ResponseSet("yes_no", (YES, NO, NA)),),
    critical_cap=0.5,
    every=Every.WEEKLY,
    minutes=10,
)


def item_of(template: Template, code: str) -> Item:
    """The item of that code, which the template has."""
    item = template.item(code)
    assert item is not None
    return item


def do(store: Store, job: Callable[..., T], *args: object, **kwargs: object) -> T:
    """Do one job in a transaction of its own."""
    with store.writing() as session:
        return job(session, *args, **kwargs)


def look(store: Store, query: Callable[..., T], *args: object, **kwargs: object) -> T:
    """Ask on a connection without identities."""
    with store.reading() as session:
        return query(session, *args, **kwargs)


def give_out(store: Store, template: Template = FLOOR) -> int:
    """Save a template; its id."""
    return do(store, checklist_templates.save_template, template)


def begin(store: Store, template_id: int, for_day: date | None = None) -> int:
    """Start a run; its id."""
    return do(store, checklists.start, NewRun(template_id, for_day))


def answer(store: Store, run_id: int, **choices: str) -> None:
    """Answer items, written as i1_1="yes"."""
    for name, choice in choices.items():
        code = name.removeprefix("i").replace("_", ".")
        do(store, checklists.answer, run_id, code, choice)


def run_through(store: Store, template_id: int, for_day: date | None = None, **failing: str) -> int:
    """A finished run that answers yes except where told; its id."""
    run_id = begin(store, template_id, for_day)
    given = look(store, checklists.run, run_id).template
    choices = {"i" + one.code.replace(".", "_"): "yes" for one in given.items}
    answer(store, run_id, **(choices | failing))
    for name, choice in failing.items():
        if choice == "no":
            code = name.removeprefix("i").replace("_", ".")
            do(store, checklists.comment, run_id, code, "Seen at noon")
    do(store, checklists.finish, run_id)
    return run_id


def jpeg_of(width: int, height: int) -> bytes:
    """A plain photo of that size in pixels."""
    drawn = BytesIO()
    Image.new("RGB", (width, height), (200, 160, 120)).save(drawn, "JPEG")
    return drawn.getvalue()
