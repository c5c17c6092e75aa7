"""What a printed PDF says, as a reader that marks and copies it would get it."""

from functools import lru_cache

import pypdfium2


@lru_cache(maxsize=8)
def pages(pdf: bytes) -> tuple[str, ...]:
    """The text of each page; tests look for many words on the same pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return tuple(_text(page) for page in document)


def in_one_line(pdf: bytes) -> str:
    """All text, its line breaks as spaces."""
    return " ".join(" ".join(pages(pdf)).split())


def _text(page: pypdfium2.PdfPage) -> str:
    words: str = page.get_textpage().get_text_range()
    return words.replace("\r\n", "\n")
