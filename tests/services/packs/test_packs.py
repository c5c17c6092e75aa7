"""Review packs: the same bytes for the same facts, issued for good, and who may see them."""

import hashlib
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, PdfObject
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Unit
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.errors import Refused, StoreDamaged, UserError
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.services.complaints import complaints
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import facts, packs
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.packs import PackRow
from csq_desktop.texts import speaking
from tests.factory import FixedClock, Furnish, open_store
from tests.pdf_text import in_one_line, pages
from tests.services.packs.pack_case import issued, last_month, make_pack
from tests.services.small_shop import founded


@pytest.fixture
def furnish() -> Furnish:
    return founded


def dictionary(part: PdfObject) -> DictionaryObject:
    """A part of a file that has parts of its own."""
    whole = part.get_object()
    assert isinstance(whole, DictionaryObject)
    return whole


def test_making_a_pack_tells_how_far_it_is(busy: Store) -> None:
    steps: list[float] = []
    with busy.reading() as session:
        packs.make(session, PackRequest(last_month(busy), ("en",)), steps.append)
    assert steps == [0.0]


@pytest.mark.no_cover
def test_every_font_is_embedded(busy: Store) -> None:
    for page in PdfReader(io.BytesIO(make_pack(busy, "zh_HK").pdf)).pages:
        for font in dictionary(dictionary(page["/Resources"])["/Font"]).values():
            described = dictionary(font)
            if "/FontDescriptor" in described:
                assert "/FontFile2" in dictionary(described["/FontDescriptor"])
            else:
                assert str(described["/Subtype"]) == "/Type0"


@pytest.mark.no_cover
def test_header_and_footer_stand_on_every_page_but_the_cover(busy: Store) -> None:
    said = pages(make_pack(busy).pdf)
    for number, page in enumerate(said, 1):
        assert f"page {number} of {len(said)}" in page
        assert "preview" in page
        assert number == 1 or "Sham Shui Po · SSP01" in page


@pytest.mark.no_cover
def test_the_same_store_month_and_language_give_the_same_bytes(busy: Store) -> None:
    first = make_pack(busy, "en", "zh_HK")
    with busy.reading() as session:
        figures.month(session, last_month(busy))
    assert make_pack(busy, "en", "zh_HK") == first
    with speaking("zh_CN"):
        assert make_pack(busy, "en", "zh_HK") == first


@pytest.mark.no_cover
def test_another_process_on_another_day_gives_the_same_bytes(
    built: Path, busy: Store, tmp_path: Path
) -> None:
    here = make_pack(busy, "zh_HK", "en")
    copy = tmp_path / "again" / "Demo.csq"
    shutil.copytree(built, copy)
    program = (
        "import sys, pathlib\n"
        "from csq_desktop.demo import build as demo\n"
        "from csq_desktop.services.packs import packs\n"
        "from csq_desktop.services.stores import stores\n"
        "from csq_desktop.domain.calendar.months import Month\n"
        "from csq_desktop.domain.packs.packs import PackRequest\n"
        "from csq_desktop.domain.users import Role\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "from tests.factory import DEMO_NOW, FixedClock\n"
        "later = FixedClock(DEMO_NOW)\n"
        "later.move(days=3, minutes=9)\n"
        "user = stores.people(folder)[0].id\n"
        "secret = demo.DEMO_PASSPHRASES[Role.SUPERVISOR]\n"
        "store = stores.open(folder, user, secret, source=later)\n"
        "with store.reading() as session:\n"
        "    request = PackRequest(Month.parse(sys.argv[2]), ('zh_HK', 'en'))\n"
        "    print(packs.make(session, request).sha256)\n"
        "store.close()\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(copy), str(last_month(busy))],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.split()[-1] == here.sha256


@pytest.mark.no_cover
def test_the_pack_is_made_on_a_connection_without_the_vault(
    busy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    kept = facts.gather

    def watched(session: Session, month: Month, language: str) -> PackFacts:
        listed = session.connection().exec_driver_sql("PRAGMA database_list").all()
        seen.append({row[1] for row in listed})
        return kept(session, month, language)

    monkeypatch.setattr(facts, "gather", watched)
    with busy.reading(identities=True) as session:
        packs.make(session, PackRequest(last_month(busy), ("en",)))
    issued(busy, last_month(busy))
    assert seen
    assert all("vault" not in names for names in seen)


def test_an_issued_pack_carries_version_person_and_the_end_of_the_trail(busy: Store) -> None:
    month = last_month(busy)
    with busy.reading() as session:
        before = session.scalar(text("SELECT max(sequence) FROM audit_entry"))
        head = session.scalar(text("SELECT mac FROM audit_entry ORDER BY sequence DESC LIMIT 1"))
    pack = issued(busy, month, "en", "zh_HK")
    assert (pack.version, pack.languages, pack.issued_by) == (1, ("en", "zh_HK"), busy.user.name)
    assert (pack.chain_sequence, pack.chain_head) == (before, head.hex())
    with busy.reading() as session:
        pdf = packs.pdf_of(session, pack.id)
    assert hashlib.sha256(pdf).hexdigest() == pack.sha256
    said = pages(pdf)
    assert len(said) == pack.pages
    grouped = " ".join(pack.chain_head[at : at + 4] for at in range(0, 64, 4))
    assert grouped in " ".join(said[-1].split())
    assert f"--anchor {before}:{pack.chain_head[:12]}" in " ".join(said[-1].split())
    assert f"version 1 · issued {moment_text(pack.issued_at)}" in " ".join(said[0].split())
    assert all(grouped[:14] in " ".join(page.split()) for page in said)
    assert "preview" not in in_one_line(pdf).lower()


@pytest.mark.no_cover
def test_issuing_again_is_another_version_and_the_first_stays(busy: Store) -> None:
    month = last_month(busy)
    first, second = issued(busy, month), issued(busy, month, message="Put right.")
    assert (first.version, second.version) == (1, 2)
    with busy.reading() as session:
        listed = packs.issued(session)
        assert [one.version for one in listed] == [2, 1]
        assert listed == (second, first)
        covers = [" ".join(pages(packs.pdf_of(session, each.id))[0].split()) for each in listed]
        kept = records.figures(session, first.id)
        there = figures.month(session, month)
    assert [("Written by hand. From the figures:" in cover) for cover in covers] == [True, False]
    assert [("Replaces version 1 of" in cover) for cover in covers] == [True, False]
    assert f"From the figures: {first.message.splitlines()[0]}" in covers[0]
    assert kept is not None
    assert kept["month"] == str(month)
    assert [one["id"] for one in kept["figures"]] == [one.id for one in there.figures]
    assert kept["balance"]["end"] == there.balance.end


@pytest.mark.no_cover
def test_a_reprint_is_the_same_after_the_records_changed(busy: Store) -> None:
    month = last_month(busy)
    pack = issued(busy, month, "zh_HK")
    with busy.reading() as session:
        before = packs.pdf_of(session, pack.id)
        case = session.scalar(
            text("SELECT id FROM complaint WHERE received_month = :month LIMIT 1"),
            {"month": month.code},
        )
    with busy.writing() as session:
        complaints.withdraw(session, case, "Logged twice")
        pledge = pledges.everything(session)[0]
        changed = DayCount(pledge.id, month.first_day, 1, 40)
        pledges.count_day(session, changed)
    with busy.reading() as session:
        assert packs.pdf_of(session, pack.id) == before
    assert make_pack(busy, "zh_HK").pdf != before


def test_a_pack_that_was_changed_in_the_store_is_refused(busy: Store) -> None:
    pack = issued(busy, last_month(busy))
    with busy.writing() as session:
        session.get_one(PackRow, pack.id).pdf = b"%PDF-1.4 another"
    with busy.reading() as session, pytest.raises(StoreDamaged, match="changed after it was"):
        packs.pdf_of(session, pack.id)


def test_a_pack_that_is_not_there_is_refused_with_a_sentence(store: Store) -> None:
    with store.reading() as session:
        assert packs.issued(session) == ()
        assert records.figures(session, 1) is None
        with pytest.raises(UserError, match="has been removed"):
            packs.pdf_of(session, 1)


def test_printing_an_issued_pack_is_noted(busy: Store) -> None:
    pack = issued(busy, last_month(busy))
    with busy.writing() as session:
        packs.note_print(session, pack.id)
    with busy.reading() as session:
        row = session.execute(
            text(
                "SELECT action, object_type, object_id FROM audit_entry "
                "ORDER BY sequence DESC LIMIT 1"
            )
        ).one()
    assert tuple(row) == (AuditAction.PRINTED, "pack", pack.id)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (PackRequest(Month(2026, 9), ()), "Choose one language"),
        (PackRequest(Month(2026, 9), ("en", "en")), "Choose one language"),
        (PackRequest(Month(2026, 9), ("en", "zh_HK", "zh_CN")), "Choose one language"),
        (PackRequest(Month(2026, 9), ("fr",)), "Choose one language"),
        (PackRequest(Month(2026, 11), ("en",)), "November 2026 has not begun yet"),
        (PackRequest(Month(2026, 9), ("en",), message="x" * 2001), "Please shorten it"),
        (PackRequest(Month(2026, 9), ("en",), asked="x" * 2501), "Please shorten it"),
    ],
)
def test_what_cannot_be_made_is_refused(store: Store, request_: PackRequest, words: str) -> None:
    with store.reading() as session, pytest.raises(UserError, match=words):
        packs.make(session, request_)
    with store.writing() as session, pytest.raises(UserError, match=words):
        packs.issue(session, request_)


def test_who_may_see_and_issue_packs(tmp_path: Path, store: Store, clock: FixedClock) -> None:
    store.close()
    request = PackRequest(Month(2026, 9), ("en",))
    auditor = open_store(tmp_path, Role.AUDITOR, source=clock)
    with auditor.reading() as session:
        assert packs.make(session, request).pages >= 6
        assert packs.issued(session) == ()
    with auditor.writing() as session, pytest.raises(Refused):
        packs.issue(session, request)
    auditor.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    for look in (packs.make, packs.words):
        with staff.reading() as session, pytest.raises(Refused):
            look(session, request)
    with staff.reading() as session, pytest.raises(Refused):
        packs.issued(session)
    staff.close()


@pytest.mark.no_cover
def test_the_kept_figures_are_plain_values(busy: Store) -> None:
    month = last_month(busy)
    pack = issued(busy, month)
    with busy.reading() as session:
        kept = records.figures(session, pack.id)
    assert kept is not None
    assert {one["unit"] for one in kept["figures"]} <= {unit.value for unit in Unit}
