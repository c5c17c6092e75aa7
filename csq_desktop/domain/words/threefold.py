"""Wording kept in three languages: checklists, pledges, lists and statements."""

from collections.abc import Mapping
from dataclasses import dataclass

from csq_desktop.domain.words.plain import JsonObject
from csq_desktop.texts import LANGUAGES, language

_NEAREST = {
    "en": ("en", "zh_HK", "zh_CN"),
    "zh_HK": ("zh_HK", "zh_CN", "en"),
    "zh_CN": ("zh_CN", "zh_HK", "en"),
}


@dataclass(frozen=True)
class ThreeTexts:
    """One wording in up to three languages; an empty one is not written yet."""

    en: str = ""
    zh_HK: str = ""
    zh_CN: str = ""

    def __bool__(self) -> bool:
        return any((self.en, self.zh_HK, self.zh_CN))

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The wording in the language texts come in now, or in the nearest one there is."""
        return self.said_in(language())

    def said_in(self, code: str) -> str:
        """The wording in one of LANGUAGES, or in the nearest language it is written in."""
        written: dict[str, str] = self.by_language
        return next((written[near] for near in _NEAREST[code] if written[near]), "")

    @property
    def by_language(self) -> dict[str, str]:
        """The wording of each language, empty ones included, in the order of LANGUAGES."""
        return {"en": self.en, "zh_HK": self.zh_HK, "zh_CN": self.zh_CN}

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages it is not written in yet."""
        return tuple(code for code, wording in self.by_language.items() if not wording)

    def agrees_with(self, other: "ThreeTexts") -> bool:
        """Whether both say the same in every language that both are written in.

        A translation that is written later changes nothing.
        """
        written = [code for code in LANGUAGES if self.by_language[code] and other.by_language[code]]
        mine, theirs = self.by_language, other.by_language
        return bool(written) and all(mine[code] == theirs[code] for code in written)

    def filled(self, values: Mapping[str, object]) -> "ThreeTexts":
        """The same wording with its {placeholders} filled in, in every language."""
        texts = {code: text.format_map(values) for code, text in self.by_language.items()}
        return ThreeTexts(**texts)


def three_from(value: object, place: str) -> ThreeTexts:
    """Read `{"en": …, "zh_HK": …, "zh_CN": …}`; a UserError names the place when it is not one."""
    entry = JsonObject.of(value, place)
    return ThreeTexts(**{code: entry.text(code, "").strip() for code in LANGUAGES})


def three_to(wording: ThreeTexts) -> dict[str, str]:
    """The wording as a JSON object, without the languages it is not written in."""
    return {code: text for code, text in wording.by_language.items() if text}
