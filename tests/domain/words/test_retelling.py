"""A sentence that is kept is read in the language of its reader."""

import json
from collections.abc import Callable

import pytest

from csq_desktop.domain.words.retelling import Account, account_of, listening, retold
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.texts import speaking, tr, trc, trn

NESTED: dict[str, object] = {"text": "Audit trail: {verdict}", "values": {"verdict": "x"}}
for _ in range(9):
    NESTED = {"text": "Audit trail: {verdict}", "values": {"verdict": NESTED}}


@pytest.mark.parametrize(
    ("make", "english", "chinese"),
    [
        (lambda: tr("Yes"), "Yes", "是"),
        (lambda: tr("Audit trail: {verdict}", verdict=5), "Audit trail: 5", "審計紀錄：5"),
        (
            lambda: tr("Audit trail: {verdict}", verdict=tr("Yes")),
            "Audit trail: Yes",
            "審計紀錄：是",
        ),
        (lambda: trn("{n} complaint", "{n} complaints", 1), "1 complaint", "投訴 1 宗"),
        (
            lambda: trn("{n} complaint", "{n} complaints", 3000, n="3,000"),
            "3,000 complaints",
            "投訴 3,000 宗",
        ),
        (
            lambda: trc("audit", "Repaired after a crash"),
            "Repaired after a crash",
            "異常結束後已修復",
        ),
        (lambda: paragraph(["", tr("Yes"), tr("Yes")]), "Yes Yes", "是是"),
        (lambda: paragraph([tr("Yes")]), "Yes", "是"),
        (lambda: "made by somebody else", "made by somebody else", "made by somebody else"),
    ],
)
@pytest.mark.parametrize("writer", ["en", "zh_CN"])
def test_each_reader_reads_a_kept_sentence_in_the_own_language(
    make: Callable[[], str], english: str, chinese: str, writer: str
) -> None:
    with speaking(writer):
        kept = json.loads(json.dumps(account_of(make)))
    assert retold(kept) == english
    with speaking("zh_HK"):
        assert retold(kept) == chinese


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("The disk is full.", "The disk is full."),  # as older programs kept it
        (None, ""),
        ({"text": 5}, "5"),
        ({}, ""),
        ({"text": "{a.__class__} of nobody", "values": {"a": "x"}}, "{a.__class__} of nobody"),
        ({"text": "Audit trail: {verdict}"}, "Audit trail: {verdict}"),
        ({"text": "Audit trail: {verdict}", "values": {"other": "x"}}, "Audit trail: {verdict}"),
        ({"text": "{n} complaint", "plural": "{n} complaints", "n": 2}, "2 complaints"),
        ({"text": "Yes", "context": "nowhere", "n": True}, "Yes"),
    ],
)
def test_what_this_program_did_not_keep_is_shown_and_never_filled_in(
    account: Account, words: str
) -> None:
    assert retold(account) == words


def test_an_account_of_nothing_says_nothing_in_any_language() -> None:
    with speaking("zh_HK"):
        assert retold({}) == ""


def test_sentences_within_sentences_have_an_end() -> None:
    assert retold(NESTED).count("Audit trail") == 6
    with listening() as listener:
        sentence = tr("Yes")
        for _ in range(9):
            sentence = tr("Audit trail: {verdict}", verdict=sentence)
    assert retold(listener.account(sentence)) == sentence
