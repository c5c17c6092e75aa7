"""A hand-over on the page of a case: taken back, noted, accepted, declined; and who is away."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from csq_desktop.domain.absences.facts import NewAbsence
from csq_desktop.domain.users import Role
from csq_desktop.services import people
from csq_desktop.services.absences import absences
from csq_desktop.services.handovers import handovers
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import handovers as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.handovers import HandoverRow
from csq_desktop.ui.absences.section import AbsenceSection
from csq_desktop.ui.handovers.dialogs import DeclineDialog
from csq_desktop.ui.handovers.section import HandoverSection
from csq_desktop.ui.kit.forms.form import put_text
from tests.factory import NAMES
from tests.ui.complaints.driver import Driver, cases

LEE = NAMES[Role.STAFF]


def asked(session: Session, complaint_id: int) -> int:
    """A hand-over by somebody else, which the signed-in user has to answer."""
    own = people.of_signed_in(session)
    assert own is not None
    row = HandoverRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        giver_id=people.chosen(session, "Lam"),
        taker_id=own,
        asked_at=desk_of(session).now(),
        asked_by=own,
    )
    records.add(session, row)
    return row.id


def is_there(busy: Driver, kind: type[QWidget]) -> bool:
    return not busy.page.findChildren(kind)[0].isHidden()


def test_a_hand_over_is_shown_and_answered_where_it_stands(busy: Driver) -> None:
    busy.show_detail()
    case = busy.page.detail.complaint
    assert case is not None
    assert not is_there(busy, HandoverSection)
    with busy.store.writing() as session:
        handovers.hand_over(session, case.id, LEE)
    busy.page.reload()
    busy.settle()
    assert is_there(busy, HandoverSection)
    busy.press("take_back_handover")
    assert busy.toasts[-1].text == f"Hand-over of {case.ref} taken back."
    assert not is_there(busy, HandoverSection)
    with busy.store.writing() as session:
        handovers.hand_over(session, case.id, "Lam")
        asked(session, case.id)
    busy.page.reload()
    busy.settle()
    busy.press("decline_handover")
    dialog = busy.dialog(DeclineDialog)
    busy.submit(dialog)
    assert dialog.form.error("note")
    put_text(dialog.form.field("note"), "Off tomorrow")
    busy.submit(dialog)
    busy.press("note_handover")
    assert not is_there(busy, HandoverSection)
    with busy.store.writing() as session:
        asked(session, case.id)
        day = shop.today(session)
        absences.enter(session, NewAbsence("Lam", day, day + timedelta(days=2), "Wong"))
    busy.page.reload()
    busy.settle()
    assert is_there(busy, AbsenceSection)
    busy.press("accept_handover")
    own = busy.context.user.name
    assert own in {each.owner for each in cases(busy)}
    assert not is_there(busy, AbsenceSection)
