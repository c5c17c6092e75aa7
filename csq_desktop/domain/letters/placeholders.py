"""What a template may leave open, written {reference}: a closed list, filled in from the case."""

import re
from collections.abc import Mapping
from enum import StrEnum

from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

_PLACE = re.compile(r"\{([^{}\n]*)\}")


class Placeholder(StrEnum):
    """One thing a letter says of its case; the value is what stands between the braces."""

    REFERENCE = "reference"
    RECEIVED = "received"
    COMPLAINT = "complaint"
    DEADLINE = "deadline"
    NEXT_DATE = "next_date"
    DECISION = "decision"
    REASON = "reason"
    REMEDY = "remedy"
    OWNER = "owner"
    SHOP = "shop"
    CONTACT = "contact"

    @property
    def label(self) -> str:
        """What is filled in, in the user's language."""
        return trc("placeholder", _LABELS[self])

    @property
    def written(self) -> str:
        """How it stands in a template."""
        return f"{{{self.value}}}"


def filled(text: str, values: Mapping[Placeholder, str]) -> str:
    """The text with its placeholders filled in; one without a value stays as it is."""

    def value(match: re.Match[str]) -> str:
        name = match[1].strip()
        return (values.get(Placeholder(name)) or match[0]) if name in {*Placeholder} else match[0]

    return _PLACE.sub(value, text)


def open_places(text: str) -> tuple[str, ...]:
    """The names still between braces, each once, in their order."""
    return tuple(dict.fromkeys(name.strip() for name in _PLACE.findall(text)))


def check_names(text: str, field: str) -> None:
    """A UserError that names the first placeholder nobody can fill in."""
    for name in open_places(text):
        if name not in {*Placeholder}:
            raise UserError(
                tr(
                    "“{name}” cannot be filled in. Choose a placeholder from the list.",
                    name=f"{{{name}}}",
                ),
                field=field,
            )


def check_filled(text: str, field: str) -> None:
    """A UserError that names everything a finished letter still leaves open."""
    names = [
        Placeholder(name).label if name in {*Placeholder} else f"{{{name}}}"
        for name in open_places(text)
    ]
    if names:
        raise UserError(
            tr(
                "The letter still leaves open: {names}. Record it on the case, or write over it.",
                names=tr(", ").join(names),
            ),
            field=field,
        )


_LABELS = {
    Placeholder.REFERENCE: mark("Number of the case"),
    Placeholder.RECEIVED: mark("Day it was received"),
    Placeholder.COMPLAINT: mark("What it is about, in the shop’s words"),
    Placeholder.DEADLINE: mark("Day by which it is to be resolved"),
    Placeholder.NEXT_DATE: mark("Day by which the customer hears next"),
    Placeholder.DECISION: mark("Decision"),
    Placeholder.REASON: mark("Why it was decided so"),
    Placeholder.REMEDY: mark("Remedy"),
    Placeholder.OWNER: mark("Owner of the case"),
    Placeholder.SHOP: mark("Name of the shop"),
    Placeholder.CONTACT: mark("How to reach the shop"),
}
