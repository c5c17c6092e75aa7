"""A letter to a customer as it is printed: letterhead, words, signature, receipt."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from csq_desktop.domain.letters.facts import (
    LetterFrame,
    Letterhead,
    LetterWords,
    PrintedReceipt,
)
from csq_desktop.domain.words.wording import date_text
from csq_desktop.reports.paper import finishing
from csq_desktop.reports.paper.blocks import (
    Beside,
    Block,
    Heading,
    Image,
    Note,
    Paragraph,
    Spacer,
    TextSpan,
    Together,
)
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.furniture import Furniture
from csq_desktop.texts import speaking, tr, trc

_LOGO_WIDTH, _ROOM_TO_SIGN = 96.0, 34.0
_SHARES = (0.28, 0.72)


@dataclass(frozen=True)
class LetterPaper:
    """A letter to be printed in one of LANGUAGES; a draft says on every page that it is one."""

    words: LetterWords
    frame: LetterFrame
    language: str
    is_draft: bool = False


def pdf(letter: LetterPaper) -> bytes:
    """The finished file."""
    return document(letter).pdf()


def joined(letters: Sequence[bytes]) -> bytes:
    """Finished letters as one file to be printed."""
    return finishing.joined(letters)


def document(letter: LetterPaper) -> Document:
    """The letter; a shop that has no letterhead yet stands there with its name."""
    frame = letter.frame
    with speaking(letter.language):
        reference = frame.reference or tr("no number yet")
        return Document(
            title=letter.words.subject or tr("Letter"),
            language=letter.language,
            author=frame.letterhead.shop,
            issued=frame.day,
            furniture=Furniture(
                header_left=(frame.letterhead.shop,),
                header_right=(reference,),
                footer=(tr("Letter {ref}", ref=reference), tr("case {ref}", ref=frame.case)),
                band=tr("Draft: not issued yet.") if letter.is_draft else "",
            ),
            blocks=tuple(_blocks(letter)),
        )


def _blocks(letter: LetterPaper) -> Iterator[Block]:
    words, frame = letter.words, letter.frame
    yield from _letterhead(frame.letterhead)
    yield Spacer(10)
    yield from (Paragraph(line) for line in words.recipient.splitlines() if line.strip())
    yield Spacer(8)
    yield Paragraph(date_text(frame.day))
    yield Paragraph(
        tr("Our reference: {ref}", ref=" · ".join(filter(None, (frame.case, frame.reference)))),
        small=True,
    )
    if frame.corrects:
        yield Paragraph(tr("This letter corrects our letter {ref}.", ref=frame.corrects))
    yield Spacer(8)
    yield Paragraph(words.salutation)
    yield Heading(words.subject, level=2)
    yield from (Paragraph(part) for part in _paragraphs(words.body))
    yield Together(tuple(_ending(frame)))


def _letterhead(head: Letterhead) -> Iterator[Block]:
    lines: list[Block] = [Paragraph((TextSpan(head.shop, bold=True),))]
    lines += [Paragraph(line, small=True) for line in (*head.address.splitlines(), head.contact)
              if line.strip()]  # fmt: skip
    if head.logo:
        picture = Image(base64.b64decode(head.logo), _LOGO_WIDTH, caption="")
        yield Beside(((picture,), tuple(lines)), _SHARES)
    else:
        yield from lines


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text; a line break within one is a blank, as in the form."""
    parts = (" ".join(part.split()) for part in text.replace("\r", "").split("\n\n"))
    return [part for part in parts if part]


def _ending(frame: LetterFrame) -> Iterator[Block]:
    """How a letter ends in its language, with room for a signature at the empty line."""
    ending = trc(
        "letter",
        "Yours sincerely,\n\n{name}\n{shop}",
        name=frame.signed_by,
        shop=frame.letterhead.shop,
    )
    for line in ending.split("\n"):
        yield Paragraph(line) if line.strip() else Spacer(_ROOM_TO_SIGN)
    if frame.receipt is not None:
        yield Spacer(6)
        yield _receipt(frame.receipt)


def _receipt(receipt: PrintedReceipt) -> Block:
    number = tr("Receipt {number}", number=receipt.number)
    received = tr("Received {when}", when=receipt.received)
    code = tr("Code {code}", code=receipt.code)
    line = tr(" · ").join((number, received, code))
    meaning = tr(
        "Please keep this letter. By this code the shop’s records show that your complaint stands "
        "in them as it was received."
    )
    return Note((TextSpan(line, bold=True), " ", meaning))
