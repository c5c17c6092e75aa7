"""That the owner of the case that is shown is away, and who works on it meanwhile."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.words.wording import date_text
from csq_desktop.services.absences import stand_ins
from csq_desktop.services.absences.stand_ins import CaseStandIn
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.words import PlainLabel


class AbsenceSection(CaseSection):
    """Who stands in for an owner who is away; hidden while the owner is there."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Owner away"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(stand_ins.of_case, complaint_id=complaint.id)

    def rows(self, fetched: CaseStandIn | None) -> Iterator[QWidget]:
        if fetched is None or self._complaint is None or self._complaint.is_closed:
            return
        until = date_text(fetched.until)
        yield PlainLabel(
            tr("{name} is away until {day}.", name=fetched.owner, day=until), wrap=True
        )
        for name in fetched.passed_over:
            words = tr("{name} cannot stand in: they have left or are named.", name=name)
            yield PlainLabel(words, wrap=True)
        if fetched.substitute:
            words = tr("{name} stands in and works on it meanwhile.", name=fetched.substitute)
        else:
            words = tr("Nobody stands in. Hand the case over or add a substitute.")
        yield PlainLabel(words, "strong", wrap=True)
