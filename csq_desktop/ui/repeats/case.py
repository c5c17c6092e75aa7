"""What repeat alerts add to the page of a case."""

from csq_desktop.ui.cases.part import CasePart
from csq_desktop.ui.repeats.section import RepeatSection

PART = CasePart(place=66, section=RepeatSection)
