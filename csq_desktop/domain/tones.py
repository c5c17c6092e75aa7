"""What a figure or a state means to the reader, whichever colour it is shown in."""

from enum import StrEnum


class Tone(StrEnum):
    """What a colour says; a word and a shape always say it too. PLAIN is ordinary text."""

    PLAIN = "plain"
    SOFT = "soft"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


SHAPES = {
    Tone.PLAIN: "",
    Tone.SOFT: "○",
    Tone.ACCENT: "●",
    Tone.GOOD: "✓",
    Tone.WARN: "▲",
    Tone.BAD: "◆",
}
