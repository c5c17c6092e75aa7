"""The one table of colours, spacings, radii and type sizes that everything on screen is made of."""

from dataclasses import dataclass

from csq_desktop.domain.tones import Tone

GAP_TINY, GAP_SMALL, GAP, GAP_LARGE, GAP_HUGE = 4, 8, 12, 16, 24
RADIUS_SMALL, RADIUS = 8, 12
TEXT_SMALL, TEXT_LABEL, TEXT, TEXT_TITLE, TEXT_FIGURE = 12, 13, 14, 22, 27
RAIL_WIDTH, RAIL_WIDTH_ICONS = 216, 64
SMALLEST_WINDOW = (860, 440)
"""What a screen of 960 × 540 leaves beside a task bar and a title bar."""

_INKS = {Tone.ACCENT: "link", Tone.PLAIN: "text"}
_WASHES = {Tone.ACCENT: "selected", Tone.PLAIN: "sunken"}


@dataclass(frozen=True)
class Colours:
    """Every colour of one theme, as #rrggbb."""

    window: str
    surface: str
    sunken: str
    hover: str
    pressed: str
    line: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    selected: str
    link: str
    focus: str
    good: str
    good_wash: str
    warn: str
    warn_wash: str
    bad: str
    bad_wash: str
    bad_hover: str
    on_bad: str
    soft: str
    soft_wash: str
    rail: str
    rail_text: str
    on_rail: str
    rail_muted: str
    rail_hover: str
    rail_active: str
    on_rail_active: str
    toast: str
    on_toast: str
    toast_link: str
    actual: str

    def ink(self, tone: Tone) -> str:
        """The colour a word or mark of this tone is written in."""
        return str(getattr(self, _INKS.get(tone, tone.value)))

    def wash(self, tone: Tone) -> str:
        """The pale ground a badge of this tone stands on."""
        return str(getattr(self, _WASHES.get(tone, f"{tone.value}_wash")))


# name: (light, dark). Charts have a table of their own, by meaning (reports/typography/look.py).
_TABLE: dict[str, tuple[str, str]] = {
    "window": ("#f5f7f9", "#14181d"),
    "surface": ("#ffffff", "#1c2229"),
    "sunken": ("#eef1f4", "#171c22"),
    "hover": ("#f1f4f7", "#262e37"),
    "pressed": ("#e6eaef", "#2e3741"),
    "line": ("#e2e6eb", "#2c343e"),
    "edge": ("#868f9c", "#6c7785"),
    "text": ("#1a222c", "#e7ebf0"),
    "muted": ("#5c6675", "#9ca7b5"),
    "disabled": ("#98a1ad", "#6b7583"),
    "accent": ("#0f6d83", "#4fb6cb"),
    "accent_hover": ("#0c5d70", "#6cc6d8"),
    "accent_pressed": ("#094c5c", "#3ea4b9"),
    "on_accent": ("#ffffff", "#04222a"),
    "selected": ("#e1f0f5", "#1d3841"),
    "link": ("#0d6478", "#6cc6d8"),
    "focus": ("#0f6d83", "#6cc6d8"),
    "good": ("#13703f", "#62c78d"),
    "good_wash": ("#e3f4e9", "#17331f"),
    "warn": ("#9a5200", "#e5a84f"),
    "warn_wash": ("#fdf0da", "#3a2a10"),
    "bad": ("#b1261d", "#f28b80"),
    "bad_wash": ("#fce6e4", "#431c1a"),
    "bad_hover": ("#95190f", "#f7a49b"),
    "on_bad": ("#ffffff", "#2c0703"),
    "soft": ("#4a5565", "#b3bdc9"),
    "soft_wash": ("#edf0f3", "#2a323c"),
    "rail": ("#12303a", "#0e1519"),
    "rail_text": ("#d0dde1", "#b9c7cd"),
    "on_rail": ("#ffffff", "#e7ebf0"),
    "rail_muted": ("#93aab2", "#82959d"),
    "rail_hover": ("#1d414d", "#1a252b"),
    "rail_active": ("#0f7188", "#4fb6cb"),
    "on_rail_active": ("#ffffff", "#04222a"),
    "toast": ("#1f2a33", "#e7ebf0"),
    "on_toast": ("#ffffff", "#1a222c"),
    "toast_link": ("#7fd3e4", "#0d6478"),
    "actual": ("#0f6d83", "#4fb6cb"),
}

LIGHT = Colours(**{name: pair[0] for name, pair in _TABLE.items()})
DARK = Colours(**{name: pair[1] for name, pair in _TABLE.items()})

_GROUNDS = ("window", "surface", "sunken", "hover", "selected")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, ground) for ink in ("text", "muted", "link") for ground in _GROUNDS),
    *((tone, ground) for tone in ("good", "warn", "bad", "soft") for ground in _GROUNDS),
    *((tone, f"{tone}_wash") for tone in ("good", "warn", "bad", "soft")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    *(("on_bad", ground) for ground in ("bad", "bad_hover")),
    *((ink, "rail") for ink in ("on_rail", "rail_text", "rail_muted")),
    *((ink, "rail_hover") for ink in ("on_rail", "rail_text", "rail_muted")),
    ("text", "pressed"),
    ("on_rail_active", "rail_active"),
    ("on_toast", "toast"),
    ("toast_link", "toast"),
)
MARK_PAIRS: tuple[tuple[str, str], ...] = (
    *(("edge", ground) for ground in ("window", "surface")),
    *(("focus", ground) for ground in _GROUNDS),
    *(("accent", ground) for ground in ("window", "surface", "line")),
    *(("text", ground) for ground in _GROUNDS),  # a filled button’s outer ring, and its inner one
    *(("on_accent", beside) for beside in ("text", "accent", "accent_hover", "accent_pressed")),
    *(("on_bad", beside) for beside in ("text", "bad", "bad_hover")),
    *(("rail_muted", ground) for ground in ("rail", "rail_hover")),
    ("on_rail_active", "rail_active"),
    ("accent", "selected"),  # the bar beside chosen rows
    ("accent", "hover"),
    ("actual", "surface"),  # what was measured, as a line
)


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
