"""Free text without contact details: the one scrub before words go on paper, out, or to the log."""

import re

from csq_desktop.texts import tr

# A number of Hong Kong or Macau (8 digits), a mobile of the mainland (11), or any number with its
# country's code, written with full-width digits or without a blank after Chinese words. Not one of
# our own references (C-2026-0459): what follows a capital letter and a hyphen is left alone, and
# so are two years (2025-2026).
PHONE = re.compile(
    r"(?<!\d)(?<![A-Z]-)(?!20\d\d *[-–] *20\d\d(?!\d))(?:"
    r"[+＋]\d{1,3}(?:[ -]?\d){6,12}"
    r"|(?:(?:00)?852[ -]?)?[2-9２-９]\d{3}[ \u00a0\u3000–－-]{0,3}\d{4}"
    r"|[2-9２-９]\d(?: \d\d){3}"
    r"|1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
    r")(?!\d)"
)
# Chinese words stand beside an address without a blank, and are none of it. An address begins where
# a word does: trying each letter of a long word would take the square of its length.
_SIGN = r"[^\W\u3400-\u9fff]"
EMAIL = re.compile(
    rf"(?<![A-Za-z0-9_.+-])(?:{_SIGN}|[.+-]){{1,64}}[@＠](?:{_SIGN}|-)+(?:\.(?:{_SIGN}|-)+)+"
)


def without_contacts(text: str) -> str:
    """A free text with what looks like a telephone number or an e-mail address blanked.

    Names and addresses are not recognised: nothing tells them from other words.
    """
    return replaced(text, phone=tr("[telephone]"), email=tr("[e-mail]"))


def replaced(text: str, *, phone: str, email: str) -> str:
    """The text with these words in place of telephone numbers and e-mail addresses."""
    return PHONE.sub(phone, EMAIL.sub(email, text))
