"""Making packs in tests, and reading their pages back."""

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import (
    DefinedSection,
    IssuedPack,
    MadePack,
    PackDefinition,
    PackRequest,
    PackSection,
)
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.pdf_text import pages

SHORT = PackDefinition("", (DefinedSection(PackSection.TARGETS),))
"""The least of a pack that can be issued, for tests that look at what is kept with it."""


def last_month(store: Store) -> Month:
    with store.reading() as session:
        return Month.of(shop.today(session)).shift(-1)


def make_pack(
    store: Store, *languages: str, month: Month | None = None, message: str = "", asked: str = ""
) -> MadePack:
    request = PackRequest(month or last_month(store), languages or ("en",), message, asked)
    with store.reading() as session:
        return packs.make(session, request)


def issued(
    store: Store,
    month: Month,
    *languages: str,
    message: str = "",
    asked: str = "",
    reason: str = "Corrected",
    definition: PackDefinition = SHORT,
) -> IssuedPack:
    request = PackRequest(month, languages or ("en",), message, asked, reason, definition)
    with store.writing() as session:
        return packs.issue(session, request)


def page_with(pdf: bytes, words: str) -> str:
    """The first page that says it, in one line."""
    return next(found for page in pages(pdf) if words in (found := " ".join(page.split())))
