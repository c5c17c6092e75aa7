"""Every box of text of the documents beside the pack, with the shortest texts and the longest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.actions import Action, ActionSource, ActionState, Priority
from csq_desktop.domain.checklists.facts import Answer, Photo, Run, RunState, Template
from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.pledges.facts import PledgeTerms
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.stores.recovery import RecoverySheet
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.reports.documents import pledge_notice, pledge_poster, recovery_sheet
from csq_desktop.reports.documents.checklists import forms, runs
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.documents.pledge_poster import PledgePoster, PosterPledge
from csq_desktop.reports.paper.document import Document
from csq_desktop.services.checklists.templates import shipped
from tests.checklist_case import FLOOR, jpeg_of
from tests.pledge_case import TERMS
from tests.printed_faults import faults
from tests.reports.documents.test_pledge_notice import OCTOBER, STANDARD, detail_of, notice

LONG_SHOP = Shop("The Old Harbour General Store of Sham Shui Po and Beyond", "SSP01")
PERSON = "Alexandra Featherstonehaugh-Cholmondeley"
MISSED = replace(STANDARD, value=0.9, numerator=90, status=Status.MISSED)
CODE = "7K3QX-0AB1C-DEFGH-JKMNP-QRSTV-WXYZ0-12345-6789A"
TAIL = ThreeTexts(
    " without anybody having to ask for it a second time, on busy days and on quiet ones",
    "，而且無論是繁忙日子還是平日，都不需要顧客再三查詢或者等候",
    "，而且无论是繁忙日子还是平日，都不需要顾客再三查询或者等候",
)

GUIDANCE = ThreeTexts(**{code: said.strip(" ，") for code, said in TAIL.by_language.items()})


def _longer(text: ThreeTexts) -> ThreeTexts:
    tails = TAIL.by_language
    return ThreeTexts(**{code: said + tails[code] for code, said in text.by_language.items()})


def _long(template: Template) -> Template:
    """The checklist with long words everywhere."""
    sections = (
        replace(
            section,
            title=_longer(section.title),
            items=tuple(
                replace(item, text=_longer(item.text), guidance=GUIDANCE, weight=2.5)
                for item in section.items
            ),
        )
        for section in template.sections
    )
    return replace(template, title=_longer(template.title), sections=tuple(sections))


def _shipped(key: str) -> Template:
    return next(template for template in shipped() if template.key == key)


def _finished(template: Template, shop: Shop, comment: str, photos: int) -> runs.FinishedRun:
    """A run in which every item has its last failing answer, or its first where none fails."""
    answers = tuple(
        Answer(
            item.code,
            next(
                (choice for choice in template.choices(item) if choice.fails and at % 2),
                template.choices(item)[0],
            ).key,
            comment,
        )
        for at, item in enumerate(template.items)
    )
    at = datetime(2026, 10, 5, 2, tzinfo=UTC)
    run = Run(
        id=1,
        ref="R-2026-0001",
        template_id=1,
        template=template,
        state=RunState.FINISHED,
        for_day=at.date(),
        started_at=at,
        finished_at=at,
        by=PERSON,
        answers=answers,
    )
    codes = [item.code for item in template.items]
    return runs.FinishedRun(
        run,
        shop,
        0.9,
        actions=tuple(_action(n, code, comment, at) for n, code in enumerate(codes[1:4], 1)),
        photos=tuple(Photo(n, codes[n % len(codes)], jpeg_of(400, 300)) for n in range(photos)),
    )


def _action(number: int, code: str, title: str, at: datetime) -> Action:
    return Action(
        id=number,
        ref=f"A-2026-{number:04}",
        title=title or "Lamp",
        owner_id=None,
        owner=PERSON,
        owner_text="",
        due_on=date(2026, 11, 2),
        priority=Priority.NORMAL,
        state=ActionState.OPEN,
        source=ActionSource.CHECKLIST,
        source_id=1,
        item_code=code,
        created_at=at,
        done_at=None,
        done_note="",
    )


DOCUMENTS: dict[str, Callable[[Languages], Document]] = {
    "blank form": lambda spoken: forms.blank(FLOOR, Shop("A", "SSP01"), spoken),
    "long blank form": lambda spoken: forms.blank(
        _long(_shipped("mystery_visitor")), LONG_SHOP, spoken
    ),
    "checklist": lambda spoken: runs.completed(_finished(FLOOR, Shop("A", "SSP01"), "", 0), spoken),
    "long checklist": lambda spoken: runs.completed(
        _finished(_long(_shipped("floor_weekly")), LONG_SHOP, GUIDANCE.en, 7), spoken
    ),
    "recovery sheet": lambda spoken: recovery_sheet.document(
        RecoverySheet("A", "SSP01", "B", date(2026, 11, 22), CODE), spoken.first
    ),
    "long recovery sheet": lambda spoken: recovery_sheet.document(
        RecoverySheet(LONG_SHOP.name, "SSP01", PERSON, date(2026, 11, 22), CODE), spoken.first
    ),
}


def _notice(spoken: Languages, *, is_long: bool) -> Document:
    """The notice as the program makes it: with what chart has room."""
    detail = detail_of(MISSED, terms=_long_terms() if is_long else TERMS)
    made = notice(detail, changed=GUIDANCE, shop=LONG_SHOP)
    return pledge_notice.fitted(made, spoken)[0]


def _poster(spoken: Languages, count: int, terms: PledgeTerms, paper: str) -> Document:
    pledges = tuple(
        PosterPledge(detail_of(MISSED if at % 2 else STANDARD, terms=terms), GUIDANCE)
        for at in range(count)
    )
    made = PledgePoster(OCTOBER, OCTOBER.last_day, LONG_SHOP, pledges, date(2026, 11, 2))
    return pledge_poster.fitted(made, spoken, paper)[0]


def _long_terms() -> PledgeTerms:
    return replace(
        TERMS,
        wording=_longer(TERMS.wording),
        standard=_longer(TERMS.standard),
        remedy=_longer(TERMS.remedy),
        how_measured=GUIDANCE,
    )


DOCUMENTS |= {
    "notice": lambda spoken: _notice(spoken, is_long=False),
    "long notice": lambda spoken: _notice(spoken, is_long=True),
    "poster": lambda spoken: _poster(spoken, 2, TERMS, "A4"),
    "long poster": lambda spoken: _poster(spoken, 9, _long_terms(), "A3"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("spoken", [Languages("en", "zh_HK"), Languages("zh_CN")], ids=str)
def test_nothing_breaks_on_any_page(name: str, spoken: Languages) -> None:
    document = DOCUMENTS[name](spoken)
    assert not faults(document, document.pdf())
