"""What the audit trail calls an action has one form in Chinese: it is done, or something failed."""

import pytest

from csq_desktop.domain.audit.entries import AuditAction, action_text
from csq_desktop.texts import speaking

FAULTS = {
    "zh_HK": (
        "發現",
        "備份失敗",
        "製作每月報告失敗",
        "檢查發現",
        "密碼短語錯誤",
        "電腦時鐘被撥慢",
        "未備份",
        "從此刻起",
    ),
    "zh_CN": (
        "发现",
        "备份失败",
        "制作月度报告失败",
        "检查发现",
        "密码短语错误",
        "计算机时钟被调慢",
        "未备份",
        "从此刻起",
    ),
}


@pytest.mark.parametrize("language", FAULTS)
def test_what_is_done_is_told_as_done(language: str) -> None:
    with speaking(language):
        texts = [action_text(action) for action in AuditAction]
        of_crash = action_text(AuditAction.REPAIRED)
    others = [text for text in texts if not text.startswith(("已", *FAULTS[language]))]
    assert others == [of_crash]  # “after a crash” stands first
