"""The notices of a breach: to whom they go, and what is written in them before they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.breaches.harm import HarmFactors, Likelihood
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LONGEST_PART = 4_000


class NoticeAudience(StrEnum):
    """Whom a notice is for."""

    COMMISSIONER = "commissioner"
    PERSONS = "persons"

    @property
    def label(self) -> str:
        """The notice in the user's language."""
        return trc("breach notice", _AUDIENCES[self])


@dataclass(frozen=True)
class NoticeText:
    """What a notice says in words, in the language it goes out in."""

    happened: str = ""
    measures: str = ""
    advice: str = ""
    contact: str = ""


@dataclass(frozen=True)
class NoticeOrder:
    """A notice to be printed: for whom, in which language, saying what; to one customer, or any."""

    audience: NoticeAudience
    language: str
    text: NoticeText
    customer_id: int | None = None


def check_notice(text: NoticeText) -> None:
    """A UserError for a notice that leaves out what its reader has to know, or is too long."""
    for key, words in vars(text).items():
        if not words.strip():
            raise UserError(tr("Fill in this part of the notice."), field=key)
        if len(words) > LONGEST_PART:
            raise UserError(tr("This part is too long for a notice. Shorten it."), field=key)


def advice(factors: HarmFactors | None, detail_kinds: Sequence[str]) -> str:
    """What a person concerned can do, a sentence for each risk, in the language spoken now."""
    sentences = [
        trc("breach letter", "Be careful with calls, messages and e-mails that ask for personal "
                             "details or for money, even where they seem to come from us.")
    ]  # fmt: skip
    if factors is None or _is_possible(factors.identity_theft, factors.financial_harm):
        sentences.append(
            trc("breach letter", "Check the statements of your bank and cards, and report at once "
                                 "to the bank what you do not recognise.")
        )  # fmt: skip
    if "passwords" in detail_kinds:
        sentences.append(trc("breach letter", "Change the password concerned wherever you use it."))
    if "identity_document" in detail_kinds:
        sentences.append(
            trc("breach letter", "If you suspect that your identity is being used by somebody "
                                 "else, report it to the police.")
        )  # fmt: skip
    if factors is not None and _is_possible(factors.physical_harm):
        sentences.append(trc("breach letter", "If you feel threatened or followed, call 999."))
    return "\n".join(sentences)


def _is_possible(*harms: Likelihood) -> bool:
    return any(harm in (Likelihood.POSSIBLE, Likelihood.LIKELY) for harm in harms)


_AUDIENCES = {
    NoticeAudience.COMMISSIONER: mark("Notification to the Privacy Commissioner", "breach notice"),
    NoticeAudience.PERSONS: mark("Notice to a person concerned", "breach notice"),
}
