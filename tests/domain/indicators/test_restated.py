"""What of an issued month is another figure today."""

from dataclasses import replace

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.categories import figure_key
from csq_desktop.domain.indicators.figures import Better, Figure, Unit
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.indicators.restated import restated
from csq_desktop.texts import speaking

OCTOBER = Month(2026, 10)
SHARE = Figure("complaints.x", "Met", Unit.SHARE, Better.HIGHER, 0.5, 1, 2, 2)
PART = replace(SHARE, id="complaints.category.till", label="Till")
PLEDGE = replace(SHARE, id="pledge.TILL", label="Queue")
EMPTY = replace(SHARE, value=None, numerator=None)


def issued(**changed: object) -> dict[str, object]:
    kept = {"id": SHARE.id, "value": 0.5, "numerator": 1, "denominator": 2, "n": 2}
    return {"figures": [kept | changed]}


OWN = FigureFamily.CATEGORY.of(figure_key("own-0123456789ab"))
"""The figure of words that look like another category's key."""


@pytest.mark.parametrize(
    ("pack_body", "today", "names"),
    [
        (issued(), SHARE, ()),
        (issued(value=0.5000000000001), SHARE, ()),
        (issued(value=0.4), SHARE, ("Met",)),
        (issued(denominator=3), SHARE, ("Met",)),
        (issued(value=None), SHARE, ("Met",)),
        (issued(value=None, numerator=None), EMPTY, ()),
        (issued(), EMPTY, ("Met",)),
        (issued(id="another"), SHARE, ()),
        (issued(id=PART.id, value=0.4), PART, ("Till",)),
        (issued(id="complaints.category.own-0123456789ab"), replace(PART, id=OWN), ()),
        (issued(), PART, ("Till",)),  # nothing was counted of it then
        (issued(excluded=1), SHARE, ("Met",)),
        (issued(value=10**400), SHARE, ("Met",)),  # not written by this program
        (issued(id=PLEDGE.id, value=0.4), PLEDGE, ("Queue",)),
        ({"figures": [{"id": SHARE.id}]}, SHARE, ()),  # an older program kept less
        ({"figures": "none of ours"}, SHARE, ()),
        ({"figures": [5, {"id": 5}]}, SHARE, ()),
        ({}, SHARE, ()),
    ],
)
def test_what_changed_since_the_pack_is_named(
    pack_body: dict[str, object], today: Figure, names: tuple[str, ...]
) -> None:
    changed = restated(pack_body, OCTOBER, [today])
    assert (changed.names if changed else ()) == names


def test_a_sentence_names_five_figures_and_counts_them_all() -> None:
    figures = [replace(SHARE, id=f"complaints.{n}", label=f"F{n}") for n in range(7)]
    kept = {"figures": [{"id": figure.id, "value": 0.4} for figure in figures]}
    changed = restated(kept, OCTOBER, figures)
    assert changed is not None
    assert changed.sentence == (
        "7 figures of October 2026 have changed since its review pack was issued: "
        "F0, F1, F2, F3, F4…."
    )
    single = replace(changed, names=("F0",))
    with speaking("zh_HK"):
        assert single.sentence == "2026年10月有 1 項數字在每月報告發出後已更改：F0。"
