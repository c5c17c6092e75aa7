"""What is said of pages before they are printed."""

from csq_desktop.domain.paper.sheets import PrintedPages, unwritable_text


def test_characters_without_a_typeface_are_named_before_a_file_is_printed() -> None:
    pages = PrintedPages.of(b"%PDF", ("😀", "🛒"))
    assert pages == b"%PDF"
    assert unwritable_text(pages) == "These characters cannot be printed and appear as □: 😀 🛒"
    assert unwritable_text(PrintedPages.of(b"%PDF", ())) == ""
    assert unwritable_text(b"%PDF") == ""  # an issued pack: it was named when it was issued
