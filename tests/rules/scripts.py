"""Traditional and simplified Chinese told apart, sign by sign."""

import re

import opencc

HAN = re.compile(r"[\u3400-\u9fff]")
SIMPLER, FULLER = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")


def in_the_other_script(text: str, language: str) -> bool:
    """Whether a text has a sign that is not written so in zh_HK or zh_CN."""
    if language == "zh_CN":
        return any(
            SIMPLER.convert(sign) != sign for sign in HAN.findall(text) if sign not in "著乾"
        )
    return any(FULLER.convert(sign) != sign and not _in_big5(sign) for sign in HAN.findall(text))


def _in_big5(sign: str) -> bool:
    try:
        sign.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
