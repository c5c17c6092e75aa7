"""The words by which a list can be narrowed on the command line, as the window's filters do."""

from collections.abc import Mapping

from csq_desktop.domain.exports import lists

_CASES = (
    "feedback",
    "view",
    "status",
    "category",
    "second",
    "cause",
    "channel",
    "severity",
    "owner",
    "text",
    "from",
    "to",
)
_PEOPLE = ("group", "marketing", "text", "archived")
_CHECKS = ("checklist", "status", "from", "to", "failed")
OPTIONS: Mapping[str, tuple[str, ...]] = {
    lists.COMPLAINTS: _CASES,
    lists.CUSTOMERS: _PEOPLE,
    lists.MARKETING: _PEOPLE,
    lists.PLEDGE_COUNTS: ("pledge", "from", "to"),
    lists.ACTIONS: ("status", "owner", "from", "to"),
    lists.EVENTS: ("view", "from", "to"),
    lists.CHECKS: _CHECKS,
    lists.ANSWERS: _CHECKS,
    lists.DISCLOSURES: ("view", "recipient", "text", "from", "to"),
    lists.TRAIL: ("type", "by", "from", "to"),
}
"""By what each list can be narrowed; one that is not here is only written whole."""
NAMES = tuple(dict.fromkeys(name for names in OPTIONS.values() for name in names))
"""Every one of them, in the order they are listed."""
FLAGS = frozenset({"archived", "failed"})
"""Those that need no word."""
