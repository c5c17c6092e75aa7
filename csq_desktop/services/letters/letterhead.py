"""The letterhead: how the shop stands at the top of its letters."""

import base64
import binascii
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.letters.facts import Letterhead, check_letterhead
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.shop import shop as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

LETTERHEAD = "letterhead"


def letterhead(session: Session) -> Letterhead:
    """The letterhead as set now, with the shop's name as it is now."""
    written = records.versions(session, LETTERHEAD, Letterhead)
    current = written[-1].value if written else Letterhead()
    return replace(current, shop=shop.shop(session).name)


def change(session: Session, changed: Letterhead) -> None:
    """Set the letterhead; letters that were issued keep theirs."""
    require(session, Permission.ADMINISTER)
    tidied = replace(
        changed,
        shop="",
        address="\n".join(filter(None, (line.strip() for line in changed.address.splitlines()))),
        phone=changed.phone.strip(),
        email=changed.email.strip(),
    )
    check_letterhead(tidied, logo(tidied))
    if replace(letterhead(session), shop="") != tidied:
        records.add_setting(session, LETTERHEAD, shop.today(session), tidied)


def logo(letterhead: Letterhead) -> bytes:
    """The picture of a letterhead; a UserError where what stands there is none."""
    try:
        return base64.b64decode(letterhead.logo, validate=True)
    except binascii.Error as fault:
        raise UserError(
            tr("The logo cannot be read. Choose another file."), field="logo"
        ) from fault
