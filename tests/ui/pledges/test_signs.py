"""What the two signs of a pledge say, beneath the cards of its month."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from csq_desktop.analytics.indicators.verdicts import judge_share
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.services.pledges import views
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.pledges.measures import Measures
from tests.analytics.indicators.planted import LAST, TWELVE
from tests.pledge_case import till


def test_the_page_says_what_the_verdict_says(qtbot: QtBot, context: Context, store: Store) -> None:
    with store.reading() as session:
        detail = views.detail(session, till(store), LAST)
    measures = Measures(context)
    qtbot.addWidget(measures)
    for series in TWELVE:
        verdict = judge_share("x", series.results()).verdict
        measures.show_detail(replace(detail, verdict=verdict))
        assert measures.signs.text() == paragraph(verdict.signs.sentences)
        assert all(words in measures.signs.text() for words in series.says), series.name
