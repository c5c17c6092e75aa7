"""Hong Kong's general holidays by name, for the shop to say which of them it keeps."""

from dataclasses import dataclass
from datetime import date

from csq_desktop.texts import language

_LANGUAGES = {"en": "en_HK", "zh_HK": "zh_HK", "zh_CN": "zh_CN"}


@dataclass(frozen=True)
class Holiday:
    """One general holiday, with its name in the user's language."""

    day: date
    name: str


def of_year(year: int) -> tuple[Holiday, ...]:
    """The general holidays of a year in order (General Holidays Ordinance, Cap. 149)."""
    import holidays

    names = holidays.country_holidays(
        "HK", years=year, categories=("optional",), language=_LANGUAGES[language()]
    )
    return tuple(Holiday(day, name) for day, name in sorted(names.items()))
