"""What is said twice is the same twice: window, pack, notice, export and command line."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property
from pathlib import Path

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import Standing
from csq_desktop.domain.exports.lists import FIGURES
from csq_desktop.domain.indicators.figures import Status
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.paper.charts import ChartUnit, ControlSpec
from csq_desktop.domain.paper.sheets import PaperSheet
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.today import when_text
from csq_desktop.domain.words.wording import HONG_KONG, month_name, month_text
from csq_desktop.reports.charts import draw
from csq_desktop.reports.charts.bilingual import in_both
from csq_desktop.reports.charts.scale import value_text
from csq_desktop.reports.packs import book
from csq_desktop.reports.packs.facts import Edition
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.finishing import page_count
from csq_desktop.reports.typography.look import PRINT
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.exports import exports
from csq_desktop.services.indicators import chart_words, figures, plain, verdicts
from csq_desktop.services.indicators.verdicts import Verdicts
from csq_desktop.services.packs import facts, packs
from csq_desktop.services.pledges import charts as pledge_charts
from csq_desktop.services.pledges import papers, pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.today import due, today
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.texts import speaking
from tests.bilingual_faults import halves
from tests.pdf_text import pages
from tests.printed_faults import PACK_WHITE, faults
from tests.reports.touching import touched, words_of
from tests.services.packs.seven_stores import NOVEMBER, STORES, Hard, clock_pledges

JUDGED = (Status.MET, Status.MISSED)
WORDS = {
    Status.MET: ("Met",),
    Status.MISSED: ("Not met", "Not met: maximum time"),
    Status.TOO_FEW: ("Too few cases",),
    Status.NOTHING: ("No data",),
}
MARKED = re.compile(r"[✓◆○] (Met|Not met(?:: maximum time)?|Too few cases|No data)")
SINCE = re.compile(
    r"(?:back on target|within normal variation|Real improvement|Real decline)"
    r" since (\w+(?: \d{4})?)"
)
DENSE = {"long words", "with exclusions"}
"""Stores whose pages are printed in Chinese alone too, which breaks its lines elsewhere."""
QUIET = {"empty": 8, "one case": 10}
"""Most pages of a month in which little happened."""
WRITTEN = tuple(f"What the shop wants its readers to know, in short line {n}" for n in range(40))


class MonthOutput:
    """All that one of the stores says of its month, each page read once."""

    def __init__(self, name: str, hard: Hard) -> None:
        self.name, self.hard, self.month = name, hard, hard.month
        with hard.store.reading() as session:
            self.judged: Verdicts = verdicts.of_month(session, self.month)
            self.pledges: list[Pledge] = [
                one for one in pledges.everything(session) if one.in_force_in(self.month)
            ]

    @cached_property
    def pack(self) -> list[str]:
        with self.hard.store.reading() as session:
            made = packs.make(session, PackRequest(self.month, ("en",)))
        return [" ".join(page.split()) for page in pages(made.pdf)]

    def page(self, words: str) -> str:
        """The first page of the pack that says it."""
        return next(page for page in self.pack if words in page)

    @cached_property
    def charts(self) -> dict[str, ControlSpec]:
        """The chart on each pledge's own page in the window."""
        with self.hard.store.reading() as session:
            return {
                one.code: pledge_charts.chart(session, one.id, self.month).spec
                for one in self.pledges
            }


@pytest.fixture(scope="module", params=STORES)
def output(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MonthOutput]:
    hard = STORES[request.param](tmp_path_factory.mktemp("hard"))
    yield MonthOutput(request.param, hard)
    hard.store.close()


@pytest.mark.no_cover
def test_every_list_and_detail_in_the_window_has_the_one_verdict(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        for line in pledge_views.lines(session, output.month):
            verdict = output.judged.get(line.pledge.figure_id)
            detail = pledge_views.detail(session, line.id, output.month)
            assert line.status is detail.status is verdict.status
            assert (line.figure, line.maximum) == (verdict.figure, verdict.maximum)
            assert detail.streak == verdict.streak
            assert line.trend[-1] == verdict.result.value


@pytest.mark.no_cover
def test_the_months_figures_and_the_export_have_the_values_that_were_judged(
    output: MonthOutput, tmp_path: Path
) -> None:
    with output.hard.store.reading() as session:
        whole = figures.month(session, output.month)
    exports.write(output.hard.store, FIGURES, tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["Month"], row["Figure"]): row["Value"] for row in csv.DictReader(file)}
    for figure in whole.figures:
        verdict = output.judged.find(figure.id)
        if verdict is None:
            continue
        assert verdict.figure == figure
        exported = rows.get((str(output.month), figure.id))
        if exported and figure.value is not None:
            assert float(exported) == pytest.approx(figure.value)


def test_the_command_line_tells_the_same_verdicts(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        whole = figures.month(session, output.month)
    for figure in whole.figures:
        verdict = output.judged.find(figure.id)
        told = plain.judged_figure(figure, verdict)
        assert told["verdict"] == (verdict or figure).status.value
        assert told["status"] == figure.status.value


@pytest.mark.no_cover
def test_a_deadline_and_the_pledge_counted_from_it_are_judged_alike(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        for pledge, name in clock_pledges(session):
            own, deadline = output.judged.get(pledge.figure_id), output.judged.get(name)
            assert (own.status, own.target) == (deadline.status, deadline.target)
            assert [(one.value, one.status, one.side, one.lower) for one in own.results] == [
                (one.value, one.status, one.side, one.lower) for one in deadline.results
            ]
            assert own.figure is not None
            assert deadline.figure is not None
            assert own.figure.text == deadline.figure.text


@pytest.mark.no_cover
def test_nothing_breaks_on_any_page(output: MonthOutput) -> None:
    written = WRITTEN if output.name == "long words" else ()
    for codes in (("en", "zh_HK"), ("zh_CN",)) if output.name in DENSE else (("en", "zh_HK"),):
        with output.hard.store.reading() as session:
            main, *second = (facts.gather(session, output.month, code) for code in codes)
        voices = Voices(main, second[0] if second else None, written, written[:10])
        document = book.document(voices, Edition())
        pdf = document.pdf()
        broken = faults(document, pdf, PACK_WHITE)
        if voices.again is not None:
            first = book.document(replace(voices, second=None), Edition())
            broken += halves(first, book.document(voices.again, Edition()), document)
        assert not broken, "\n".join((*codes, *broken))
        assert page_count(pdf) <= 30


def test_a_quiet_month_takes_few_pages(output: MonthOutput) -> None:
    assert len(output.pack) <= QUIET.get(output.name, 30)


def test_nothing_is_said_of_what_was_not_looked_at(output: MonthOutput) -> None:
    whole = " ".join(output.pack)
    assert "No repeat failures" not in whole  # no checklist was finished in any of them
    assert "Critical items failed – No data" in whole
    is_empty = output.name == "empty"
    assert ("No counts in October." in whole) == is_empty
    if is_empty:
        assert "All cases and counts" not in whole
    if output.name in ("empty", "first month", "one case"):
        assert "Shaded: range of normal variation" not in whole
        assert not re.search(r"\d–100\.0% ◆ Not met", whole)  # no limits of one month


def test_what_a_page_requests_is_requested_on_the_cover(output: MonthOutput) -> None:
    requested = set(re.findall(r"Requested: (Decide [^.:]+[.:]|Complete )", " ".join(output.pack)))
    assert all(words in output.pack[0] for words in requested)
    assert "Requested: Start with" not in " ".join(output.pack)


def test_numbers_have_their_thousands_apart_and_part_of_a_month_is_not_compared(
    output: MonthOutput,
) -> None:
    whole = " ".join(output.pack)
    if output.name == "disaster":
        assert not re.findall(r"(?<![\d,.-])(?!20\d\d\b)\d{4,}", whole)
        assert "3,000 complaints, 2,979 more" in whole
    if output.name == "running month":
        assert "Change – 21 in October" in whole


@pytest.mark.no_cover
def test_chart_and_table_of_categories_have_one_order(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        pack = facts.gather(session, output.month, "en")
    bars = [bar.label for bar in pack.charts.causes.bars]
    assert bars == [cause.label for cause in pack.causes if cause.month][: len(bars)]


def test_page_two_can_be_counted_again(output: MonthOutput) -> None:
    page = output.page("Outlook")
    body = page[page.index("Measure ") : page.index("Beside n")]
    words = [found[1] for found in MARKED.finditer(body)]
    met, missed = words.count("Met"), sum(word.startswith("Not met") for word in words)
    if not met + missed:
        assert f"No target in this table could be judged in {month_name(output.month)}" in page
    else:
        assert f"{met} of {met + missed} target" in page
    by_maximum = [output.judged.get(pledge.figure_id).result for pledge in output.pledges]
    number = sum(result.misses_maximum_only for result in by_maximum)
    assert body.count("Over maximum: ") == number


def test_every_verdict_on_paper_is_the_one_verdict(output: MonthOutput) -> None:
    table = output.page("Pledge level")
    for pledge in output.pledges:
        status = output.judged.get(pledge.figure_id).status
        row = table[table.index(f"{pledge.number} {pledge.current.terms.wording.text[:12]}") :]
        found = MARKED.search(row)
        assert found is not None
        assert found[1] in WORDS[status], (pledge.code, status)
    for page, pledge in _own_pages(output):
        rows = page[page.index("Control limits") :]
        for result in output.judged.get(pledge.figure_id).results[-5:]:
            # A row goes on with its numbers; the month stands in the page's header too.
            starts = re.search(rf"{month_text(result.month)} (?=[\d–])", rows)
            assert starts is not None
            row = rows[starts.start() :]
            found = MARKED.search(row)
            assert found is not None
            assert found[1] in WORDS[result.status], (pledge.code, str(result.month))
            assert result.figure is not None
            assert result.value is None or result.figure.text in row


def _own_pages(output: MonthOutput) -> Iterator[tuple[str, Pledge]]:
    """What the pack says under the title of each pledge that has one, to its end."""
    whole = " ".join(output.pack)
    whole = whole[whole.index("Pledge level") :]
    for pledge in output.pledges:
        title = whole.find(f"{pledge.current.terms.wording.text}: ")
        if title >= 0:
            yield whole[title:], pledge


def test_the_tally_is_one_sentence_everywhere(output: MonthOutput) -> None:
    tally = output.judged.tally
    assert tally.text in output.pack[0]
    assert tally.total == len(output.pledges)
    with output.hard.store.reading() as session:
        card = next(one for one in today.show(session).cards if one.page == "pledges")
        if month_name(output.month) in card.label and tally.judged:
            assert card.note == tally.text


@pytest.mark.no_cover
def test_every_chart_has_the_limits_and_the_average_of_the_verdict(output: MonthOutput) -> None:
    for pledge in output.pledges:
        verdict = output.judged.get(pledge.figure_id)
        spec = output.charts[pledge.code]
        assert [(one.value, one.centre, one.lower, one.upper) for one in spec.points] == [
            (one.value, one.centre, one.lower, one.upper) for one in verdict.results
        ]
        assert [one.signal for one in spec.points] == [bool(one.side) for one in verdict.results]
        assert spec.title == chart_words.title(verdict)
    averages = {
        f"average {value_text(one.verdict.result.centre, ChartUnit.SHARE, one.verdict.target)}"
        for one in output.judged.judgements.values()
        if one.verdict.result.centre is not None
    }
    for page in output.pack:
        assert set(re.findall(r"average [\d.]+ %", page)) <= averages


@pytest.mark.no_cover
def test_no_label_of_a_chart_in_two_languages_touches_a_line(output: MonthOutput) -> None:
    with speaking("zh_HK"):
        again = MonthOutput(output.name, output.hard).charts
    for code, spec in output.charts.items():
        both = in_both(spec, again[code], "zh_HK")
        # A month later, an unusual last one is named in the midst of the chart.
        for shown in (both, replace(both, points=(*both.points, both.points[0]))):
            figure = draw(shown, PRINT, (487.0, 138.0), worded=False)
            assert touched(figure, PRINT) == [], code
        if both.points[-1].signal:
            assert both.points[-1].label.replace("\n", " ") in " ".join(words_of(figure))


def test_every_since_on_paper_is_one_of_a_verdict(output: MonthOutput) -> None:
    titles = " | ".join(chart_words.title(one.verdict) for one in output.judged.judgements.values())
    allowed = set(SINCE.findall(titles))
    for page in output.pack:
        assert set(SINCE.findall(page)) <= allowed


@pytest.mark.no_cover
def test_the_first_pages_chart_says_what_the_pledges_own_chart_says(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        shown, month = today.show(session).chart, Month.of(due.now(session).day)
        if shown is not None:
            own = pledge_charts.chart(session, shown.pledge_id, month).spec
            assert shown.spec.title == f"{shown.name}: {own.title}"
            assert shown.spec.points == own.points


@pytest.mark.no_cover
def test_the_notice_tells_what_the_pledges_page_tells(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        pledge = output.pledges[0]
        pdf = papers.notice(session, pledge.id, output.month, sheet=PaperSheet(("en",)))
    told = " ".join(" ".join(pages(pdf)).split())
    verdict = output.judged.get(pledge.figure_id)
    figure = verdict.figure
    assert figure is not None
    if figure.value is not None:
        assert figure.text in told
        assert figure.counts in told
        assert ("We did not achieve it" in told) is (figure.status is Status.MISSED)


def test_every_overdue_case_is_asked_about_and_as_late_as_on_its_own_page(
    output: MonthOutput,
) -> None:
    cover = output.pack[0]
    with output.hard.store.reading() as session:
        here = due.now(session)
        open_then = figures.open_cases(session, output.month)
        end = min(here.moment, _end(output.month))
        late = [one.ref for one in open_then if one.standing(end) is Standing.LATE]
        assert ("overdue complaint" in cover) is bool(late)
        assert all(ref in cover for ref in late[:3])
        for item in due.items(session, here) if Month.of(here.day) == output.month else ():
            if item.at is None or not item.overdue or not isinstance(item.object_id, int):
                continue
            case = complaint_views.read(session, item.object_id)
            lateness = {one.lateness for one in case.clocks if one.lateness}
            assert when_text(item, here).removesuffix(" overdue") in lateness
            assert any(f"{case.ref} ({one}, " in cover for one in lateness)


def _end(month: Month) -> datetime:
    return datetime.combine(month.shift(1).first_day, time(0), HONG_KONG)


@pytest.mark.no_cover
def test_nothing_is_judged_where_nothing_was_counted(output: MonthOutput) -> None:
    for verdict in output.judged.verdicts.values():
        if verdict.status in JUDGED:
            figure = verdict.figure
            assert figure is not None
            assert figure.n or figure.id in (
                FigureId.CHECKLISTS_CRITICAL_FAILED,
                FigureId.ACTIONS_OVERDUE,
            )
    judged = any(one.status in JUDGED for one in output.judged.verdicts.values())
    asked = "No decision is requested this month." in output.pack[0]
    assert not asked or (judged and not output.judged.tally.unjudged)


def test_part_of_a_month_is_neither_called_low_nor_compared(output: MonthOutput) -> None:
    received, is_running = output.judged.get(verdicts.RECEIVED), output.month == NOVEMBER
    assert bool(received.result.left_out) is is_running
    assert ("complaints so far" in output.pack[0]) is is_running
    if is_running:
        assert (received.signal, received.beyond) == (None, ())
        assert (
            "November 2026 is excluded from the control limits: the month is not over."
            in output.page("Complaints received: no unusual month")
        )
        # Neither this month nor those before the first complaint are in the average.
        assert "average of 8 months: 21.0" in output.page("average of")


@pytest.mark.no_cover
def test_equal_categories_stand_in_one_order_in_chart_and_table(output: MonthOutput) -> None:
    with output.hard.store.reading() as session:
        month = facts.gather(session, output.month, "en")
    drawn = [bar.label for bar in month.charts.causes.bars]
    assert drawn in ([], [cause.label for cause in month.causes if cause.month])


@pytest.mark.no_cover
def test_no_month_is_compared_with_one_before_the_store_counted_anything(
    output: MonthOutput,
) -> None:
    with output.hard.store.reading() as session:
        first = records.first_counted(session)
        whole = figures.month(session, output.month)
    months = [*output.judged.history, whole]
    early = [month for month in months if first is None or month.month <= first]
    for month in early:
        assert {figure.change for figure in month.figures} == {None}, month.month
    if whole in early:
        before = month_name(output.month.shift(-1))
        assert not [page for page in output.pack if before in page]
    else:
        assert whole.get(FigureId.COMPLAINTS_RECEIVED).change is not None
