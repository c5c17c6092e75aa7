"""What a statement says, made from the descriptions of the records and the shop's own settings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from csq_desktop.domain.fields.fields import RecordDescription
from csq_desktop.domain.fields.holdings import HeldCategory, Holding
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.inventory.facts import described, personal_fields
from csq_desktop.domain.privacy_policy.facts import (
    NewPolicyStatement,
    PolicyBasis,
    PolicyBody,
    PolicyContact,
    PolicyLine,
    PolicyPart,
)
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.wording import labelled, paragraph, sentence
from csq_desktop.texts import LANGUAGES, speaking, tr, trc, trn


@dataclass(frozen=True)
class PolicySubject:
    """The shop, the months of the rules that hold something, and what the shop adds."""

    shop: Shop
    months: Mapping[RecordKind, int]
    new: NewPolicyStatement


def body(subject: PolicySubject) -> PolicyBody:
    """The whole statement in every language."""
    texts = {}
    for code in LANGUAGES:
        with speaking(code):
            texts[code] = tuple(parts(subject))
    named = basis(subject.shop, subject.months)
    return PolicyBody(
        texts,
        PolicyBasis(named.shop, named.months, named.fields, subject.new.recipients),
        subject.new,
    )


def basis(shop: Shop, months: Mapping[RecordKind, int]) -> PolicyBasis:
    """What a statement made now would rest on, without its recipients."""
    fields = {
        record.name: tuple(field.key for field in personal_fields(record)) for record in described()
    }
    return PolicyBasis(shop.name, dict(months), fields, ())


def parts(subject: PolicySubject) -> Iterator[PolicyPart]:
    """The parts in their order, in the language spoken now."""
    yield PolicyPart(
        tr("Who we are"),
        (
            tr(
                "{shop} ({branch}) holds personal data about customers and staff. This statement "
                "says what is held, why, for how long and who sees it, as data protection "
                "principle 5 of the Personal Data (Privacy) Ordinance (Cap. 486) requires.",
                shop=subject.shop.name,
                branch=subject.shop.branch_code,
            ),
        ),
    )
    yield PolicyPart(tr("What we hold"), lines=tuple(_lines(subject.months)))
    yield _readers()
    yield _transfers(subject.new)
    yield _protection()
    yield _rights()
    yield _contact(subject.new.contact)
    if subject.new.own:
        paragraphs = tuple(subject.new.own.text.strip().splitlines())
        yield PolicyPart(tr("What else you should know"), tuple(filter(None, paragraphs)))


def _lines(months: Mapping[RecordKind, int]) -> Iterator[PolicyLine]:
    for category in HeldCategory:
        held = [
            (record, record.holding)
            for record in described()
            if record.holding is not None and record.holding.category is category
        ]
        holdings = [holding for _record, holding in held]
        uses = tr("; ").join(dict.fromkeys(use.label for each in holdings for use in each.purposes))
        yield PolicyLine(
            category.label,
            paragraph(dict.fromkeys(_meanings([record for record, _holding in held]))),
            sentence(tr("We use them to {purposes}", purposes=uses)),
            paragraph(dict.fromkeys(_stays(holding, months) for holding in holdings)),
        )


def _meanings(records: Sequence[RecordDescription]) -> Iterator[str]:
    for record in records:
        for field in personal_fields(record):
            yield trc("codebook", field.meaning)


def _stays(holding: Holding, months: Mapping[RecordKind, int]) -> str:
    if holding.rule is None:
        return holding.reason
    number = months.get(holding.rule, holding.rule.usual_months)
    return sentence(labelled(holding.rule.label, trn("{n} month", "{n} months", number)))


def _readers() -> PolicyPart:
    return PolicyPart(
        tr("Who sees it"),
        (
            tr(
                "Names and contact details are locked apart from everything else; only supervisors "
                "of the shop can open them. Staff work on complaints and read what was said; a "
                "name or telephone they hand in sealed, and cannot read back. Auditors read the "
                "records without names."
            ),
        ),
    )


def _transfers(new: NewPolicyStatement) -> PolicyPart:
    always = tr(
        "Each time data leave the shop it is written down: to whom, which data, why and on what "
        "authority. Offers are sent only to those who agreed; tell us at any time and they stop, "
        "free of charge."
    )
    if not new.recipients:
        nobody = tr(
            "We give personal data to nobody outside the shop, unless you agree or a law requires "
            "or allows it."
        )
        return PolicyPart(tr("To whom it may be given"), (nobody, always))
    some = tr(
        "Where it is needed for the purpose it was collected for, where you agree, or where a law "
        "requires or allows it, personal data may be given to:"
    )
    names = tuple(kind.label for kind in new.recipients)
    return PolicyPart(tr("To whom it may be given"), (some, always), names)


def _protection() -> PolicyPart:
    return PolicyPart(
        tr("How it is protected"),
        (
            tr(
                "Personal data are kept encrypted on the shop’s own computer and in encrypted "
                "backups, and are sent nowhere else by the program. Each user signs in with a "
                "passphrase of their own, and every change is recorded with name and time. What "
                "is no longer needed is erased, and stays erased when a backup is restored."
            ),
        ),
    )


def _rights() -> PolicyPart:
    return PolicyPart(
        tr("Your rights"),
        (
            tr(
                "You can ask whether we hold personal data about you, ask for a copy, and ask us "
                "to correct what is wrong. We answer within 40 days. A copy may cost what it costs "
                "us and no more; a correction is free. If we refuse, we tell you why in writing."
            ),
            tr("You can also turn to the Privacy Commissioner for Personal Data."),
        ),
    )


def _contact(contact: PolicyContact) -> PolicyPart:
    ways = (
        contact.address.strip(),
        labelled(tr("Telephone"), contact.phone.strip()) if contact.phone.strip() else "",
        labelled(tr("E-mail"), contact.email.strip()) if contact.email.strip() else "",
    )
    asks = tr("Requests for access or correction go to:")
    return PolicyPart(
        tr("Whom to ask"), (asks,), tuple(filter(None, (contact.post.strip(), *ways)))
    )
