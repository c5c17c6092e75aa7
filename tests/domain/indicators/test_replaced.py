"""What a newer version of an issued month changed, in words."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.replaced import ReplacedVersion, changed_figures
from csq_desktop.texts import speaking

SHARE = Figure("complaints.x", "Met", Unit.SHARE, Better.HIGHER, 0.5, 10, 20, 20)
COUNT = Figure("complaints.y", "Received", Unit.COUNT, Better.LOWER, 34.0, n=34)


def stored(figure: Figure, **changed: object) -> dict[str, object]:
    names = ("id", "value", "numerator", "denominator", "n", "status", "excluded")
    return {name: getattr(figure, name) for name in names} | changed


def printed(figure: Figure, **changed: object) -> dict[str, object]:
    return {"figures": [stored(figure, **changed)]}


@pytest.mark.parametrize(
    ("issued", "figure", "texts"),
    [
        (printed(COUNT), COUNT, []),
        (printed(COUNT, value=35.0, n=35), COUNT, ["Received 35 → 34"]),
        (printed(SHARE, value=0.4, numerator=8), SHARE, ["Met 40.0% → 50.0%"]),
        (printed(SHARE, numerator=20, denominator=40), SHARE, ["Met 20 of 40 → 10 of 20"]),
        (printed(SHARE, excluded=3), SHARE, ["Met"]),
        (
            printed(SHARE, value=1.0, numerator=3, denominator=3, status="too_few"),
            SHARE,
            ["Met 3 of 3 → 50.0%"],
        ),
        (printed(COUNT, value="much", n=None), COUNT, ["Received – → 34"]),
        ({"figures": "none of ours"}, COUNT, []),
    ],
)
def test_each_changed_figure_is_shown_before_and_after(
    issued: dict[str, object], figure: Figure, texts: list[str]
) -> None:
    assert [change.text for change in changed_figures(issued, [figure])] == texts


def test_a_cover_says_which_version_is_replaced_and_names_five_figures() -> None:
    figures = [replace(COUNT, id=f"complaints.{n}", label=f"F{n}") for n in range(6)]
    issued = {"figures": [stored(each, value=35.0) for each in figures]}
    moment = datetime(2026, 11, 2, 18, tzinfo=UTC)
    version = ReplacedVersion(1, moment, changed_figures(issued, figures))
    zone = ZoneInfo("Asia/Hong_Kong")
    assert version.sentence(zone) == (
        "Replaces version 1 of 3 Nov 2026. 6 figures changed: "
        "F0 35 → 34; F1 35 → 34; F2 35 → 34; F3 35 → 34; F4 35 → 34…."
    )
    same = replace(version, changes=())
    with speaking("zh_HK"):
        assert same.sentence(zone) == "取代2026年11月3日的第 1 版。數字沒有更改。"
    assert version.changes[0].before.status is Status.NO_TARGET
