"""What others made is listed with its licence, and their texts lie beside it."""

import licences
from csq_desktop import paths
from csq_desktop.services.settings.licences import shipped_parts
from tests.rules.tree import ROOT, none_of


def test_every_package_the_program_runs_on_is_listed_with_its_licence() -> None:
    none_of(licences.faults())


def test_the_projects_own_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "Copyright 2026 The CSQ Desktop authors" in text
    assert text.rstrip().endswith("limitations under the License.")


def test_the_texts_of_what_lies_in_the_projects_own_files_lie_beside_them() -> None:
    listed = {part.name for part in shipped_parts()}
    assert {"Noto Sans HK", "Noto Sans SC", "Tabler Icons", "sRGB profile of Little CMS"} <= listed
    for text, says in {
        "fonts/OFL.txt": "with Reserved Font Name 'Source'",
        "icons/LICENSE.txt": "Copyright (c) 2020-2026 Paweł Kuna",
        "licences/LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE",
        "licences/GPL-3.0.txt": "GNU GENERAL PUBLIC LICENSE",
    }.items():
        assert says in (paths.resources() / text).read_text("utf-8")
    # A profile carries its own, in UTF-16.
    profile = (paths.resources() / "colour" / "srgb.icc").read_bytes()
    assert "No copyright, use freely".encode("utf-16-be") in profile
