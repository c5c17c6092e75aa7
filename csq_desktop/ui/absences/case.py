"""What absences add to the page of a case."""

from csq_desktop.ui.absences.section import AbsenceSection
from csq_desktop.ui.cases.part import CasePart

PART = CasePart(place=2, section=AbsenceSection)
