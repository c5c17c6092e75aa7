"""A person's words in a sentence of two languages: whole once, then by their beginning."""

import pytest

from csq_desktop.reports.documents.languages import Languages
from csq_desktop.reports.paper.blocks import Bullets
from csq_desktop.reports.paper.document import Document
from csq_desktop.reports.paper.quoting import in_short
from csq_desktop.reports.typography.typeset import plain
from csq_desktop.texts import language

EN_HK, HK_EN, HK_CN = ("en", "zh_HK"), ("zh_HK", "en"), ("zh_HK", "zh_CN")


@pytest.mark.parametrize(
    ("first", "second", "languages", "printed"),
    [
        ("End “Second till by the door”.", "完成「Second till by the door」。", EN_HK,
         "完成「Second till…」。"),
        ("7 Second till by the door（10月4日）", "7 Second till by the door (4 Oct)", HK_EN,
         "7 Second till… (4 Oct)"),
        ("Cause: 門口的第二個收銀機等候太久.", "原因：門口的第二個收銀機等候太久。", EN_HK,
         "原因：門口的第二……。"),
        ("It’s the shop’s own till 2.", "是It’s the shop’s own till 2。", EN_HK,
         "是It’s the shop’s…。"),
        ("Owner: Alexandra Featherstonehaugh", "負責人：Alexandra Featherstonehaugh", EN_HK,
         "負責人：Alexandra Featherstonehaugh"),
        ("Sham Shui Po: 96.0% of 1,234", "Sham Shui Po：1,234 之 96.0%", EN_HK,
         "Sham Shui Po：1,234 之 96.0%"),
        ("csq check with --anchor 12:ab", "csq check 加上 --anchor 12:ab", EN_HK,
         "csq check 加上 --anchor 12:ab"),
        ("本月投訴中有三宗未能在期限內解決", "本月投訴中有三宗未能在期限內解決，", HK_CN,
         "本月投訴中有三宗未能在期限內解決，"),
        ("「Second till by the door」已完成", "“Second till by the door”已经完成", HK_CN,
         "“Second till…”已经完成"),
    ],
)  # fmt: skip
def test_what_both_sentences_share_is_quoted_in_short(
    first: str, second: str, languages: tuple[str, str], printed: str
) -> None:
    assert plain(in_short(first, second, languages)) == printed


def test_a_document_has_a_persons_words_whole_once() -> None:
    def one_language(code: str) -> Document:
        mark = "Requested: {}" if language() == "en" else "要求：{}"
        return Document(
            title="t", blocks=(Bullets((mark.format("Keep the till open late"),)),), language=code
        )

    (block,) = Languages("zh_HK", "en").document(one_language).blocks
    assert isinstance(block, Bullets)
    assert plain(block.items[0]) == "要求：Keep the till open late\nRequested: Keep the till…"
