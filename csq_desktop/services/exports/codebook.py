"""The codebook of a list: what each column means, its unit, and the words it may hold."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.exports.filters import Shown, filter_facts, filter_text
from csq_desktop.domain.exports.lists import ExportedList
from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.targets import TargetField
from csq_desktop.domain.words.wording import count_text, moment_text
from csq_desktop.services.imports.kinds.register import kind_of
from csq_desktop.services.settings import lists as shop_lists
from csq_desktop.services.settings import shop
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import mark, tr, trc, trn

Line = Sequence[str]
_TYPES = {
    FieldKind.DAY: mark("Date", "codebook"),
    FieldKind.MONTH: mark("Year and month", "codebook"),
    FieldKind.NUMBER: mark("Number", "codebook"),
    FieldKind.MONEY: mark("Amount in HK$", "codebook"),
    FieldKind.PHONE: mark("Telephone number", "codebook"),
    FieldKind.EMAIL: mark("E-mail address", "codebook"),
    FieldKind.CHOICE: mark("Word from a list", "codebook"),
    FieldKind.YES_NO: mark("Yes or no", "codebook"),
    FieldKind.PERSON: mark("Name from the list of people", "codebook"),
}
_TEXT = mark("Text", "codebook")


def codebook(
    session: Session,
    exported: ExportedList,
    shown: Shown,
    *,
    rows: int,
    left_out: Mapping[str, int],
) -> list[Line]:
    """What the file is, then its columns one by one, as lines of cells."""
    return [
        *_about(session, exported, shown, rows),
        *((sentence,) for sentence in left_out_texts(left_out)),
        (),
        (tr("Column"), tr("Meaning"), tr("Type and unit"), tr("Allowed values")),
        *(_line(session, exported, column) for column in exported.fields),
    ]


def left_out_texts(left_out: Mapping[str, int]) -> list[str]:
    """Who or what was left out of a list and why; nothing where nothing was."""
    refused, not_asked = left_out.get("refused", 0), left_out.get("not_asked", 0)
    texts = []
    if refused:
        texts.append(
            trn(
                "{count} customer who refused direct marketing is not included.",
                "{count} customers who refused direct marketing are not included.",
                refused,
                count=count_text(refused),
            )
        )
    if not_asked:
        texts.append(
            trn(
                "{count} customer who was not asked about direct marketing is not included.",
                "{count} customers who were not asked about direct marketing are not included.",
                not_asked,
                count=count_text(not_asked),
            )
        )
    if files := left_out.get("evidence", 0):
        texts.append(
            trn(
                "{count} evidence file of these cases is not included.",
                "{count} evidence files of these cases are not included.",
                files,
                count=count_text(files),
            )
        )
    return texts


def _about(
    session: Session, exported: ExportedList, shown: Shown, rows: int
) -> Iterator[tuple[str, str]]:
    now: datetime = desk_of(session).now()
    yield tr("List"), exported.label
    yield tr("Shop"), shop.shop(session).name
    yield tr("Exported"), moment_text(now, shop.zone(session))
    yield tr("Exported by"), desk_of(session).user.name
    yield tr("Rows"), count_text(rows)
    facts = filter_facts(shown)
    text = filter_text(facts, *shop_lists.filter_words())
    yield tr("Filter"), text or tr("None: the whole list")


def _line(session: Session, exported: ExportedList, column: TargetField) -> Line:
    allowed = tr(" · ").join(_allowed(session, exported, column))
    return (column.title, column.explained, _type(session, column), allowed)


def _type(session: Session, column: TargetField) -> str:
    if column.kind is FieldKind.MOMENT:
        return trc("codebook", "Date and time, {zone}", zone=shop.zone(session).key)
    return trc("codebook", _TYPES.get(column.kind, _TEXT))


def _allowed(session: Session, exported: ExportedList, column: TargetField) -> Sequence[str]:
    if column.kind is FieldKind.YES_NO:
        return (tr("Yes"), tr("No"))
    if column.choices:
        return [choice.label for choice in column.choices]
    if column.kind is FieldKind.CHOICE and exported.imported:
        rows_of = kind_of(ImportKind(exported.key))
        return [label for _, label in rows_of.options(session, column.key)]
    return ()
