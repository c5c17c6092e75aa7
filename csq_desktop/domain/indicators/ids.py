"""What each figure is called: by scripts, exports and pages. No id is typed anywhere else."""

from enum import StrEnum

_KEY = "{key}"
_MAXIMUM = ".maximum"


class FigureId(StrEnum):
    """The figures that every store has once."""

    PLEDGES_KEPT = "pledges.kept"
    COMPLAINTS_OUTSTANDING_START = "complaints.outstanding_start"
    COMPLAINTS_RECEIVED = "complaints.received"
    COMPLAINTS_REOPENED = "complaints.reopened"
    COMPLAINTS_CLOSED = "complaints.closed"
    COMPLAINTS_OUTSTANDING_END = "complaints.outstanding_end"
    COMPLAINTS_ACKNOWLEDGED = "complaints.acknowledged"
    COMPLAINTS_PROGRESS = "complaints.progress_in_time"
    COMPLAINTS_RESOLVED = "complaints.resolved"
    COMPLAINTS_WITHIN_BAND1 = "complaints.within_band1"
    COMPLAINTS_WITHIN_BAND2 = "complaints.within_band2"
    COMPLAINTS_MEDIAN_DAYS = "complaints.median_days"
    COMPLAINTS_UPHELD = "complaints.upheld"
    COMPLAINTS_NOT_ANALYSED = "complaints.not_analysed"
    COMPLAINTS_REOPEN_RATE = "complaints.reopen_rate"
    COMPLAINTS_REDRESS = "complaints.redress"
    COMPLAINTS_PER_1000 = "complaints.per_1000"
    PROMISES_KEPT = "promises.kept"
    HANDLING_ASKED = "handling.asked"
    HANDLING_ANSWERED = "handling.answered"
    HANDLING_SATISFIED = "handling.satisfied"
    FEEDBACK_COMPLIMENTS = "feedback.compliments"
    FEEDBACK_SUGGESTIONS = "feedback.suggestions"
    FEEDBACK_ENQUIRIES = "feedback.enquiries"
    CHECKLISTS_SCORE = "checklists.score"
    CHECKLISTS_FINISHED = "checklists.finished"
    CHECKLISTS_EXPECTED = "checklists.expected"
    CHECKLISTS_IN_TIME = "checklists.in_time"
    CHECKLISTS_FAILED_ITEMS = "checklists.failed_items"
    CHECKLISTS_CRITICAL_FAILED = "checklists.critical_failed"
    ACTIONS_OPEN = "actions.open"
    ACTIONS_OVERDUE = "actions.overdue"


class FigureFamily(StrEnum):
    """Figures that a store has once for each of something, such as a category or a pledge.

    `{key}` stands for the code of the category, the pledge or the checklist.
    """

    CATEGORY = "complaints.category.{key}"
    FINDING = "complaints.finding.{key}"
    REMEDY = "complaints.remedy.{key}"
    REDRESS = "complaints.redress.{key}"
    AGE = "complaints.age.{key}"
    CHECKLIST_SCORE = "checklists.score.{key}"
    CHECKLIST_FINISHED = "checklists.finished.{key}"
    CHECKLIST_FAILED_ITEMS = "checklists.failed_items.{key}"
    PLEDGE = "pledge.{key}"
    PLEDGE_MAXIMUM = f"pledge.{_KEY}{_MAXIMUM}"
    PLEDGE_MADE_GOOD = "pledge.{key}.made_good"
    PLEDGE_MADE_GOOD_COST = "pledge.{key}.made_good_cost"

    def of(self, key: object) -> str:
        """The id of the figure of one key."""
        return self.value.replace(_KEY, str(key))

    def key_of(self, figure_id: str) -> str:
        """The key in an id; ValueError for a figure that is not of this family."""
        if not self.holds(figure_id):
            raise ValueError(f"{figure_id} is no figure of {self.value}")
        before, after = self._ends()
        return figure_id[len(before) : len(figure_id) - len(after)]

    def holds(self, figure_id: str) -> bool:
        """Whether an id belongs to this family, and not to one whose ids differ only at the end."""
        return self._fits(figure_id) and not any(
            other._fits(figure_id) and len(other.value) > len(self.value) for other in FigureFamily
        )

    def _fits(self, figure_id: str) -> bool:
        before, after = self._ends()
        is_longer = len(figure_id) > len(before) + len(after)
        return is_longer and figure_id.startswith(before) and figure_id.endswith(after)

    def _ends(self) -> tuple[str, str]:
        before, _, after = self.value.partition(_KEY)
        return before, after


def maximum_of(figure_id: str) -> str:
    """The id of the figure that counts those beyond a figure's maximum, where it has one."""
    return f"{figure_id}{_MAXIMUM}"
