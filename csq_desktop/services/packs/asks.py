"""What issued packs ask for: kept when a pack is issued, answered after the review, read back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import (
    ADDED_BY_MISTAKE,
    Action,
    ActionSource,
    ActionState,
    NewAction,
)
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.calendar.plausible_days import check_due
from csq_desktop.domain.checklists.facts import RepeatFailure
from csq_desktop.domain.packs.asks import (
    Ask,
    AskDecision,
    AskFacts,
    AskKind,
    NewAskAnswer,
    item_named,
    sentence,
)
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import UNKNOWN
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import schedule
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.packs import asks as records
from csq_desktop.storage.records.packs import packs as pack_records
from csq_desktop.storage.records.packs.asks import StoredAsk
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.packs import AskAnswerRow
from csq_desktop.texts import tr

LONGEST_COMMENT = 600


def keep(session: Session, pack: tuple[int, Month], asks: Sequence[AskFacts]) -> None:
    """Keep what a pack (its id and month) asks for; what is open already is asked again.

    A newer version of a month asks what the month asked before, whatever was decided on it since.
    """
    require(session, Permission.ISSUE_PACKS)
    pack_id, month = pack
    before = [
        ask
        for ask in everything(session)
        if month in ask.months or (ask.is_open and ask.month <= month)
    ]
    records.add(session, pack_id, [(facts, _repeated(before, facts, month)) for facts in asks])


def _repeated(before: Iterable[Ask], facts: AskFacts, month: Month) -> int | None:
    """The ask that is asked again: the same month's own first, with the decision it has."""
    again = [ask for ask in before if facts.repeats(ask.facts, same_month=month in ask.months)]
    again.sort(key=lambda ask: month not in ask.months)
    return again[0].id if again else None


def everything(session: Session) -> tuple[Ask, ...]:
    """Every ask with its answers: those that wait for a decision first, the oldest at the top."""
    require(session, Permission.PREVIEW_PACKS)
    found = _Reading(session).asks()
    return tuple(
        sorted(found, key=lambda ask: (not ask.waits, not ask.is_open, ask.asked_on, ask.id))
    )


def before(session: Session, month: Month) -> tuple[Ask, ...]:
    """What earlier packs asked for and a month's pack has to report: open, or settled since.

    Settled since means that no pack of a month between was issued after it, which reported it.
    """
    require(session, Permission.PREVIEW_PACKS)
    issued = pack_records.moments(session)
    return tuple(
        _printed(ask)
        for ask in _Reading(session).asks()
        if ask.month < month and not _was_reported(ask, month, issued)
    )


def _was_reported(ask: Ask, month: Month, issued: Iterable[tuple[Month, datetime]]) -> bool:
    settled_at = ask.settled_at
    return settled_at is not None and any(
        ask.month < between < month and settled_at < at for between, at in issued
    )


def _printed(ask: Ask) -> Ask:
    """An ask as it can stand on paper: the words of its answers without contacts."""
    answers = (replace(each, comment=without_contacts(each.comment)) for each in ask.answers)
    return replace(ask, answers=tuple(answers))


def words_of(asks: Iterable[Ask]) -> Iterator[str]:
    """The texts of asks that somebody wrote, or that name what somebody wrote."""
    for ask in asks:
        yield ask.sentence
        yield from (answer.comment for answer in ask.answers)


def reworded(asks: Iterable[Ask], clean: Callable[[str], str]) -> tuple[Ask, ...]:
    """The asks with each of these texts put otherwise."""
    return tuple(
        replace(
            ask,
            sentence=clean(ask.sentence),
            answers=tuple(replace(a, comment=clean(a.comment)) for a in ask.answers),
        )
        for ask in asks
    )


def of_pack(session: Session, pack_id: int) -> tuple[Ask, ...]:
    """What a review of a pack has to decide on: what it asks, after what was open before it.

    Earlier versions of the month count with it: they may be what the review looked at.
    """
    require(session, Permission.PREVIEW_PACKS)
    pack = pack_records.get(session, pack_id)
    if pack is None:
        raise UserError(tr("This review pack has been removed."))
    reading = _Reading(session)
    own = {
        ask.first_id or ask.id
        for ask in reading.stored
        if ask.month == pack.month and ask.pack_id <= pack_id
    }
    since = min(at for month, at in pack_records.moments(session) if month == pack.month)
    return tuple(
        _printed(ask)
        for ask in reading.asks()
        if ask.id in own
        or (ask.month < pack.month and (ask.settled_at is None or ask.settled_at >= since))
    )


def answer(session: Session, new: NewAskAnswer) -> int:
    """Record what was decided on an ask; returns the answer's id.

    Agreed needs an owner and a day, declined a reason, put off a day to ask again, done what was
    done.
    """
    require(session, Permission.ISSUE_PACKS)
    ask = next((ask for ask in everything(session) if ask.id == new.ask_id), None)
    if ask is None:
        raise UserError(tr("This review pack has been removed."))
    if not ask.can_be_answered:
        raise UserError(tr("This request has been answered already."))
    if new.decision is AskDecision.DONE and not ask.is_agreed:
        raise UserError(tr("Only an agreed request can be recorded as done."))
    check(new)
    if new.due_on is not None:
        check_due(new.due_on, shop.today(session), "ask_due")
    decided_by_id = people.chosen(session, new.decided_by)
    is_over = new.decision.is_over
    owner_id = None if is_over else people.chosen(session, new.owner)
    begins = bool(new.action_title.strip()) and new.decision is AskDecision.YES
    row = AskAnswerRow(
        id=ids.reserve(session),
        ask_id=ask.id,
        decision=new.decision,
        decided_by_id=decided_by_id,
        owner_id=owner_id,
        due_on=None if is_over else new.due_on,
        comment=new.comment.strip(),
        action_id=_begun(session, ask, new) if begins else None,
        answered_at=desk_of(session).now(),
        answered_by=desk_of(session).user.id,
    )
    records.add_answer(session, row)
    return row.id


def check(new: NewAskAnswer) -> None:
    """A UserError where an answer lacks what its decision needs."""
    if not new.decided_by:
        raise UserError(tr("Enter who decided."))
    if len(new.comment) > LONGEST_COMMENT:
        raise UserError(tr("The note is too long: at most {n} characters.", n=LONGEST_COMMENT))
    if new.decision is AskDecision.NO and not new.comment.strip():
        raise UserError(tr("Enter why it was declined."))
    if new.decision is AskDecision.DONE and not new.comment.strip():
        raise UserError(tr("Enter what was done."))
    if not new.decision.is_over and new.due_on is None:
        raise UserError(tr("Enter the due date."))
    if new.decision is AskDecision.YES and not new.owner:
        raise UserError(tr("Enter who is responsible."))


def take_back(session: Session, answer_id: int) -> None:
    """Undo an answer: the ask is as open as before, and an action it began is cancelled.

    Both answers stay in the record; the one before, if there was one, has to be given again.
    """
    require(session, Permission.ISSUE_PACKS)
    row = records.get_answer(session, answer_id)
    if row is None:
        raise UserError(tr("This review pack has been removed."))
    newest = records.answers(session)[row.ask_id][-1]
    if newest.id != answer_id:
        raise UserError(tr("A later decision has replaced this one."))
    began = [action for action in actions.everything(session) if action.id == row.action_id]
    for action in began:
        if action.state is ActionState.OPEN:
            actions.cancel(session, action.id, ADDED_BY_MISTAKE)
    records.add_answer(
        session,
        AskAnswerRow(
            id=ids.reserve(session),
            ask_id=row.ask_id,
            decision=AskDecision.TAKEN_BACK,
            answered_at=desk_of(session).now(),
            answered_by=desk_of(session).user.id,
        ),
    )


def _begun(session: Session, ask: Ask, new: NewAskAnswer) -> int:
    """An improvement action of what was agreed, of the pledge it is about if it is about one."""
    pledge_id = ask.facts.pledge_id
    assert new.due_on is not None  # checked before
    return actions.promise(
        session,
        NewAction(
            title=new.action_title,
            owner=new.owner,
            due_on=new.due_on,
            source=ActionSource.REVIEW if pledge_id is None else ActionSource.PLEDGE,
            source_id=pledge_id,
        ),
    )


class _Reading:
    """Everything that asks are put into words with, read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._zone = desk_of(session).zone
        self.stored = records.everything(session)
        self._failed = cache(partial(schedule.failed_critical, session))

    def asks(self) -> tuple[Ask, ...]:
        """Every ask, as the first of the packs that asked it did, with its answers."""
        if not self.stored:
            return ()
        session = self._session
        answers = records.answers(session)
        names = {pledge.id: pledge for pledge in pledges.everything(session)}
        begun = {action.id: action for action in actions.everything(session)}
        cases = [ref for ask in self.stored for ref in _cases(ask.facts)]
        endings = records.endings(session, cases)
        endings |= {action.ref: action.done_at for action in begun.values()}
        again: dict[int, list[Month]] = {}
        for ask in self.stored:
            months = again.setdefault(ask.first_id or ask.id, [])
            if ask.month not in months:
                months.append(ask.month)
        return tuple(
            Ask(
                id=ask.id,
                number=ask.place,
                months=tuple(again[ask.id]),
                asked_on=ask.issued_at.astimezone(self._zone).date(),
                facts=ask.facts,
                sentence=self._sentence(ask, names, begun),
                answers=tuple(answers.get(ask.id, ())),
                closed=sum(ended is not None for ended in of_named),
                ended_at=_ended(of_named),
            )
            for ask in self.stored
            if ask.first_id is None
            for of_named in ([endings.get(ref) for ref in _named(ask.facts, begun)],)
        )

    def _sentence(
        self, ask: StoredAsk, names: Mapping[int, Pledge], begun: Mapping[int, Action]
    ) -> str:
        pledge = names.get(ask.facts.pledge_id or 0)
        action = begun.get(ask.facts.action_id or 0)
        name = pledge.wording_on(ask.month.last_day) if pledge else UNKNOWN
        items = [item_named(failure) for failure in self._items(ask)]
        return without_contacts(sentence(ask.facts, name, action, items))

    def _items(self, ask: StoredAsk) -> Iterator[RepeatFailure]:
        """The critical items it is about; earlier versions kept no checks, only how many failed."""
        if ask.facts.kind is not AskKind.CRITICAL_ITEMS:
            return
        kept = ask.facts.refs
        for failure in self._failed(ask.month):
            refs = tuple(ref for ref in failure.refs if not kept or ref in kept)
            yield from (replace(failure, refs=each) for each in filter(None, (refs,)))


def _cases(facts: AskFacts) -> tuple[str, ...]:
    return facts.refs if facts.is_about_cases else ()


def _named(facts: AskFacts, begun: Mapping[int, Action]) -> tuple[str, ...]:
    """The numbers of the complaints or actions that an ask is about."""
    action = begun.get(facts.action_id or 0)
    return (action.ref,) if action is not None else facts.refs


def _ended(moments: Sequence[datetime | None]) -> datetime | None:
    """When the last of several was ended; None while one is open, or where there is none."""
    ended = [moment for moment in moments if moment is not None]
    return max(ended) if ended and len(ended) == len(moments) else None
