"""Colours, type sizes and weights of charts and printed pages: light, dark and print."""

from dataclasses import dataclass, replace

from csq_desktop.domain.tones import Tone


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
    band: str
    band_edge: str
    muted: str
    series: tuple[str, ...]
    stack: tuple[str, ...]  # the same hues for areas that touch: dark and light take turns
    # grounds of columns: plain, accent, good, warn, bad; quieter than text yet 3:1 on paper
    fills: tuple[str, str, str, str, str]
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

    def fill_of(self, tone: Tone) -> str:
        """The colour of a column or bar in a tone."""
        plain, accent, good, warn, bad = self.fills
        return {
            Tone.PLAIN: plain,
            Tone.SOFT: self.muted,
            Tone.ACCENT: accent,
            Tone.GOOD: good,
            Tone.WARN: warn,
            Tone.BAD: bad,
        }[tone]

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
    band="#e6f0f2",
    band_edge="#b9d2d8",
    muted="#a9c5cc",
    series=("#0f6e84", "#a3581a", "#6d4a94", "#4d7c2a", "#a63d57", "#4b5b6b"),
    stack=("#0f5f73", "#c77f3f", "#5b3c80", "#759c45", "#8c2f48", "#8593a1"),
    fills=("#758494", "#0f6e84", "#43936a", "#b97a2b", "#c5443b"),
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
    band="#203640",
    band_edge="#3d6270",
    muted="#376775",
    series=("#4db6cc", "#e0a06a", "#b79be0", "#93c46b", "#ee92a8", "#a9b7c6"),
    stack=("#4db6cc", "#a86a35", "#b79be0", "#5f8f45", "#ee92a8", "#75828f"),
    fills=("#8793a0", "#3d98ad", "#4fa878", "#c48d48", "#d9756b"),
)

PRINT = replace(
    LIGHT,
    soft="#4f5b68",
    band="#e8eff1",
    band_edge="#9db8bf",
    grid="#e3e7eb",
    title=9.6,
    text=9.0,  # nothing on paper is smaller
    small=9.0,
    stroke=1.4,
    dot=4.6,
)
