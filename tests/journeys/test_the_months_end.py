"""The month's end: pack, figures, window and an independent recount agree on every figure."""

import json
from contextlib import redirect_stdout
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas
import pytest

from csq_desktop import cli, prompts
from csq_desktop.demo import build as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.users import Role
from csq_desktop.services.indicators import figures
from csq_desktop.services.packs import packs
from csq_desktop.services.settings import shop
from tests.factory import DEMO_NOW, FixedClock
from tests.pdf_text import in_one_line

MOMENTS = ("Received", "Acknowledge by", "Resolve by", "Acknowledged", "Replied", "Closed")


@pytest.fixture
def month(demo_store: Path) -> Month:
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store, store.reading() as session:
        return Month.of(shop.today(session)).shift(-1)


def told_by_command(folder: Path, month: Month, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv(prompts.PASSPHRASE, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    told = StringIO()
    with redirect_stdout(told):
        assert cli.main(["figures", str(folder), "--month", str(month), "--json"]) == 0
    return {one["id"]: one for one in json.loads(told.getvalue())["figures"]}


def exported(
    folder: Path, kind: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> pandas.DataFrame:
    monkeypatch.setenv(prompts.PASSPHRASE, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    assert cli.main(["export", str(folder), kind, str(target), "--purpose", "Recount"]) == 0
    return pandas.read_csv(target)


def recounted(cases: pandas.DataFrame, month: Month) -> dict[str, float]:
    """The complaint figures of a month, counted anew from the exported rows."""
    when = {
        name: pandas.to_datetime(cases[name], errors="coerce")
        for name in (
            "Received",
            "Acknowledge by",
            "Resolve by",
            "Acknowledged",
            "Replied",
            "Closed",
        )
    }
    first = pandas.Timestamp(month.first_day)
    end = pandas.Timestamp(month.shift(1).first_day)

    def within(name: str) -> pandas.Series:
        return when[name].between(first, end, inclusive="left")

    due_ack, due = within("Acknowledge by"), within("Resolve by")
    in_time = when["Acknowledged"] <= when["Acknowledge by"]
    resolved = when["Replied"] <= when["Resolve by"]
    before = (when["Received"] < first) & ~(when["Closed"] < first)
    after = (when["Received"] < end) & ~(when["Closed"] < end)
    closed = within("Closed")
    days = (when["Closed"] - when["Received"])[closed]
    return {
        "complaints.received": within("Received").sum(),
        "complaints.closed": closed.sum(),
        "complaints.outstanding_start": before.sum(),
        "complaints.outstanding_end": after.sum(),
        "complaints.acknowledged": in_time[due_ack].mean(),
        "complaints.resolved": resolved[due].mean(),
        "complaints.within_band1": (days <= pandas.Timedelta(days=3)).mean(),
        "complaints.within_band2": (days <= pandas.Timedelta(days=10)).mean(),
    }


def test_every_figure_agrees_wherever_it_is_told(
    demo_store: Path, tmp_path: Path, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_by_command(demo_store, month, monkeypatch)
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store, store.reading() as session:
        shown = figures.month(session, month)
        pdf = packs.make(session, PackRequest(month, ("en",))).pdf
    assert {one.id: one.value for one in shown.figures} == {
        name: one["value"] for name, one in told.items()
    }
    printed = in_one_line(pdf)
    for one in shown.figures:
        if one.unit.value == "share" and one.status.value in ("met", "missed") and one.value:
            assert one.text in printed, one.id
    cases = exported(demo_store, "complaints", tmp_path / "c.csv", monkeypatch)
    for name, value in recounted(cases, month).items():
        assert told[name]["value"] == pytest.approx(value), name


def test_counts_of_pledges_add_up_from_the_days(
    demo_store: Path, tmp_path: Path, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = told_by_command(demo_store, month, monkeypatch)
    days = exported(demo_store, "pledge_counts", tmp_path / "p.csv", monkeypatch)
    inside = days[days["Day"].str.startswith(str(month))]
    for code, group in inside.groupby("Pledge code"):
        figure = told[f"pledge.{code}"]
        met, missed = group["Met"].sum(), group["Not met"].sum()
        assert (figure["numerator"], figure["denominator"]) == (met, met + missed)


def test_the_balance_holds_over_all_months(demo_store: Path) -> None:
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store, store.reading() as session:
        last = Month.of(shop.today(session))
        history = figures.history(session, last, 14)
    assert all(one.balance.holds for one in history)
    assert all(a.balance.end == b.balance.start for a, b in pairwise(history))


def test_an_issued_pack_reprints_the_same_after_the_data_change(
    demo_store: Path, month: Month
) -> None:
    from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
    from csq_desktop.services.complaints import complaints

    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store:
        with store.writing() as session:
            issued = packs.issue(session, PackRequest(month, ("en",)))
        with store.reading() as session:
            before = packs.pdf_of(session, issued.id)
        late = NewComplaint(
            Channel.LETTER, store.clock.now().replace(day=1), "till.waiting", Severity.LOW, "Late"
        )
        with store.writing() as session:
            complaints.log(session, late)
        with store.reading() as session:
            assert packs.pdf_of(session, issued.id) == before
            assert packs.issued(session)[0].sha256 == issued.sha256
