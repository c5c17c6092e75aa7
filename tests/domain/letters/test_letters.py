"""The rules of letters: who is addressed how, what is filled in, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from csq_desktop.domain.complaints.facts import EventKind, Severity
from csq_desktop.domain.complaints.history import StepFacts, step_text
from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind, LetterState
from csq_desktop.domain.letters import facts
from csq_desktop.domain.letters.facts import (
    Letterhead,
    LetterLine,
    LetterMoments,
    LetterWords,
)
from csq_desktop.domain.letters.placeholders import Placeholder, check_filled, filled, open_places
from csq_desktop.domain.letters.salutations import recipient, salutation
from csq_desktop.domain.letters.templates import ReviewRule
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES

NOW = datetime(2026, 10, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "other", "greetings"),
    [
        ("", "", ("Dear Customer,", "親愛的顧客：", "尊敬的顾客：")),
        ("Wong Siu Fong", "", ("Dear Wong Siu Fong,", "Wong Siu Fong 先生／女士：",
                               "尊敬的Wong Siu Fong 先生/女士：")),
        ("Ms. Wong Siu Fong", "", ("Dear Ms Wong Siu Fong,", "Wong Siu Fong 女士：",
                                  "尊敬的Wong Siu Fong 女士：")),
        ("陳大文", "", ("Dear 陳大文,", "陳大文先生／女士：", "尊敬的陳大文先生/女士：")),
        ("陳大文先生", "", ("Dear Mr 陳大文,", "陳大文先生：", "尊敬的陳大文先生：")),
        ("Mrs Chan", "陳大文", ("Dear Mrs Chan,", "陳大文太太：", "尊敬的陳大文太太：")),
        ("陳小姐", "Amy Chan", ("Dear Miss Amy Chan,", "陳小姐：", "尊敬的陳小姐：")),
        ("Dr Ho", "", ("Dear Dr Ho,", "Ho 先生／女士：", "尊敬的Ho 先生/女士：")),
        ("Mr", "", ("Dear Mr Mr,", "Mr 先生：", "尊敬的Mr 先生：")),
    ],
)  # fmt: skip
def test_a_person_is_addressed_by_language_and_by_what_is_known(
    name: str, other: str, greetings: tuple[str, ...]
) -> None:
    identity = Identity(name, other)
    assert tuple(salutation(identity, code) for code in LANGUAGES) == greetings


def test_the_recipient_is_the_name_above_the_address() -> None:
    identity = Identity("Mr Chan Tai Man", "陳大文", address=" Flat 5 \n\nTai Po Road")
    assert recipient(identity, "en") == "Mr Chan Tai Man\nFlat 5\nTai Po Road"
    assert recipient(identity, "zh_HK") == "陳大文先生\nFlat 5\nTai Po Road"
    assert recipient(Identity("Amy Chan"), "zh_CN") == "Amy Chan"
    assert recipient(Identity(), "en") == ""


def test_what_has_no_value_stays_open_and_is_named() -> None:
    text = "About {reference} of { received }: {decision} {name} {}"
    values = {Placeholder.REFERENCE: "C-1", Placeholder.RECEIVED: "today"}
    merged = filled(text, values)
    assert merged == "About C-1 of today: {decision} {name} {}"
    assert open_places(merged) == ("decision", "name", "")
    with pytest.raises(UserError, match=r"leaves open: Decision, \{name\}, \{\}"):
        check_filled(merged, "body")
    check_filled("nothing open", "body")


def test_every_word_has_a_label() -> None:
    for words in (LetterKind, LetterState, LetterDelivery, Placeholder, ReviewRule):
        assert len({word.label for word in words}) == len(words)
    assert Placeholder.SHOP.written == "{shop}"


def test_who_reviews_goes_by_the_severity() -> None:
    reviewed = {rule: [rule.applies(severity) for severity in Severity] for rule in ReviewRule}
    assert reviewed == {
        ReviewRule.NEVER: [False, False, False, False],
        ReviewRule.CRITICAL: [False, False, False, True],
        ReviewRule.HIGH: [False, False, True, True],
        ReviewRule.ALWAYS: [True, True, True, True],
    }


def test_the_state_follows_from_the_latest_step() -> None:
    moments = LetterMoments()
    assert moments.state is LetterState.DRAFT
    for name, state in (
        ("submitted_at", LetterState.IN_REVIEW),
        ("approved_at", LetterState.APPROVED),
        ("issued_at", LetterState.ISSUED),
        ("sent_at", LetterState.SENT),
        ("discarded_at", LetterState.DISCARDED),
    ):
        moments = replace(moments, **{name: NOW})
        assert moments.state is state
    assert [state for state in LetterState if state.is_final] == ["issued", "sent"]


def test_a_letter_in_a_list_has_its_number_once_it_has_one() -> None:
    line = LetterLine(1, "", 2, "C-1", LetterKind.ANSWER, "en", LetterState.DRAFT, NOW, "May Wong")
    assert (line.title, line.at) == ("Reply with the decision", NOW)
    later = NOW + timedelta(hours=1)
    issued = replace(line, ref="LT-1", issued_at=later)
    assert (issued.title, issued.at) == ("LT-1: Reply with the decision", later)


def test_a_letterhead_has_bounds() -> None:
    facts.check_letterhead(Letterhead(), b"")
    facts.check_letterhead(Letterhead(), b"\xff\xd8\xff")
    assert Letterhead(phone="1", email="2").contact == "1 / 2"
    for head, logo, field in (
        (Letterhead(address="x" * 601), b"", "address"),
        (Letterhead(), b"GIF89a", "logo"),
        (Letterhead(), b"\x89PNG\r\n\x1a\n" * 40_000, "logo"),
    ):
        with pytest.raises(UserError) as error:
            facts.check_letterhead(head, logo)
        assert error.value.field == field


def test_the_check_sum_is_of_words_and_frame() -> None:
    frame = facts.LetterFrame(Letterhead("Shop"), NOW.date(), "LT-1", "C-1", "May Wong")
    words = LetterWords(body="Dear")
    sums = {
        facts.digest(words, frame),
        facts.digest(replace(words, body="dear"), frame),
        facts.digest(words, replace(frame, signed_by="Ken")),
    }
    assert len(sums) == 3


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (StepFacts(before="answer", after="LT-1"), "LT-1, Reply with the decision, issued"),
        (
            StepFacts(before="answer", after="LT-1", fields=(LetterDelivery.POST.value,)),
            "LT-1, Reply with the decision, sent: By post",
        ),
        (StepFacts(before="x", after="LT-1", fields=("pigeon",)), "LT-1, x, issued"),
    ],
)
def test_the_history_says_what_became_of_a_letter(step: StepFacts, text: str) -> None:
    assert step_text(EventKind.LETTER, "", step, HONG_KONG) == text
