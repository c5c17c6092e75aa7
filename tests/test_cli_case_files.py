"""The file of a case from the command line: without identities, or for a stated reason."""

from pathlib import Path

import pytest

from csq_desktop import cli, prompts
from csq_desktop.domain.users import Role
from csq_desktop.services.disclosures import disclosures
from tests.factory import PASSPHRASES, FixedClock, open_store
from tests.pdf_text import in_one_line
from tests.services.letters import letters_case


def test_a_case_is_written_without_identities_and_with_them_for_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(prompts.PASSPHRASE, PASSPHRASES[Role.SUPERVISOR])
    clock = FixedClock()
    store = open_store(tmp_path, source=clock, furnish=letters_case.furnish)
    folder, file = store.folder, tmp_path / "case.pdf"
    store.close()

    def run(ref: str, *words: str) -> int:
        named = ["case-file", str(folder), ref, "--lang", "en", "--out", str(file), *words]
        return cli.main(named, source=clock)

    assert run("C-2026-0001-SSP01") == 0
    assert "Wong Siu Fong" not in in_one_line(file.read_bytes())
    reason = ("--identities-for", "Report 4711", "--to", "police", "--recipient", "Mong Kok")
    assert run("C-2026-0001-SSP01", *reason) == 0
    text = in_one_line(file.read_bytes())
    assert "Wong Siu Fong" in text
    assert "Mong Kok (Police)" in text
    assert run("C-9") == 1
    assert "no case with the number C-9" in capsys.readouterr().err
    back = open_store(tmp_path, source=clock)
    with back.reading() as session:
        (line,) = disclosures.everything(session)
    assert line.purpose == "C-2026-0001-SSP01: Report 4711"
    back.let_go()
