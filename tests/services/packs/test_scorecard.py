"""The scorecard: what it says of a series is what window and command line say of it."""

from dataclasses import replace
from pathlib import Path

from csq_desktop.analytics.indicators.verdicts import judge_share
from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.indicators.signs import Assurance, Variation
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.packs.pages import scorecard as page
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import Paragraph
from csq_desktop.reports.paper.document import Document
from csq_desktop.services.indicators import plain
from csq_desktop.services.packs import facts, scorecard
from tests.analytics.indicators.planted import TWELVE, Planted, around
from tests.pdf_structure import Structure
from tests.services.packs.seven_stores import empty

UNUSUAL = (Variation.BETTER, Variation.WORSE, Variation.BOTH)


def test_twelve_planted_series_have_the_signs_and_sentences_of_window_and_command_line(
    tmp_path: Path,
) -> None:
    hard = empty(tmp_path)
    with hard.store.reading() as session:
        gathered = facts.gather(session, hard.month, "en")
    hard.store.close()
    judged = {series.name: judge_share("x", series.results()).verdict for series in TWELVE}
    lines = tuple(scorecard.line(verdict, 10, name) for name, verdict in judged.items())
    blocks = tuple(page.page(Voices(replace(gathered, targets=lines))))
    structure = Structure(Document(title="Scorecard", blocks=blocks).pdf())
    rows = {row.children[0].text.replace(" ", ""): row for row in structure.root.all("TR")}
    texts = [body.text.replace(" ", "") for body in structure.root.all("P")]
    for series in TWELVE:
        signs = judged[series.name].signs
        row = next(
            row for label, row in rows.items() if label.startswith(series.name.replace(" ", ""))
        )
        alts = [figure.alt for figure in row.all("Figure")][-2:]
        assert alts == [signs.variation_text, signs.assurance_text or Assurance.UNKNOWN.label]
        figure = judged[series.name].figure
        assert figure is not None
        script = plain.judged_figure(figure, judged[series.name])["signs"]
        assert script == list(signs.sentences)
        assert all(words in paragraph(alts) for words in series.says), series.name
        in_words = f"{series.name}: {paragraph(signs.sentences)}"
        is_named = series.variation in UNUSUAL or series.assurance is Assurance.NEVER
        assert any(text.startswith(in_words.replace(" ", "")) for text in texts) is is_named
    what_the_first_page_calls_unusual_the_second_says_in_words(gathered)
    another_way_of_working_is_asked_for_with_the_reason(gathered)


def another_way_of_working_is_asked_for_with_the_reason(gathered: PackFacts) -> None:
    """Also of a pledge that is met this month: nothing else on the page tells why."""
    series = Planted(name="Till", met=(*around(975)[:-1], 981), targets=(0.98,) * 13, says=(),
                     variation=Variation.USUAL, assurance=Assurance.UNKNOWN)  # fmt: skip
    verdict = judge_share("x", series.results()).verdict
    assert verdict.status is Status.MET
    pledge = replace(gathered.pledges[0], verdict=verdict, name="Till", owner="May Wong")
    (asked,) = words.asked(replace(gathered, pledges=(pledge,)))
    assert asked.endswith("by itself. On average 97.5% of cases meet it (pledge at least 98%).")


def what_the_first_page_calls_unusual_the_second_says_in_words(gathered: PackFacts) -> None:
    """One rule for both: the latest month is unusual, or one of the two before it was."""
    steady, rising = around(960), tuple(952 + 3 * step for step in range(6))
    low = (*steady, 880)
    for met, says in (
        (low, "October was unusually low"),
        ((*low, 956, 966), "August was unusually low"),
        ((*low, 956, 966, 958), ""),
        (steady, ""),
        ((*low, 956, 966, 958, *rising), "Better, unusual: rising over 6 months"),
    ):
        series = Planted(name="Till", met=met, targets=(None,) * len(met), says=(),
                         variation=Variation.USUAL, assurance=Assurance.UNKNOWN)  # fmt: skip
        line = scorecard.line(judge_share("x", series.results()).verdict, 10, series.name)
        alone = replace(gathered, targets=(line,))
        cover = " ".join(each for each in words.message(alone) if each.startswith("Unusual"))
        blocks = [block.text for block in page.page(Voices(alone)) if isinstance(block, Paragraph)]
        assert (says in cover, bool(cover)) == (True, bool(says)), met
        assert ("Till" in str(blocks)) is bool(says), met
        assert line.verdict.is_news is bool(says)
        if "August" in says:
            assert says in str(blocks)
            assert "September. Now: As usual." in str(blocks)
