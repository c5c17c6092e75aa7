"""Colours, type sizes and weights of charts and printed pages: light, dark and print."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from csq_desktop.domain.tones import Meaning, Tone


@dataclass(frozen=True, kw_only=True)
class Look:
    """One table of colours and sizes; sizes are points on paper, logical pixels on screen."""

    paper: str
    ink: str
    soft: str
    line: str
    grid: str
    accent: str
    good: str
    warn: str
    bad: str
    wash: str
    good_wash: str
    warn_wash: str
    bad_wash: str
    band_edge: str
    # what a chart fills, by what it stands for; quieter than text, yet 3:1 on paper but for NORMAL
    fills: Mapping[Meaning, str]
    title: float
    text: float
    small: float
    stroke: float
    dot: float

    def ink_of(self, tone: Tone) -> str:
        """The colour of text and marks in a tone."""
        return {
            Tone.PLAIN: self.ink,
            Tone.SOFT: self.soft,
            Tone.ACCENT: self.accent,
            Tone.GOOD: self.good,
            Tone.WARN: self.warn,
            Tone.BAD: self.bad,
        }[tone]

    def wash_of(self, tone: Tone) -> str:
        """The pale ground a text of this tone may stand on."""
        washes = {Tone.GOOD: self.good_wash, Tone.WARN: self.warn_wash, Tone.BAD: self.bad_wash}
        return washes.get(tone, self.wash)

    def larger(self, factor: float) -> "Look":
        """The same look with text and strokes `factor` times as large."""
        sizes = {name: getattr(self, name) * factor for name in _SIZES}
        return replace(self, **sizes)


_SIZES = ("title", "text", "small", "stroke", "dot")

LIGHT = Look(
    paper="#ffffff",
    ink="#1b2430",
    soft="#586574",
    line="#c8d0d9",
    grid="#e9ecf0",
    accent="#0f6e84",
    good="#1a7742",
    warn="#9a560f",
    bad="#b3261e",
    wash="#eef2f6",
    good_wash="#e4f4ea",
    warn_wash="#fcefd9",
    bad_wash="#fbe6e4",
    band_edge="#b9d2d8",
    fills={
        Meaning.ACTUAL: "#0f6e84",
        Meaning.PREVIOUS: "#8b95a1",
        Meaning.TARGET: "#1b2430",
        Meaning.LEFT_OUT: "#586574",
        Meaning.NORMAL: "#e6f0f2",
        Meaning.GOOD: "#43936a",
        Meaning.WARN: "#c8862c",
        Meaning.BAD: "#8c1d18",
    },
    title=15.0,
    text=12.0,
    small=11.0,
    stroke=2.0,
    dot=7.0,
)

DARK = replace(
    LIGHT,
    paper="#1c2229",
    ink="#e9edf2",
    soft="#a3afbc",
    line="#46515d",
    grid="#2a323b",
    accent="#4db6cc",
    good="#5cc48a",
    warn="#e0a458",
    bad="#f08a80",
    wash="#262e37",
    good_wash="#173626",
    warn_wash="#3b2a12",
    bad_wash="#3d1b18",
    band_edge="#3d6270",
    fills={
        Meaning.ACTUAL: "#42a1b7",
        Meaning.PREVIOUS: "#68747f",
        Meaning.TARGET: "#e9edf2",
        Meaning.LEFT_OUT: "#a3afbc",
        Meaning.NORMAL: "#203640",
        Meaning.GOOD: "#4fa878",
        Meaning.WARN: "#96692a",
        Meaning.BAD: "#f5aca4",
    },
)

PRINT = replace(
    LIGHT,
    soft="#4f5b68",
    band_edge="#9db8bf",
    grid="#e3e7eb",
    fills={**LIGHT.fills, Meaning.LEFT_OUT: "#4f5b68", Meaning.NORMAL: "#e8eff1"},
    title=9.6,
    text=9.0,  # nothing on paper is smaller
    small=9.0,
    stroke=1.4,
    dot=4.6,
)
