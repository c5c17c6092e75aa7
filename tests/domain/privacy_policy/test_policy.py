"""What a privacy policy statement says, what it asks for, and when it no longer holds."""

from dataclasses import replace

import pytest

from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.fields.holdings import HeldCategory
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.privacy_policy import contents
from csq_desktop.domain.privacy_policy.changes import changes
from csq_desktop.domain.privacy_policy.contents import PolicySubject
from csq_desktop.domain.privacy_policy.facts import (
    LONGEST_LINE,
    LONGEST_OWN,
    NewPolicyStatement,
    PolicyContact,
    PolicyPart,
    PolicyStatement,
)
from csq_desktop.domain.shop.shop import Shop
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.texts import LANGUAGES
from tests.factory import START

SHOP = Shop("Sham Shui Po", "SSP01")
MONTHS = {kind: kind.usual_months for kind in RecordKind} | {RecordKind.CUSTOMERS: 18}
CONTACT = PolicyContact("Shop supervisor", "88 Road", "2345 6789", "privacy@shop.example")
NEW = NewPolicyStatement(CONTACT, (RecipientKind.INSURER,), ThreeTexts(en="Cameras.\n\nTwo."))
BODY = contents.body(PolicySubject(SHOP, MONTHS, NEW))
NOW = replace(contents.basis(SHOP, MONTHS), recipients=(RecipientKind.INSURER,))


def part(title: str, language: str = "en") -> PolicyPart:
    return next(each for each in BODY.texts[language] if each.title == title)


def test_it_says_all_that_the_ordinance_asks_for() -> None:
    assert [each.title for each in BODY.texts["en"]] == [
        *("Who we are", "What we hold", "Who sees it", "To whom it may be given"),
        *("How it is protected", "Your rights", "Whom to ask", "What else you should know"),
    ]
    assert part("Whom to ask").items == (
        *("Shop supervisor", "88 Road"),
        *("Telephone: 2345 6789", "E-mail: privacy@shop.example"),
    )
    draft = contents.body(PolicySubject(SHOP, MONTHS, NewPolicyStatement()))
    assert next(each for each in draft.texts["en"] if each.title == "Whom to ask").items == ()
    assert part("To whom it may be given").items == ("Insurer",)
    assert part("What else you should know").paragraphs == ("Cameras.", "Two.")
    assert part("Who we are").paragraphs[0].startswith("Sham Shui Po (SSP01) holds")


def test_each_kind_of_data_has_its_fields_its_purposes_and_its_rules() -> None:
    lines = part("What we hold").lines
    assert [line.kind for line in lines] == [each.label for each in HeldCategory]
    contact = lines[0]
    assert "The name as the customer gave it. The name in another script" in contact.holds
    assert contact.purposes.startswith("We use them to reach the person; look into")
    assert contact.stays.startswith("Customers without contact: 18 months. Sealed contact")
    assert lines[-1].stays == "Stays as long as the records they worked on."


def test_it_is_written_in_every_language() -> None:
    assert BODY.texts.keys() == set(LANGUAGES)
    titles = {BODY.texts[code][1].title for code in LANGUAGES}
    assert len(titles) == len(LANGUAGES)
    # A paragraph of one language stands in the others until they have their own.
    assert [len(BODY.texts[code]) for code in LANGUAGES] == [8, 8, 8]


def test_a_shop_that_gives_nothing_away_says_so() -> None:
    bare = NewPolicyStatement(PolicyContact("Supervisor", email="a@b.example"))
    parts = contents.body(PolicySubject(SHOP, MONTHS, bare)).texts["en"]
    assert len(parts) == 7
    assert parts[3].paragraphs[0].startswith("We give personal data to nobody")
    assert parts[6].items == ("Supervisor", "E-mail: a@b.example")


def test_a_version_is_called_by_its_number() -> None:
    assert PolicyStatement(1, 3, START.date(), "May", BODY).label == "version 3"


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPolicyStatement(PolicyContact(" ", "88 Road")), "post"),
        (NewPolicyStatement(PolicyContact("Supervisor", phone=" ")), "address"),
        (NewPolicyStatement(replace(CONTACT, phone="1" * (LONGEST_LINE + 1))), "phone"),
        (NewPolicyStatement(CONTACT, own=ThreeTexts(zh_HK="x" * (LONGEST_OWN + 1))), "own_zh_HK"),
    ],
)
def test_somebody_has_to_be_there_to_ask(new: NewPolicyStatement, field: str) -> None:
    with pytest.raises(UserError) as refused:
        new.check()
    assert refused.value.field == field
    NEW.check()


def test_nothing_differs_while_nothing_changed() -> None:
    assert changes(BODY.basis, NOW) == ()


def test_what_changed_is_said_with_both_figures() -> None:
    rules: dict[RecordKind, int] = {**MONTHS, RecordKind.CUSTOMERS: 24}
    assert changes(BODY.basis, replace(NOW, months=rules)) == (
        "“Customers without contact”: the statement says 18 months, the rule is now 24 months.",
    )
    fewer: dict[RecordKind, int] = {
        kind: number for kind, number in MONTHS.items() if kind is not RecordKind.LETTERS
    }
    assert changes(replace(BODY.basis, months=fewer), NOW) == (
        "The statement says nothing of “Letters of closed complaints”.",
    )
    assert changes(BODY.basis, replace(NOW, shop="Kwun Tong")) == (
        "The statement names the shop “Sham Shui Po”; it is now “Kwun Tong”.",
    )
    both = (RecipientKind.INSURER, RecipientKind.POLICE)
    assert changes(BODY.basis, replace(NOW, recipients=both)) == (
        "Data were handed over to “Police”, which the statement does not name.",
    )


def test_what_is_held_now_and_was_not_named_is_said() -> None:
    fields = {**NOW.fields, "identity": NOW.fields["identity"][:2]}
    assert changes(replace(BODY.basis, fields=fields), NOW)[0].startswith(
        "“Identity” also holds what the statement does not name: "
    )
    assert changes(BODY.basis, replace(NOW, fields=fields)) == (
        "The statement names data of “Identity” that are not held any more.",
    )
