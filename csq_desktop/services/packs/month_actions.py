"""The actions of a month's pack: as they stood when its figures are taken, and what came since."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import last_moment_of
from csq_desktop.domain.actions import Action, ActionSource, ActionState
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.domain.users import Permission
from csq_desktop.services.actions import actions
from csq_desktop.services.settings import shop
from csq_desktop.storage.sessions.desk import desk_of, require

Actions = tuple[Action, ...]


@dataclass(frozen=True)
class MonthActions:
    """The actions open when the month's figures are taken, those ended in it, those begun since.

    `ended_since` were open then and have been done or cancelled since, as they are today.
    """

    open: Actions
    ended: Actions
    begun_since: Actions
    ended_since: Actions

    @property
    def still_open(self) -> Actions:
        """Those of the open ones that are open today."""
        return self._without(lambda action: True)

    @property
    def not_cancelled(self) -> Actions:
        """Those of the open ones that nobody has cancelled since."""
        return self._without(lambda action: action.state is ActionState.CANCELLED)

    @property
    def done_since(self) -> Actions:
        """Those of the open ones that have been done since."""
        return tuple(each for each in self.ended_since if each.state is ActionState.DONE)

    def about(self, pledge: Pledge) -> "MonthActions":
        """Those that are about a pledge."""

        def linked(some: Actions) -> Actions:
            return tuple(
                action
                for action in some
                if action.source is ActionSource.PLEDGE and action.source_id == pledge.id
            )

        return MonthActions(
            linked(self.open),
            linked(self.ended),
            linked(self.begun_since),
            linked(self.ended_since),
        )

    def _without(self, is_left_out: Callable[[Action], bool]) -> Actions:
        left_out = {action.ref for action in self.ended_since if is_left_out(action)}
        return tuple(action for action in self.open if action.ref not in left_out)


def of_month(session: Session, month: Month) -> MonthActions:
    """The actions of a month, by their due day; those that ended in it by when they did."""
    require(session, Permission.PREVIEW_PACKS)
    calendar = shop.calendar(session)
    start = datetime.combine(month.first_day, time(0), calendar.timezone)
    last = last_moment_of(calendar, desk_of(session).now(), month)
    existing = [
        replace(action, title=without_contacts(action.title))
        for action in actions.as_of(session, last)
    ]
    there = [action for action in existing if action.done_at is None]
    ended = [
        action for action in existing if action.done_at is not None and action.done_at >= start
    ]
    there.sort(key=lambda action: (action.due_on, action.ref))
    ended.sort(key=lambda action: (action.done_at, action.ref))
    refs, today = {action.ref for action in there}, actions.everything(session)
    return MonthActions(
        open=tuple(there),
        ended=tuple(ended),
        begun_since=tuple(
            action
            for action in today
            if action.created_at > last and action.state is not ActionState.CANCELLED
        ),
        ended_since=tuple(
            action
            for action in today
            if action.ref in refs and action.state is not ActionState.OPEN
        ),
    )
