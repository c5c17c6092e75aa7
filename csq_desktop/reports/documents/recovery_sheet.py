"""The recovery sheet: one page to print, seal and put into the safe."""

from collections.abc import Iterator

from csq_desktop.domain.stores.recovery import RecoverySheet
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper.blocks import (
    Block,
    Bullets,
    Cards,
    Facts,
    Heading,
    Lead,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc

_ACROSS = 4  # groups of the key in one row
_LINES = 3  # people who may hold the sheet one after another
_LINE_HEIGHT = 25.0
LONGEST_NAME = 30  # characters, as wide as Chinese ones are


def document(sheet: RecoverySheet, language: str) -> Document:
    """The sheet in one of texts.LANGUAGES; it stands on one page."""
    with speaking(language):
        return Document(
            title=tr("Recovery sheet"),
            language=language,
            author=sheet.shop,
            issued=sheet.day,
            furniture=Furniture(
                header_left=(tr("Recovery sheet"), date_text(sheet.day)),
                header_right=(sheet.shop, sheet.branch_code),
                footer=(tr("Confidential: to be kept sealed, away from the computer."),),
            ),
            blocks=tuple(_blocks(sheet)),
        )


def pdf(sheet: RecoverySheet, language: str) -> bytes:
    """The finished file; the program writes it nowhere but where the user saves it."""
    return document(sheet, language).pdf()


def _blocks(sheet: RecoverySheet) -> Iterator[Block]:
    yield Heading(tr("Recovery sheet"))
    yield Lead(
        tr(
            "Anyone holding this sheet can open the database of {shop} and everything "
            "in it. If both the passphrases and this sheet are lost, nobody can open "
            "it: not you, not the maker of the program.",
            shop=_short(sheet.shop),
        )
    )
    yield Facts(
        (
            (tr("Shop"), f"{_short(sheet.shop)} · {sheet.branch_code}"),
            (tr("Made on"), date_text(sheet.day)),
            (tr("Made by"), _short(sheet.supervisor)),
        )
    )
    yield Heading(tr("Recovery key"), level=2)
    yield from _key(sheet.code)
    yield Paragraph(
        tr(
            "Capitals, spaces and dashes do not matter. The key has no I, L, O or U: "
            "what looks like one is a 1 or a 0. If a group is mistyped, the program "
            "tells you which one."
        ),
        small=True,
    )
    yield Heading(tr("What it is for"), level=2)
    yield Bullets(
        (
            tr(
                "If every supervisor has forgotten the passphrase: choose your name at "
                "sign-in, press “Use the recovery key”, type the groups and choose a "
                "new passphrase."
            ),
            tr("The computer is lost or broken: a backup is restored with this key."),
        )
    )
    yield from _keeping()
    yield Heading(tr("Who holds it"), level=2)
    yield _holders()


def _keeping() -> Iterator[Block]:
    yield Heading(tr("How to keep it"), level=2)
    yield Bullets(
        (
            tr("In a sealed envelope, signed across the flap, in the safe or at head office."),
            tr("No photo, no copy, no e-mail. Destroy earlier sheets: they open nothing now."),
            tr(
                "After the envelope has been opened, make a new sheet in Settings. This "
                "one then stops working."
            ),
        ),
        mark="□",
    )


def _short(name: str) -> str:
    """A name that does not push the sheet onto a second page."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _key(code: str) -> Iterator[Cards]:
    groups = code.split("-")
    for start in range(0, len(groups), _ACROSS):
        numbered = enumerate(groups[start : start + _ACROSS], start + 1)
        yield Cards(tuple(PaperCard(tr("Group {n}", n=n), group) for n, group in numbered))


def _holders() -> PaperTable:
    titles = (tr("Name"), tr("Place"), trc("recovery sheet", "From"), tr("Signature"))
    empty = PaperRow(("",) * len(titles))
    width = 110.0
    columns = (PaperColumn(titles[0]), PaperColumn(titles[1]), PaperColumn(titles[2], width=80.0))
    return PaperTable(
        (*columns, PaperColumn(titles[3], width=width)), (empty,) * _LINES, least=_LINE_HEIGHT
    )
