"""A finished checklist on paper: its score, what failed and is done about it, every answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from csq_desktop.analytics.scores import ChecklistScore, SectionScore, checklist_score
from csq_desktop.domain.actions import Action
from csq_desktop.domain.checklists.facts import (
    Answer,
    AnswerChoice,
    Item,
    Photo,
    Run,
    Section,
    failed_items,
)
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
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
from csq_desktop.texts import tr, trc, trn

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
    privacy: Callable[[], str] = str

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
    return languages.document(partial(_completed, finished))


def _completed(finished: FinishedRun, language: str) -> Document:
    template, run = finished.run.template, finished.run
    return Document(
        title=f"{template.title.text} {run.ref}",
        language=language,
        author=finished.shop.name,
        issued=run.finished_at,
        furniture=Furniture(
            header_left=(template.title.text, run.ref, date_text(run.for_day)),
            header_right=(finished.shop.name, finished.shop.branch_code),
            footer=(forms.version_text(template), run.state.label),
        ),
        blocks=tuple(_blocks(finished)),
    )


def _blocks(finished: FinishedRun) -> Iterator[Block]:
    run = finished.run
    score = checklist_score(run.template, run.answers)
    yield Heading(run.template.title.text)
    yield _facts(finished)
    yield _cards(finished, score)
    if score.is_capped:
        yield Note(_capped_text(score), Tone.BAD)
    yield _chart(finished, score)
    yield _score_table(finished, score)
    yield from _failures(finished)
    for section in run.template.sections:
        yield from _section(finished, section)
    if privacy := finished.privacy():
        yield Paragraph(privacy, small=True)
    yield _signatures(finished)


def _facts(finished: FinishedRun) -> Facts:
    run = finished.run
    facts: list[tuple[str, Text]] = [
        (tr("Shop"), f"{finished.shop.name} · {finished.shop.branch_code}"),
        (tr("For the day"), date_text(run.for_day)),
        (tr("Started"), moment_text(run.started_at, finished.zone)),
        (tr("Completed"), moment_text(run.finished_at, finished.zone)),
        (tr("Checked by"), run.by or UNKNOWN),
    ]
    if run.note:
        facts.append((tr("Note"), run.note))
    return Facts(tuple(facts))


def _cards(finished: FinishedRun, score: ChecklistScore) -> Cards:
    failed = failed_items(finished.run.template, finished.run.answers)
    choices = map(finished.choice, finished.run.template.items)
    items = sum(choice is not None and choice.counts for choice in choices)
    return Cards(
        (
            PaperCard(
                tr("Score"),
                percent_text(score.share),
                _points_text(finished, score),
                _score_tone(score.share, finished.target),
            ),
            PaperCard(
                tr("Items failed"),
                count_text(len(failed)),
                trn("of {n} item that applies", "of {n} items that apply", items),
                _failed_tone(Tone.WARN, len(failed), items),
            ),
            PaperCard(
                tr("Critical items failed"),
                count_text(len(score.critical)),
                tr(", ").join(score.critical),
                _failed_tone(Tone.BAD, len(score.critical), items),
            ),
        )
    )


def _failed_tone(tone: Tone, failed: int, items: int) -> Tone:
    """Where no item applied, that none failed is no good news."""
    if not items:
        return Tone.SOFT
    return tone if failed else Tone.GOOD


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


def _chart(finished: FinishedRun, score: ChecklistScore) -> Chart:
    spec = charts.sections(finished.run, finished.before, finished.target)
    return Chart(spec, CHART_HEIGHT + CHART_ROW * len(score.sections), worded=True)


def _score_table(finished: FinishedRun, score: ChecklistScore) -> PaperTable:
    titles = {section.code: forms.titled(section) for section in finished.run.template.sections}
    columns = (
        PaperColumn(tr("Section")),
        PaperColumn(tr("Points earned"), "right"),
        PaperColumn(tr("Points available"), "right"),
        PaperColumn(tr("Score"), "right"),
    )
    rows = [_score_row(titles[section.code], section) for section in score.sections]
    points = score.points
    total = PaperRow(
        (
            tr("Total"),
            weight_text(points.reached),
            weight_text(points.maximum),
            percent_text(points.share),
        ),
        total=True,
    )
    if score.is_capped:
        rows.append(total)
        total = PaperRow((_cap_label(score), "", "", percent_text(score.share)), total=True)
    note = tr("Items marked “Not applicable” are left out of the score.")
    title = tr("Score by section")
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


def _failures(finished: FinishedRun) -> Iterator[Block]:
    failed = failed_items(finished.run.template, finished.run.answers)
    yield Heading(tr("Failed items and actions"), level=2)
    if not failed:
        yield Paragraph(tr("No item failed."))
        return
    columns = (
        PaperColumn("", width=forms.CODE_WIDTH),
        PaperColumn(tr("Item")),
        PaperColumn(tr("Observation"), width=130.0),
        PaperColumn(tr("Action"), width=150.0),
    )
    rows = tuple(
        PaperRow(
            (
                TextSpan(item.code, tone=Tone.SOFT),
                forms.asked(item),
                finished.answer(item.code).comment or UNKNOWN,
                _action_text(finished, item.code),
            )
        )
        for item in failed
    )
    yield PaperTable(columns, rows)
    yield from _photos(finished, failed)


def _action_text(finished: FinishedRun, code: str) -> str:
    own = [action for action in finished.actions if action.item_code == code]
    return "\n".join(action_text(action) for action in own) or tr("No actions yet")


def action_text(action: Action) -> str:
    """An action in one line: its number, what, who, by when, and its state."""
    due = tr("due {day}", day=date_text(action.due_on))
    return tr(" · ").join((action.ref, action.title, action.owner, due, action.state.label))


def _section(finished: FinishedRun, section: Section) -> Iterator[Block]:
    yield Heading(forms.titled(section), level=2)
    columns = (
        PaperColumn("", width=forms.CODE_WIDTH),
        PaperColumn(tr("Item")),
        PaperColumn(trc("checklist", "Answer"), width=84.0),
        PaperColumn(tr("Observation"), width=140.0),
    )
    yield PaperTable(columns, tuple(_answer_row(finished, item) for item in section.items))
    failed = failed_items(finished.run.template, finished.run.answers)
    yield from _photos(finished, [item for item in section.items if item not in failed])


def _answer_row(finished: FinishedRun, item: Item) -> PaperRow:
    answer = finished.answer(item.code)
    seen = [answer.comment] if answer.comment else []
    if answer.photo_ids:
        seen.append(trn("{n} photo", "{n} photos", len(answer.photo_ids)))
    question = forms.question(item)
    status = _status(finished.choice(item))
    return PaperRow((TextSpan(item.code, tone=Tone.SOFT), question, status, "\n".join(seen)))


def _status(choice: AnswerChoice | None) -> Cell:
    if choice is None:
        return TextSpan(tr("not answered"), tone=Tone.SOFT)
    if not choice.counts:
        return PaperBadge(choice.label.text, Tone.SOFT)
    return PaperBadge(choice.label.text, Tone.BAD if choice.fails else Tone.GOOD)


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
    dot = tr(" · ")
    more = (part for words in seen if words for part in (dot, words))
    return (TextSpan(f"{item.code}  ", bold=True), item.text.text, *more)


def _signatures(finished: FinishedRun) -> Together:
    done = SignBox(tr("Checked by"), name=finished.run.by)
    seen = SignBox(
        tr("Reviewed by supervisor"),
        tr("The failed items and their actions were discussed."),
    )
    return Together((Note(_version_remark()), SignOff((done, seen))))


def _version_remark() -> str:
    return tr("Scores are calculated with the version of the checklist the check was started with.")
