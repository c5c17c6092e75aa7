"""What has changed since a statement was issued, each a sentence."""

from collections.abc import Iterator

from csq_desktop.domain.inventory.facts import described, title_of
from csq_desktop.domain.privacy_policy.facts import PolicyBasis
from csq_desktop.texts import tr, trn


def changes(issued: PolicyBasis, now: PolicyBasis) -> tuple[str, ...]:
    """What the statement says otherwise than it is now; empty while it is right."""
    return tuple(_changes(issued, now))


def _changes(issued: PolicyBasis, now: PolicyBasis) -> Iterator[str]:
    if issued.shop != now.shop:
        yield tr(
            "The statement names the shop “{then}”; it is now “{now}”.",
            then=issued.shop,
            now=now.shop,
        )
    yield from _rules(issued, now)
    yield from _fields(issued, now)
    for kind in now.recipients:
        if kind not in issued.recipients:
            yield tr(
                "Data were handed over to “{recipient}”, which the statement does not name.",
                recipient=kind.label,
            )


def _rules(issued: PolicyBasis, now: PolicyBasis) -> Iterator[str]:
    for kind, months in now.months.items():
        then = issued.months.get(kind)
        if then is None:
            yield tr("The statement says nothing of “{kind}”.", kind=kind.label)
        elif then != months:
            yield tr(
                "“{kind}”: the statement says {then}, the rule is now {now}.",
                kind=kind.label,
                then=_months(then),
                now=_months(months),
            )


def _fields(issued: PolicyBasis, now: PolicyBasis) -> Iterator[str]:
    for name, held in now.fields.items():
        added = [key for key in held if key not in issued.fields.get(name, ())]
        if added:
            yield tr(
                "“{record}” also holds what the statement does not name: {fields}.",
                record=title_of(name),
                fields=_titles(name, added),
            )
    for name, named in issued.fields.items():
        if any(key not in now.fields.get(name, ()) for key in named):
            yield tr(
                "The statement names data of “{record}” that are not held any more.",
                record=title_of(name),
            )


def _titles(name: str, keys: list[str]) -> str:
    record = next(record for record in described() if record.name == name)
    return tr(", ").join(record.field(key).title for key in keys)


def _months(number: int) -> str:
    return trn("{n} month", "{n} months", number)
