"""A section's remark may have a picture: described, printed, and kept with the issued pack."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from pypdf import PdfReader

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import DefinedSection, PackDefinition, PackRequest
from csq_desktop.domain.packs.packs import PackSection as Section
from csq_desktop.errors import UserError
from csq_desktop.reports.paper import style
from csq_desktop.services.packs import definitions, packs
from csq_desktop.storage.store import Store
from tests.pdf_boxes import Place, read
from tests.pdf_structure import faults
from tests.pdf_text import in_one_line

SEPTEMBER = Month(2026, 9)


@pytest.fixture
def till(tmp_path: Path) -> DefinedSection:
    """A section with a large picture that its camera remarked on."""
    notes = Image.Exif()
    notes[0x010E] = "Taken by Chan Tai Man"
    file = tmp_path / "till.jpg"
    Image.new("RGB", (2_000, 1_500), "teal").save(file, exif=notes)
    return DefinedSection(Section.SPEED, "", definitions.picture_of(file), "The second till")


def pictures(pdf: bytes) -> Iterator[tuple[int, Place]]:
    """Where the pictures of a PDF stand, each with the place of its page."""
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        for part in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
            yield number, Place(*part.get_bounds())


def test_a_picture_is_printed_with_what_it_shows_and_issued_for_good(
    store: Store, till: DefinedSection
) -> None:
    with store.writing() as session:
        saved = definitions.save(
            session, PackDefinition("Board", (till, DefinedSection(Section.ACTIONS)))
        )
    with store.reading() as session:
        assert definitions.get(session, "Board") == saved
        request = PackRequest(SEPTEMBER, ("en",), definition=saved)
        preview = packs.make(session, request)
    assert "1 picture by the shop was not compared." in in_one_line(preview.pdf)
    with store.writing() as session:
        pack = packs.issue(session, request)
        definitions.remove(session, "Board")
    with store.reading() as session:
        pdf = packs.pdf_of(session, pack.id)
    assert "Picture by the shop: The second till" in in_one_line(pdf)
    (image,) = [image for page in PdfReader(BytesIO(pdf)).pages for image in page.images]
    assert image.image is not None
    assert image.image.size == (1_200, 900)
    assert b"Chan Tai Man" not in till.jpeg
    assert faults(pdf) == []
    ((page, place),) = pictures(pdf)
    assert Place(style.SIDE, style.FOOT, *style.PAGE).holds(place)
    assert not [text for text in read(pdf)[page].texts if min(place.overlap(text.place)) > 0]


def test_a_picture_that_says_nothing_or_is_none_is_refused(
    store: Store, tmp_path: Path, till: DefinedSection
) -> None:
    broken = b64encode(till.jpeg[:900]).decode()
    large = tmp_path / "large.jpg"
    Image.new("L", (1_700, 10)).save(large)
    for section, sentence in (
        (replace(till, shows="  "), "what the picture shows"),
        (replace(till, shows="x" * 161), "what the picture shows"),
        (replace(till, picture="no Base64"), "picture is damaged"),
        (replace(till, picture=broken), "picture is damaged"),
        (replace(till, picture=b64encode(large.read_bytes()).decode()), "picture is damaged"),
        (replace(till, picture=b64encode(till.jpeg + b"22 N").decode()), "picture is damaged"),
    ):
        with store.writing() as session, pytest.raises(UserError, match=sentence):
            definitions.save(session, PackDefinition("Board", (section,)))
    (note := tmp_path / "note.png").write_text("no picture")
    with pytest.raises(UserError, match="not a photo"):
        definitions.picture_of(note)
    with pytest.raises(UserError, match="is not a file"):
        definitions.picture_of(tmp_path)
    with store.writing() as session:
        called = replace(till, shows="Ring 9123 4567")
        alone = replace(till, section=Section.ACTIONS, picture="", shows="Nothing")
        saved = definitions.save(session, PackDefinition("Board", (called, alone)))
    assert [each.shows for each in saved.sections] == ["Ring [telephone]", ""]
