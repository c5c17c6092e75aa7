"""What of a pack's words may identify somebody, as it is shown."""

from csq_desktop.domain.packs.packs import PrintedIdentity
from csq_desktop.domain.privacy.free_text import IdentityKind, IdentitySpan


def printed(before: str, after: str) -> PrintedIdentity:
    span = IdentitySpan(len(before), len(before) + 8, IdentityKind.NAME, "Mrs Chan")
    return PrintedIdentity((3,), f"{before}Mrs Chan{after}", span)


def test_a_short_text_is_shown_whole() -> None:
    assert printed("Ask ", "\nfirst").excerpt == "Ask Mrs Chan first"


def test_of_a_long_text_the_words_around_are_shown() -> None:
    assert printed("a" * 90, "b" * 90).excerpt == f"…{'a' * 60}Mrs Chan{'b' * 60}…"
