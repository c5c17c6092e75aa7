"""Running checklists: starting, answering as one goes, leaving and resuming, finishing."""

from array import array
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.analytics.scores import checklist_score
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import (
    Answer,
    Every,
    Item,
    NewRun,
    Photo,
    Run,
    RunCounts,
    RunFilter,
    RunLine,
    RunState,
    Template,
    check_answer,
    check_finished,
    failed_items,
)
from csq_desktop.domain.users import Permission, Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.checklists.templates import (
    template,
)
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.checklists import runs as records
from csq_desktop.storage.records.checklists import templates as template_records
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.checklists import ChecklistRunRow, PhotoRow
from csq_desktop.texts import tr

KIND = "R"
LATEST_START = timedelta(days=31)  # a paper form is typed in within a month
REOPENED_WITHIN = timedelta(minutes=30)
LONGEST_COMMENT = 2000
MOST_PHOTOS = 6
MOST_RUNS = 500
EVERY_RUN = RunFilter()


def start(session: Session, new: NewRun) -> int:
    """Start a run of a checklist's newest version; returns its id."""
    require(session, Permission.RUN_CHECKLISTS)
    checklist = template(session, new.template_id)
    today = shop.today(session)
    day = new.for_day or today
    _check_start(session, new.template_id, checklist, day)
    row = ChecklistRunRow(
        id=ids.reserve(session),
        ref=written(KIND, today.year, next_number(session, KIND, today.year)),
        template_id=new.template_id,
        template_key=checklist.key,
        for_day=day,
        started_at=desk_of(session).now(),
        started_by=desk_of(session).user.id,
        note=new.note.strip()[:LONGEST_COMMENT],
    )
    records.add(session, row)
    return row.id


def _check_start(session: Session, template_id: int, checklist: Template, day: date) -> None:
    row = template_records.template_row(session, template_id)
    if row is None or row.retired_at is not None:
        raise UserError(tr("This checklist is no longer in use."))
    if template_records.newest_id(session, checklist.key) != template_id:
        raise UserError(tr("This checklist has a newer version. Open it again."))
    today = shop.today(session)
    if not today - LATEST_START <= day <= today:
        raise UserError(tr("A check can be done for today or a day in the last month."))
    period = checklist.every.period(day)
    if period is None:
        return
    open_ones = RunFilter(checklist.key, RunState.DRAFT, *period)
    for line in records.lines(session, open_ones, 1):
        raise UserError(
            tr(
                "A check with this checklist is already in progress ({ref}). Resume it.",
                ref=line.ref,
            )
        )


def answer(session: Session, run_id: int, item_code: str, choice_key: str) -> None:
    """Choose the answer to an item, or none with an empty key."""
    row, checklist = _open_run(session, run_id)
    item = _item(checklist, item_code)
    check_answer(checklist, Answer(item_code, choice_key))
    chosen = checklist.choice(item, choice_key)
    stored = records.answer_row(session, row.id, item_code)
    stored.choice = choice_key
    stored.fails = chosen is not None and chosen.fails


def comment(session: Session, run_id: int, item_code: str, text: str) -> None:
    """Write what was seen at an item."""
    row, checklist = _open_run(session, run_id)
    _item(checklist, item_code)
    records.answer_row(session, row.id, item_code).comment = text.strip()[:LONGEST_COMMENT]


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file, no more than a photo may have; a UserError when unreadable."""
    from csq_desktop.exchange.photos import LARGEST_BYTES

    if path.exists() and not path.is_file():  # a pipe would be waited for without end
        raise UserError(tr("“{name}” is not a file. Choose a file.", name=path.name))
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UserError(tr("“{name}” could not be read.", name=path.name)) from error


def add_photo(session: Session, run_id: int, item_code: str, picture: bytes) -> int:
    """Keep a photo beside an item, made smaller and without its camera's notes; returns its id."""
    from csq_desktop.exchange.photos import jpeg_of

    row, checklist = _open_run(session, run_id)
    _item(checklist, item_code)
    beside = [photo for photo in records.photos(session, run_id) if photo.item_code == item_code]
    if len(beside) >= MOST_PHOTOS:
        raise UserError(tr("An item takes {n} photos at most.", n=MOST_PHOTOS))
    jpeg = jpeg_of(picture)
    photo = PhotoRow(
        id=ids.reserve(session),
        run_id=row.id,
        item_code=item_code,
        sha256=sha256(jpeg).hexdigest(),
        jpeg=jpeg,
        at=desk_of(session).now(),
        user_id=desk_of(session).user.id,
    )
    records.add_photo(session, photo)
    return photo.id


def remove_photo(session: Session, photo_id: int) -> None:
    """Take a photo away."""
    _photo(session, photo_id).removed_at = desk_of(session).now()


def bring_back_photo(session: Session, photo_id: int) -> None:
    """Undo the removal of a photo."""
    _photo(session, photo_id).removed_at = None


def finish(session: Session, run_id: int) -> None:
    """Finish a run: check that nothing is lacking, then keep its score for good."""
    row, checklist = _open_run(session, run_id)
    answers = records.answers(session, run_id)
    check_finished(checklist, answers)
    score = checklist_score(checklist, answers)
    row.finished_at, row.finished_by = desk_of(session).now(), desk_of(session).user.id
    row.month = Month.of(row.for_day)
    row.gained, row.possible = score.points.reached, score.points.maximum
    row.score = score.share
    row.failed_items = len(failed_items(checklist, answers))
    row.critical_failed = len(score.critical)
    row.late = _is_late(checklist.every, row.for_day, shop.today(session))


def reopen(session: Session, run_id: int) -> None:
    """Undo finishing a run, within half an hour: by whoever finished it, or a supervisor."""
    require(session, Permission.RUN_CHECKLISTS)
    row, desk = _row(session, run_id), desk_of(session)
    if row.finished_at is None:
        return
    if desk.user.role is not Role.SUPERVISOR and desk.user.id != row.finished_by:
        raise Refused(tr("Your role does not allow this. Ask a supervisor."))
    if desk.now() - row.finished_at > REOPENED_WITHIN:
        raise UserError(tr("A completed checklist can no longer be changed."))
    row.finished_at, row.finished_by, row.month = None, None, None
    row.gained, row.possible, row.score = None, None, None
    row.failed_items, row.critical_failed, row.late = 0, 0, False


def discard(session: Session, run_id: int) -> None:
    """Throw an unfinished run away."""
    row, _ = _open_run(session, run_id)
    row.removed_at = desk_of(session).now()


def bring_back(session: Session, run_id: int) -> None:
    """Undo throwing a run away."""
    require(session, Permission.RUN_CHECKLISTS)
    _row(session, run_id).removed_at = None


def run(session: Session, run_id: int) -> Run:
    """A run with the template version it was started with, and its answers."""
    stored = records.run(session, run_id)
    if stored is None:
        raise UserError(tr("This check has been removed."))
    return stored


def previous(session: Session, run_id: int) -> Run | None:
    """The finished run of the same checklist before this one, to compare with."""
    before = records.previous_id(session, _row(session, run_id))
    return None if before is None else run(session, before)


def runs(
    session: Session, run_filter: RunFilter = EVERY_RUN, *, limit: int = MOST_RUNS
) -> tuple[RunLine, ...]:
    """The runs a filter lets through, unfinished ones first, then the newest."""
    return judged(session, records.lines(session, run_filter, limit))


def run_ids(session: Session, run_filter: RunFilter, limit: int | None = None) -> "array[int]":
    """The ids of the runs a filter lets through, in its order, else in that of `runs`."""
    return records.line_ids(session, run_filter, limit)


def run_lines(session: Session, ids: Iterable[int]) -> tuple[RunLine, ...]:
    """Some runs by their ids, in no order."""
    return judged(session, records.lines_of(session, ids))


def judged(session: Session, lines: Iterable[RunLine]) -> tuple[RunLine, ...]:
    """The runs, each with the score to reach in the month of its day."""
    return tuple(replace(line, target=target_on(session, line.for_day)) for line in lines)


def target_on(session: Session, day: date) -> float:
    """The score, 0..1, that a run of a day has to reach: its month's."""
    return shop.criteria(session).of(Month.of(day)).checklist_target


def run_counts(session: Session) -> RunCounts:
    """How many runs there are, unfinished ones and those with a failed item."""
    return records.counts(session)


def unfinished(session: Session) -> tuple[RunLine, ...]:
    """The runs somebody left to be resumed."""
    return runs(session, RunFilter(state=RunState.DRAFT))


def photos(session: Session, run_id: int) -> tuple[Photo, ...]:
    """The photos of a run, in the order they were added."""
    return records.photos(session, run_id)


def _open_run(session: Session, run_id: int) -> tuple[ChecklistRunRow, Template]:
    require(session, Permission.RUN_CHECKLISTS)
    row = _row(session, run_id)
    if row.finished_at is not None:
        raise UserError(tr("A completed checklist can no longer be changed."))
    if row.removed_at is not None:
        raise UserError(tr("This check was discarded. Restore it first."))
    return row, template(session, row.template_id)


def _row(session: Session, run_id: int) -> ChecklistRunRow:
    row = records.get(session, run_id)
    if row is None:
        raise UserError(tr("This check has been removed."))
    return row


def _photo(session: Session, photo_id: int) -> PhotoRow:
    photo = records.photo_row(session, photo_id)
    if photo is None:
        raise UserError(tr("This photo has been removed."))
    _open_run(session, photo.run_id)
    return photo


def _item(checklist: Template, code: str) -> Item:
    item = checklist.item(code)
    if item is None:
        raise UserError(tr("This checklist has no item {code}.", code=code))
    return item


def _is_late(every: Every, for_day: date, finished: date) -> bool:
    period = every.period(for_day)
    return period is not None and finished > period[1]
