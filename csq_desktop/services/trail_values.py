"""Values of the audit trail in words: dates, names, references, and codes by their lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from csq_desktop.domain.audit.entries import AuditAction, AuditEntry
from csq_desktop.domain.audit.wording import LINKS, repair_text, yes_or_no
from csq_desktop.domain.customers.facts import RevealReason
from csq_desktop.domain.exports.filters import filter_text
from csq_desktop.domain.exports.lists import LISTS
from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.packs.pack_runs import PackRunKind
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.shop.shop_lists import BY_KEY, LIST_ENTRY
from csq_desktop.domain.words.retelling import retold
from csq_desktop.domain.words.wording import count_text, date_text, moment_text, money_text
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.past import audit_trail as records
from csq_desktop.texts import LANGUAGE_NAMES, tr

_LONGEST_VALUE = 200
_RECOVERY_KEY = 0  # stands for the recovery key where a wrong try is told with a user's id
_IMPORTS = frozenset(("batch", "undone"))
"""Numbers of imports, which count nothing."""
_PERSONS = frozenset(
    field.key for record in RECORDS for field in record.stored if field.kind is FieldKind.PERSON
) | {"decided_by_id", "for_id"}
_FAILURES = (AuditAction.BACKUP_FAILED, AuditAction.CHECK_FAILED)
_LANGUAGES = frozenset({"preferred_language", "languages"})


def user_name(names: Mapping[int, str], user_id: object) -> str:
    """The name of a user by id, as the trail has it."""
    if isinstance(user_id, int) and user_id in names:
        return names[user_id]
    return tr("Recovery key") if user_id == _RECOVERY_KEY else tr("Unknown user")


@dataclass(frozen=True)
class TrailValues:
    """Puts values of entries into words; holds the names and references they refer to."""

    names: Mapping[int, str]
    references: Mapping[tuple[str, int], str]
    zone: ZoneInfo
    people: Mapping[int, str]

    def person(self, user_id: object) -> str:
        """The name of a user."""
        return user_name(self.names, user_id)

    def value(self, entry: AuditEntry, name: str, value: object) -> str:
        """A field's value as people write it."""
        if value is None:
            return tr("Nobody") if LINKS.get(name) == "customer" else ""
        if name == "failure" or (name == "reason" and entry.action in _FAILURES):
            return self.shortened(retold(value))
        if isinstance(value, bool):
            return yes_or_no(value)
        if isinstance(value, int):
            return self._number(name, value)
        if isinstance(value, str):
            return self._word(entry, name, value)
        if isinstance(value, list):
            return self.shortened(tr(", ").join(self.value(entry, name, item) for item in value))
        if isinstance(value, dict) and entry.action == AuditAction.EXPORTED:
            return self.shortened(filter_text(value, *lists.filter_words()))
        if isinstance(value, dict) and "failure" in value:  # what is remembered of backups, checks
            return self.shortened(str(value | {"failure": retold(value["failure"])}))
        if isinstance(value, dict) and value.keys() <= LANGUAGE_NAMES.keys():
            texts = dict.fromkeys(str(text) for text in value.values() if text)
            return self.shortened(tr(" · ").join(texts))
        return self.shortened(str(value))

    def _number(self, name: str, value: int) -> str:
        if name in _IMPORTS:
            return str(value)
        if name in _PERSONS:
            return self.people.get(value) or tr("Unknown person")
        if name in LINKS:
            gone = tr("Removed customer") if LINKS[name] == "customer" else ""
            return self.references.get((LINKS[name], value)) or gone
        if name == "user_id" or name.endswith("_by"):
            return self.person(value)
        return money_text(value) if name.endswith("_cents") else count_text(value)

    def _word(self, entry: AuditEntry, name: str, value: str) -> str:
        if entry.action == AuditAction.REVEALED and name == "reason":
            return RevealReason(value).label
        if entry.action == AuditAction.REPAIRED and name == "what":
            return repair_text(value)
        if name == "what" and value in LISTS:
            return LISTS[value].label
        if name == "what" and entry.action == AuditAction.PACK_FAILED:
            return PackRunKind(value).label if value in PackRunKind.__members__.values() else value
        kind = records.words().get((entry.object_type or "", name))
        if kind is not None and value in kind.__members__.values():
            return str(getattr(kind(value), "label", value))
        if (words := self.listed(entry.object_type or "", name, value)) is not None:
            return self.shortened(words)
        if name in _LANGUAGES:
            return LANGUAGE_NAMES.get(value, self.shortened(value))
        for parse in (_moment, _day):
            if (parsed := parse(value)) is not None:
                return (
                    moment_text(parsed, self.zone)
                    if isinstance(parsed, datetime)
                    else (date_text(parsed))
                )
        return self.shortened(value)

    def listed(self, record: str, name: str, value: str) -> str | None:
        """The words of a code of one of the shop's lists, and the fields of their entries."""
        return _listed(record, name, value)

    def shortened(self, text: str) -> str:
        """A text, cut where it is longer than a list of changes has room for."""
        return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _listed(record: str, name: str, value: str) -> str | None:
    """The words of a code of one of the shop's lists, and the fields of their entries."""
    if (listed := lists.OF_RECORDS.get((record, name))) is not None:
        return lists.words(listed, value)
    if record != LIST_ENTRY.name:
        return None
    if name == "list_name":
        return BY_KEY[value].label if value in BY_KEY else value
    if name == "parent_code":
        above = next((key for key in BY_KEY if lists.has(key, value)), "")
        return lists.label(above, value) if above else value
    return tr(" · ").join(value.split("\n"))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
