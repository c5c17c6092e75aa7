"""Contacts in free text: blanked however they are written, and nothing else is."""

import pytest

from csq_desktop.domain.privacy.privacy import without_contacts


@pytest.mark.parametrize(
    "contact",
    [
        "9123 4567",
        "91234567",
        "2345-6789",
        "+852 9123 4567",
        "00852 91234567",
        "852-9123-4567",
        "９１２３４５６７",
        "+86 138 1234 5678",
        "13812345678",
        "+44 20 7946 0958",
        "＋85291234567",
    ],
)
@pytest.mark.parametrize("frame", ["Call {} today", "電話{}，謝謝", "tel{}", "({})", "{}"])
def test_a_telephone_number_is_blanked_however_it_is_written(contact: str, frame: str) -> None:
    assert without_contacts(frame.format(contact)) == frame.format("[telephone]")


@pytest.mark.parametrize("contact", ["tai.man+shop@mail.example.hk", "a@b.co", "chan＠mail.hk"])
def test_an_e_mail_address_is_blanked(contact: str) -> None:
    assert without_contacts(f"Write to {contact} please") == "Write to [e-mail] please"


@pytest.mark.parametrize(
    "text",
    [
        "C-2026-0459 came back",
        "CU-2026-0007",
        "closed on 2026-10-31 at 18:00",
        "12 of 1,234 items, HK$23,456.00",
        "order 1234567",
        "item 123456789012",
        "",
    ],
)
def test_references_days_and_amounts_stay(text: str) -> None:
    assert without_contacts(text) == text
