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


class Meaning(StrEnum):
    """What a bar, a mark or a band of a chart stands for; every chart fills it alike.

    ACTUAL is what was measured in the time that the chart is about, PREVIOUS the same before it,
    LEFT_OUT what is drawn but not judged, NORMAL the range of normal variation. TARGET is also what
    was planned or pledged. GOOD, WARN and BAD are parts of what was measured that are judged.
    """

    ACTUAL = "actual"
    PREVIOUS = "previous"
    TARGET = "target"
    LEFT_OUT = "left out"
    NORMAL = "normal"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"

    @property
    def tone(self) -> Tone:
        """The tone of the words beside it."""
        return _TONES.get(self, Tone.PLAIN)


_TONES = {
    Meaning.ACTUAL: Tone.ACCENT,
    Meaning.LEFT_OUT: Tone.SOFT,
    Meaning.GOOD: Tone.GOOD,
    Meaning.WARN: Tone.WARN,
    Meaning.BAD: Tone.BAD,
}

SHAPES = {
    Tone.PLAIN: "",
    Tone.SOFT: "○",
    Tone.ACCENT: "●",
    Tone.GOOD: "✓",
    Tone.WARN: "▲",
    Tone.BAD: "◆",
}
