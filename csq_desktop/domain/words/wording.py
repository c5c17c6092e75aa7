"""How dates, counts, shares, money and spans are written, for window and paper alike."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.words.names import one_line
from csq_desktop.texts import joined, language, mark, tr, trc, trn

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
_MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"),
    mark("May"), mark("June"), mark("July"), mark("August"),
    mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip
_WEEKDAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"),
    mark("Friday"), mark("Saturday"), mark("Sunday"),
)  # fmt: skip
UNKNOWN = "–"
MOST_LISTED = 3
"""How many things one sentence names."""
MOST_REFS = 6
"""How many cases, actions or days are named one by one."""
_MOST_DIGITS = 6
_ENDINGS, _CLOSING = ".。!！?？…", "\"'”’」』)）"


def _chinese() -> bool:
    return language() != "en"


def weekday_text(day: date) -> str:
    """The day's name, such as Sunday or 星期日."""
    return tr(_WEEKDAYS[day.weekday()])


def date_text(day: date | None) -> str:
    """A day such as 22 Nov 2026 or 2026年11月22日."""
    if day is None:
        return UNKNOWN
    if _chinese():
        return tr("{day} {month} {year}", year=day.year, month=day.month, day=day.day)
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def short_date_text(day: date) -> str:
    """A day without its year, such as 22 Nov or 11月22日."""
    if _chinese():
        return tr("{day} {month}", month=day.month, day=day.day)
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def days_between_text(first: date, last: date) -> str:
    """A day, or the first and the last of several; a year they share stands once."""
    if first == last:
        return date_text(first)
    if first.year != last.year:
        return tr("{first} – {last}", first=date_text(first), last=date_text(last))
    if _chinese():  # where the year comes first
        return tr("{first} – {last}", first=date_text(first), last=short_date_text(last))
    return tr("{first} – {last}", first=short_date_text(first), last=date_text(last))


def months_text(first: Month, last: Month) -> str:
    """The months from one to another."""
    if first == last:
        return month_text(first)
    return tr("{first} – {last}", first=month_text(first), last=month_text(last))


def clock_text(moment: datetime, zone: ZoneInfo = HONG_KONG) -> str:
    """The time of day in the shop's zone, such as 18:42."""
    return moment.astimezone(zone).strftime("%H:%M")


def moment_text(moment: datetime | None, zone: ZoneInfo = HONG_KONG) -> str:
    """Day and time in the shop's zone, such as 22 Nov 2026 18:42."""
    if moment is None:
        return UNKNOWN
    local = moment.astimezone(zone)
    return f"{date_text(local.date())} {local:%H:%M}"


def short_moment_text(moment: datetime, today: date, zone: ZoneInfo = HONG_KONG) -> str:
    """Time alone today, day and time this year, the whole date otherwise."""
    local = moment.astimezone(zone)
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{short_date_text(local.date())} {local:%H:%M}"
    return date_text(local.date())


def month_text(month: Month) -> str:
    """A month such as October 2026 or 2026年10月."""
    return tr("{month} {year}", year=month.year, month=month_name(month))


def month_name(month: Month) -> str:
    """A month without its year, such as October or 10月."""
    return tr(_MONTHS[month.number - 1])


def short_month_text(month: Month) -> str:
    """A month for a chart's axis, such as Oct or 10月."""
    name = month_name(month)
    return name if _chinese() else name[:3]


def count_text(count: int) -> str:
    """A whole number with thousands apart, such as 1,252."""
    return f"{count:,}"


def days_text(days: int) -> str:
    """A number of days, such as 1 day or 20 days."""
    return trn("{n} day", "{n} days", days)


def number_text(number: float | None, digits: int = 1) -> str:
    """A number with so many decimals, or a dash when there is none."""
    return UNKNOWN if number is None else f"{number:z,.{digits}f}".replace("-", "−")


def percent_text(share: float | None, digits: int = 1) -> str:
    """A share 0..1 as a percentage such as 96.2%, or a dash when there is none."""
    return UNKNOWN if share is None else f"{number_text(share * 100, digits)}%"


def digits_apart(value: float, target: float, digits: int = 1) -> int:
    """So many decimals that value and target, both as written, stand as they really do.

    96.95 beside a target of 97 needs two: “97.0” would hide that the target was missed.
    """
    value, target = round(value, 9), round(target, 9)  # 0.57 × 100 is 56.99999999999999
    side = (value > target) - (value < target)
    while digits < _MOST_DIGITS:
        written = float(f"{value:.{digits}f}")
        if (written > target) - (written < target) == side:
            break
        digits += 1
    return digits


def digits_of(value: float) -> int:
    """How many decimals it takes to write a number whole, up to four."""
    return next((n for n in range(4) if abs(value - round(value, n)) < 1e-9), 4)


def points_text(change: float | None, digits: int = 1) -> str:
    """A difference of two shares in percentage points, with its sign."""
    if change is None:
        return UNKNOWN
    return tr("{number} points", number=signed_text(change * 100, digits))


def signed_text(difference: float, digits: int = 1) -> str:
    """A difference with its sign; what rounds to nothing has none."""
    number = number_text(difference, digits)
    sign = "+" if difference > 0 and number != number_text(0, digits) else ""
    return f"{sign}{number}"


def change_ends(low: float, high: float) -> tuple[str, str]:
    """The ends of a difference of two shares in percentage points, with their signs.

    They have as many decimals as show on which side of nothing they lie: an end of −0.03 that is
    written as 0.0 would contradict a change that is clear.
    """
    ends = low * 100, high * 100
    digits = max(digits_apart(end, 0) for end in ends)
    first, last = (signed_text(end, digits) for end in ends)
    return first, last


def interval_text(low: float | None, high: float | None, digits: int = 1) -> str:
    """A 95% interval of a share such as 95.0–97.1%, or a dash."""
    if low is None or high is None:
        return UNKNOWN
    return f"{number_text(low * 100, digits)}–{number_text(high * 100, digits)}%"


def money_text(cents: int | None) -> str:
    """Hong Kong dollars from integer cents, such as HK$1,234.50."""
    if cents is None:
        return UNKNOWN
    whole = f"HK${abs(cents) / 100:,.2f}".removesuffix(".00")
    return f"−{whole}" if cents < 0 else whole


def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence: the first ones, and how many more there are."""
    items = list(parts)
    more = len(items) - MOST_LISTED
    if more > 0:
        items[MOST_LISTED:] = [trn("{n} more", "{n} more", more)]
    return tr("; ").join(items)


def labelled(label: str, text: str) -> str:
    """A text behind its label, such as “Supervisor: May Wong”."""
    return tr("{label}: {text}", label=label, text=text)


def in_brackets(text: str, addition: object) -> str:
    """A text with something added to it, such as “2.1% (≤ 5%)”."""
    return tr("{text} ({addition})", text=text, addition=addition)


def sentence(text: str) -> str:
    """What a person wrote, as a sentence that another can follow: it ends with a mark."""
    written = text.strip()
    if not written or written.rstrip(_CLOSING)[-1:] in _ENDINGS:
        return written
    return tr("{sentence}.", sentence=written)


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one behind the other; Chinese sets no blank between them."""
    return joined(sentences)


def refs_text(refs: Sequence[str]) -> str:
    """The first of some cases or days, and how many more there are."""
    shown, more = tr(", ").join(refs[:MOST_REFS]), len(refs) - MOST_REFS
    return tr("{refs} and {n} more", refs=shown, n=count_text(more)) if more > 0 else shown


def shortened(text: str, longest: int) -> str:
    """A free text on one line, cut after a word with … where it is too long."""
    line = one_line(text)
    if len(line) <= longest:
        return line
    start = line[: longest - 1]
    return (start.rpartition(" ")[0] or start).rstrip(" ,;，；") + "…"


def duration_text(seconds: float) -> str:
    """A span in its two largest units, such as 3 h 20 min or 2 d 4 h (days of 24 hours)."""
    minutes = int(abs(seconds)) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        trc("span", "{n} d", n=days) if days else "",
        trc("span", "{n} h", n=hours) if hours else "",
        trc("span", "{n} min", n=minutes) if minutes or not (days or hours) else "",
    ]
    return " ".join([part for part in parts if part][:2])


def business_text(seconds: int, business_day: int) -> str:
    """Business time: minutes, whole hours from an hour on, then business days of the shop's hours.

    Opening hours are never cut into days of 24 hours: 66 hours of a shop that opens 12 are 5 days.
    """
    if seconds >= business_day:
        return trn("{n} business day", "{n} business days", seconds // business_day)
    return duration_text(seconds // 3600 * 3600 if seconds >= 3600 else seconds)


def file_size_text(size: int) -> str:
    """A file's size in KB or MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
