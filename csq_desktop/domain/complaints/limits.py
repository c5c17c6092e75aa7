"""What may be typed into a complaint, whether it is logged or corrected."""

from collections.abc import Callable, Mapping

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

LONGEST_WORDS = 20_000
LONGEST_SUMMARY = 120
CHECKED = ("words", "summary", "category", "channel")


def check(typed: Mapping[str, str], is_category: Callable[[str], bool]) -> None:
    """A UserError for words, a summary, a category or a channel that no complaint may have.

    Fields that are not there are not judged; `is_category` says whether the shop has a code.
    """
    if "words" in typed:
        _check_words(typed["words"])
    if len(typed.get("summary", "")) > LONGEST_SUMMARY:
        raise UserError(
            tr("The summary is too long; keep it under {n} characters.", n=LONGEST_SUMMARY)
        )
    if "category" in typed:
        _check_category(typed["category"], is_category)
    if typed.get("channel", Channel.OTHER) not in set(Channel):
        raise UserError(tr("Choose how the complaint reached the shop."))


def _check_words(words: str) -> None:
    if not words.strip():
        raise UserError(tr("Write what the customer said."))
    if len(words) > LONGEST_WORDS:
        raise UserError(
            tr("The words are too long; keep them under {n} characters.", n=LONGEST_WORDS)
        )


def _check_category(code: str, is_category: Callable[[str], bool]) -> None:
    if not code:
        raise UserError(tr("Choose what the complaint is about."))
    if not is_category(code):
        raise UserError(tr("“{code}” is not in the list of categories.", code=code))
