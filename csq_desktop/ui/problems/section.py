"""The problems that a case belongs to, with the other complaints of each and what can be done."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.problems.facts import Problem, ProblemState
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, days_between_text
from csq_desktop.services.problems import problems
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.problems.dialogs import CloseTogetherDialog, ReplyToAllDialog, TogetherDialog
from csq_desktop.ui.theme import tokens

_REFS_SHOWN = 12


class ProblemSection(CaseSection):
    """The problems of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Part of a problem"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(problems.of_case, complaint_id=complaint.id)

    def rows(self, listed: Sequence[Problem]) -> Iterator[QWidget]:
        for problem in listed:
            yield self._head(problem)
            yield self._members(problem)
            yield self._commands(problem)

    def _head(self, problem: Problem) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        line.addWidget(PlainLabel(problem.problem_title, "strong", wrap=True))
        line.addWidget(Badge(problem.state.label, problem.state.tone))
        words = self._words(problem)
        line.addWidget(PlainLabel(words, "muted", wrap=True))
        row.setAccessibleName(tr(" · ").join((problem.problem_title, problem.state.label, words)))
        return row

    def _words(self, problem: Problem) -> str:
        count, waiting = len(problem.members), len(problem.open_members)
        zone = self._context.zone
        seen = [moment.astimezone(zone).date() for moment in problem.seen]
        parts = (
            trn("{count} complaint", "{count} complaints", count, count=count_text(count)),
            trn("{count} still open", "{count} still open", waiting, count=count_text(waiting)),
            days_between_text(seen[0], seen[-1]) if seen else "",
            lists.full_label(lists.ROOT_CAUSES, problem.cause),
            problem.product,
            problem.owner,
        )
        return tr(" · ").join(filter(None, parts))

    def _members(self, problem: Problem) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        here = self._complaint.id if self._complaint else 0
        others = [member for member in problem.members if member.id != here]
        for member in others[:_REFS_SHOWN]:
            go = partial(self._context.navigate, "complaints", member.id)
            line.addWidget(buttons.link(member.ref, go, name=f"open_member_{member.id}"))
        further = len(others) - _REFS_SHOWN
        if further > 0:
            line.addWidget(PlainLabel(trn("and {n} more", "and {n} more", further), "muted"))
        return row

    def _commands(self, problem: Problem) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        if not self._context.may(Permission.WORK_COMPLAINTS):
            return row
        if problem.unanswered:
            ask = partial(self._ask, ReplyToAllDialog, problem)
            line.addWidget(buttons.link(tr("Reply to all…"), ask, name=f"reply_all_{problem.id}"))
        if problem.open_members and self._context.may(Permission.CLOSE_COMPLAINTS):
            ask = partial(self._ask, CloseTogetherDialog, problem)
            line.addWidget(buttons.link(tr("Close together…"), ask, name=f"close_all_{problem.id}"))
        if problem.state is ProblemState.OPEN:
            end, words = partial(self._on_solved, problem), tr("Mark as solved")
            line.addWidget(buttons.link(words, end, name=f"solve_{problem.id}"))
        else:
            again = partial(self._on_unsolved, problem)
            words = tr("Mark as open again")
            line.addWidget(buttons.link(words, again, name=f"unsolve_{problem.id}"))
        leave = partial(self._on_leave, problem)
        line.addWidget(buttons.link(tr("Take out of it"), leave, name=f"leave_{problem.id}"))
        return row

    def _ask(self, kind: type[TogetherDialog], problem: Problem) -> None:
        if self._complaint is not None:
            kind(self._context, self._complaint, problem, self).open()

    def _on_solved(self, problem: Problem) -> None:
        job = partial(problems.solve, problem_id=problem.id)
        undo = partial(problems.unsolve, problem_id=problem.id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Problem solved."), undo)
        )

    def _on_unsolved(self, problem: Problem) -> None:
        job = partial(problems.unsolve, problem_id=problem.id)
        undo = partial(problems.solve, problem_id=problem.id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Problem open again."), undo)
        )

    def _on_leave(self, problem: Problem) -> None:
        if self._complaint is None:
            return
        case = self._complaint
        job = partial(problems.leave, problem_id=problem.id, complaint_id=case.id)
        undo = partial(problems.put_back, problem_id=problem.id, complaint_id=case.id)
        words = tr("{ref} taken out of the problem.", ref=case.ref)
        self._context.tasks.write(self, job, lambda _done: self._context.toast_done(words, undo))
