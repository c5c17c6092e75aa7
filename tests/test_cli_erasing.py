"""`csq erasures`: what was erased, listed, carried and repeated."""

import json
from pathlib import Path

import pytest

from csq_desktop import cli
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import ErasureMode, ErasureRequest
from csq_desktop.domain.users import Role
from csq_desktop.services.customers import customers
from csq_desktop.services.retention import erasures
from tests.factory import PASSPHRASES, FixedClock, open_store
from tests.services.small_shop import without_pledges


def test_erasures_are_listed_exported_and_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = FixedClock()
    store = open_store(tmp_path, source=clock, furnish=without_pledges)
    with store.writing() as session:
        who = customers.add(session, NewCustomer(Identity(name="Yau Pui Shan")))
        request = ErasureRequest(RecordKind.CUSTOMERS, (who,), ErasureMode.ERASE)
        erasures.carry_out(session, request)
    store.close()
    monkeypatch.setenv("CSQ_PASSPHRASE", PASSPHRASES[Role.SUPERVISOR])
    listed = tmp_path / "list.csqerasures"
    folder = str(store.folder)
    assert cli.main(["erasures", folder, "--export", str(listed)], source=clock) == 0
    assert cli.main(["erasures", folder, "--replay", str(listed)], source=clock) == 0
    assert "0 erasures repeated." in capsys.readouterr().out
    assert cli.main(["erasures", folder], source=clock) == 0
    line = capsys.readouterr().out
    assert line.startswith("ER-0001\t")
    assert line.endswith("\t1 customer\n")
    assert cli.main(["erasures", folder, "--json"], source=clock) == 0
    (plain,) = json.loads(capsys.readouterr().out)
    assert (plain["number"], plain["counts"]) == ("ER-0001", {"customers": 1})
