"""A finished checklist on paper: its score, what failed and is done about it, every answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from csq_desktop.analytics.scores import ChecklistScore, SectionScore, checklist_score
from csq_desktop.domain.actions import Action
from csq_desktop.domain.charts import SectionsSpec
from csq_desktop.domain.checklists.facts import (
    Answer,
    AnswerChoice,
    Item,
    Photo,
    Run,
    Section,
    failed_items,
)
from csq_desktop.domain.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.wording import (
    UNKNOWN,
    count_text,
    date_text,
    moment_text,
    percent_text,
)
from csq_desktop.reports.documents.checklists import charts, forms
from csq_desktop.reports.documents.checklists.forms import weight_text
from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.paper.blocks import (
    Beside,
    Block,
    Cards,
    Cell,
    Chart,
    Facts,
    Heading,
    Image,
    Note,
    PaperBadge,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    SignBox,
    SignOff,
    Text,
    TextSpan,
    Together,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc, trn

PHOTOS_ACROSS = 3
PHOTO_WIDTH = 150.0
CHART_HEIGHT, CHART_ROW = 46.0, 17.0


@dataclass(frozen=True)
class FinishedRun:
    """A run and what belongs to it on paper; `before` is the run it is compared with.

    `target` is the score, 0..1, to reach in the month of the run's day; `privacy` says with what
    its words were compared.
    """

    run: Run
    shop: Shop
    target: float
    before: Run | None = None
    actions: tuple[Action, ...] = ()
    photos: tuple[Photo, ...] = ()
    privacy: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.shop.zone)

    def answer(self, code: str) -> Answer:
        """What was found at an item."""
        at_item = (answer for answer in self.run.answers if answer.item_code == code)
        return next(at_item, Answer(code))

    def choice(self, item: Item) -> AnswerChoice | None:
        """The answer chosen at an item."""
        return self.run.template.choice(item, self.answer(item.code).choice_key)


def completed(finished: FinishedRun, languages: Languages) -> Document:
    """A finished checklist with its score, failures, actions, answers and photos."""
    with speaking(languages.first):
        template, run = finished.run.template, finished.run
        return Document(
            title=f"{template.title.text} {run.ref}",
            language=languages.first,
            second=languages.second,
            author=finished.shop.name,
            issued=run.finished_at,
            furniture=Furniture(
                header_left=(template.title.text, run.ref, date_text(run.for_day)),
                header_right=(finished.shop.name, finished.shop.branch_code),
                footer=(forms.version_text(template), run.state.label),
            ),
            blocks=tuple(_blocks(finished, languages)),
        )


def _blocks(finished: FinishedRun, languages: Languages) -> Iterator[Block]:
    run = finished.run
    score = checklist_score(run.template, run.answers)
    yield forms.heading(run.template, languages)
    yield _facts(finished, languages)
    yield _cards(finished, score, languages)
    if score.is_capped:
        yield Note(languages.both(lambda: _capped_text(score), "\n"), Tone.BAD)
    yield from _chart(finished, score, languages)
    yield _score_table(finished, score, languages)
    yield from _failures(finished, languages)
    for section in run.template.sections:
        yield from _section(finished, section, languages)
    if finished.privacy:
        yield Paragraph(finished.privacy, small=True)
    yield _signatures(finished, languages)


def _facts(finished: FinishedRun, languages: Languages) -> Facts:
    run, both = finished.run, languages.both
    facts: list[tuple[str, Text]] = [
        (both(lambda: tr("Shop")), f"{finished.shop.name} · {finished.shop.branch_code}"),
        (both(lambda: tr("For the day")), date_text(run.for_day)),
        (both(lambda: tr("Started")), moment_text(run.started_at, finished.zone)),
        (both(lambda: tr("Completed")), moment_text(run.finished_at, finished.zone)),
        (both(lambda: tr("Checked by")), run.by or UNKNOWN),
    ]
    if run.note:
        facts.append((both(lambda: tr("Note")), run.note))
    return Facts(tuple(facts))


def _cards(finished: FinishedRun, score: ChecklistScore, languages: Languages) -> Cards:
    failed = failed_items(finished.run.template, finished.run.answers)
    both, items = languages.both, len(finished.run.template.items)
    return Cards(
        (
            PaperCard(
                both(lambda: tr("Score")),
                percent_text(score.share),
                both(lambda: _points_text(finished, score), "\n"),
                _score_tone(score.share, finished.target),
            ),
            PaperCard(
                both(lambda: tr("Items failed")),
                count_text(len(failed)),
                both(lambda: trn("of {n} item", "of {n} items", items)),
                Tone.WARN if failed else Tone.GOOD,
            ),
            PaperCard(
                both(lambda: tr("Critical items failed")),
                count_text(len(score.critical)),
                tr(", ").join(score.critical),
                Tone.BAD if score.critical else Tone.GOOD,
            ),
        )
    )


def _score_tone(share: float | None, target: float) -> Tone:
    """Of nothing that was scored there is no verdict."""
    if share is None:
        return Tone.SOFT
    return Tone.GOOD if share >= target else Tone.BAD


def _points_text(finished: FinishedRun, score: ChecklistScore) -> str:
    points = tr(
        "{reached} of {possible} points",
        reached=weight_text(score.points.reached),
        possible=weight_text(score.points.maximum),
    )
    goal = tr("target {share}", share=percent_text(finished.target, 0))
    return tr(" · ").join((points, goal))


def _capped_text(score: ChecklistScore) -> str:
    """The score as a sum: what the points came to, and what the cap made of it."""
    return trn(
        "The points come to {share}. The score is capped at {cap} because critical item {codes} "
        "failed.",
        "The points come to {share}. The score is capped at {cap} because critical items {codes} "
        "failed.",
        len(score.critical),
        share=percent_text(score.points.share),
        cap=percent_text(score.cap, 0),
        codes=tr(", ").join(score.critical),
    )


def _chart(finished: FinishedRun, score: ChecklistScore, languages: Languages) -> Iterator[Block]:
    def drawn() -> SectionsSpec:
        return charts.sections(finished.run, finished.before, finished.target)

    yield Chart(drawn(), CHART_HEIGHT + CHART_ROW * len(score.sections), worded=True)
    second = languages.again(lambda: drawn().title)
    if second:
        yield Paragraph(TextSpan(second, tone=Tone.SOFT), small=True, is_second=True)


def _score_table(finished: FinishedRun, score: ChecklistScore, languages: Languages) -> PaperTable:
    both = languages.both
    titles = {
        section.code: forms.title_in_both(section, languages)
        for section in finished.run.template.sections
    }
    columns = (
        PaperColumn(both(lambda: tr("Section"))),
        PaperColumn(both(lambda: tr("Points earned")), "right"),
        PaperColumn(both(lambda: tr("Points available")), "right"),
        PaperColumn(both(lambda: tr("Score")), "right"),
    )
    rows = [_score_row(titles[section.code], section) for section in score.sections]
    points = score.points
    total = PaperRow(
        (
            both(lambda: tr("Total")),
            weight_text(points.reached),
            weight_text(points.maximum),
            percent_text(points.share),
        ),
        total=True,
    )
    if score.is_capped:
        rows.append(total)
        total = PaperRow(
            (both(lambda: _cap_label(score), "\n"), "", "", percent_text(score.share)), total=True
        )
    note = both(lambda: tr("Items marked “Not applicable” are left out of the score."), "\n")
    title = both(lambda: tr("Score by section"))
    return PaperTable(columns, (*rows, total), title=title, note=note)


def _cap_label(score: ChecklistScore) -> str:
    return tr(
        "Capped at {cap} by {codes}",
        cap=percent_text(score.cap, 0),
        codes=tr(", ").join(score.critical),
    )


def _score_row(title: str, score: SectionScore) -> PaperRow:
    points = score.points
    return PaperRow(
        (title, weight_text(points.reached), weight_text(points.maximum), percent_text(score.share))
    )


def _failures(finished: FinishedRun, languages: Languages) -> Iterator[Block]:
    failed, both = failed_items(finished.run.template, finished.run.answers), languages.both
    second = languages.again(lambda: tr("Failed items and actions"))
    yield Heading(tr("Failed items and actions"), second, level=2)
    if not failed:
        yield Paragraph(both(lambda: tr("No item failed.")))
        return
    columns = (
        PaperColumn("", width=forms.CODE_WIDTH),
        PaperColumn(both(lambda: tr("Item"))),
        PaperColumn(both(lambda: tr("Observation")), width=130.0),
        PaperColumn(both(lambda: tr("Action")), width=150.0),
    )
    rows = tuple(
        PaperRow(
            (
                TextSpan(item.code, tone=Tone.SOFT),
                _asked(item, languages),
                finished.answer(item.code).comment or UNKNOWN,
                _action_text(finished, item.code),
            )
        )
        for item in failed
    )
    yield PaperTable(columns, rows)
    yield from _photos(finished, failed)


def _asked(item: Item, languages: Languages) -> Text:
    second = languages.second_text(item.text)
    beneath = (TextSpan(f"\n{second}", tone=Tone.SOFT),) if second else ()
    return (*forms.asked(item, languages), *beneath)


def _action_text(finished: FinishedRun, code: str) -> str:
    own = [action for action in finished.actions if action.item_code == code]
    return "\n".join(action_text(action) for action in own) or tr("No actions yet")


def action_text(action: Action) -> str:
    """An action in one line: its number, what, who, by when, and its state."""
    due = tr("due {day}", day=date_text(action.due_on))
    return tr(" · ").join((action.ref, action.title, action.owner, due, action.state.label))


def _section(finished: FinishedRun, section: Section, languages: Languages) -> Iterator[Block]:
    title, both = f"{section.code}  {section.title.text}", languages.both
    yield Heading(title, languages.second_text(section.title), level=2)
    columns = (
        PaperColumn("", width=forms.CODE_WIDTH),
        PaperColumn(both(lambda: tr("Item"))),
        PaperColumn(both(lambda: trc("checklist", "Answer")), width=84.0),
        PaperColumn(both(lambda: tr("Observation")), width=140.0),
    )
    yield PaperTable(
        columns, tuple(_answer_row(finished, item, languages) for item in section.items)
    )
    failed = failed_items(finished.run.template, finished.run.answers)
    yield from _photos(finished, [item for item in section.items if item not in failed])


def _answer_row(finished: FinishedRun, item: Item, languages: Languages) -> PaperRow:
    answer = finished.answer(item.code)
    seen = [answer.comment] if answer.comment else []
    if answer.photo_ids:
        seen.append(trn("{n} photo", "{n} photos", len(answer.photo_ids)))
    question = forms.question(item, languages)
    status = _status(finished.choice(item), languages)
    return PaperRow((TextSpan(item.code, tone=Tone.SOFT), question, status, "\n".join(seen)))


def _status(choice: AnswerChoice | None, languages: Languages) -> Cell:
    if choice is None:
        return TextSpan(languages.both(lambda: tr("not answered"), "\n"), tone=Tone.SOFT)
    words = " ".join(filter(None, (choice.label.text, languages.second_text(choice.label))))
    if not choice.counts:
        return PaperBadge(words, Tone.SOFT)
    return PaperBadge(words, Tone.BAD if choice.fails else Tone.GOOD)


def _photos(finished: FinishedRun, items: Sequence[Item]) -> Iterator[Block]:
    """The photos of some items, beneath the table that tells of them."""
    images = [
        Image(photo.jpeg, PHOTO_WIDTH, _photo_text(finished, item))
        for item in items
        for photo in finished.photos
        if photo.item_code == item.code
    ]
    for start in range(0, len(images), PHOTOS_ACROSS):
        row = [(image,) for image in images[start : start + PHOTOS_ACROSS]]
        yield Beside((*row, *[()] * (PHOTOS_ACROSS - len(row))))


def _photo_text(finished: FinishedRun, item: Item) -> Text:
    """What a photo shows: the item, what was answered and what was seen."""
    choice = finished.choice(item)
    seen = (choice.label.text if choice else "", finished.answer(item.code).comment)
    words = tr(" · ").join((item.text.text, *filter(None, seen)))
    return (TextSpan(item.code, bold=True), f"  {words}")


def _signatures(finished: FinishedRun, languages: Languages) -> Together:
    both = languages.both
    done = SignBox(both(lambda: tr("Checked by")), name=finished.run.by)
    seen = SignBox(
        both(lambda: tr("Reviewed by supervisor")),
        both(lambda: tr("The failed items and their actions were discussed."), "\n"),
    )
    return Together((Note(both(_version_remark, "\n")), SignOff((done, seen))))


def _version_remark() -> str:
    return tr("Scores are calculated with the version of the checklist the check was started with.")
