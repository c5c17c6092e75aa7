"""What an issued pack printed and counts nothing today stands beside it as nought."""

from dataclasses import replace

import pytest

from csq_desktop.domain.complaints.categories import figure_key
from csq_desktop.domain.indicators.figures import Better, Figure, Unit
from csq_desktop.domain.indicators.replaced import changed_figures
from csq_desktop.services.indicators.gone import with_gone
from csq_desktop.texts import speaking

PLEDGE = Figure("pledge.TILL", "Short queue", Unit.SHARE, Better.HIGHER, 0.5, 1, 2, 2)
GIVEN = replace(PLEDGE, id="pledge.TILL.made_good", label="Given", unit=Unit.COUNT, value=2, n=2)
OWN = "complaints.category." + figure_key("Parking")


def printed(figure_id: str, value: object = 5, label: object = "As printed") -> dict[str, object]:
    return {"id": figure_id, "label": label, "value": value, "n": 3}


@pytest.mark.parametrize(
    ("issued", "texts"),
    [
        (printed("pledge.TILL.made_good"), ["Short queue: remedies given 5 → 0"]),
        (
            printed("pledge.TILL.made_good_cost", 500),
            ["Short queue: remedies given 0 → 2", "Short queue: cost of remedies HK$5 → HK$0"],
        ),
        (printed("pledge.GONE.made_good"), ["As printed 5 → 0"]),
        (
            printed("complaints.category.till.waiting"),
            ["Queue & till · Waited too long to pay 5 → 0"],
        ),
        (printed(OWN), ["As printed 5 → 0"]),
        (printed("complaints.category.Parking"), ["As printed 5 → 0"]),
        (printed(OWN, label=None), [f"{OWN} 5 → 0"]),
        (printed("complaints.remedy.refund"), ["Refund 5 → 0"]),
        (printed("complaints.redress.refund", 500), ["Redress: Refund HK$5 → HK$0"]),
        (printed("complaints.redress.ours", 500), ["As printed HK$5 → HK$0"]),
        (printed("complaints.remedy.refund", 0), []),
        (printed("complaints.finding.upheld"), []),  # every month has it: another program's
    ],
)
def test_a_figure_that_is_gone_is_nought(issued: dict[str, object], texts: list[str]) -> None:
    beside = [PLEDGE, replace(GIVEN, label="Short queue: remedies given")]
    if issued["id"] == "pledge.TILL.made_good":
        beside.pop()
    stored = {"figures": [issued, printed(PLEDGE.id) | {"value": 0.5, "n": 2}]}
    changes = changed_figures(stored, with_gone(stored, beside))
    ours = [
        each.text for each in changes if "pledge.TILL" in str(issued["id"]) or each.before.value
    ]
    assert ours == texts


def test_money_that_is_gone_or_new_rests_on_the_cases_that_cost_nothing() -> None:
    cost = replace(PLEDGE, id="pledge.TILL.made_good_cost", unit=Unit.CENTS, value=500, n=2)
    gone = {"figures": [printed(cost.id, 500)]}
    (change,) = changed_figures(gone, with_gone(gone, [GIVEN]))[1:]
    assert (change.before.n, change.after.n, change.after.value) == (3, 2, 0)
    new = {"figures": [printed(GIVEN.id, 1)]}
    (change, _) = changed_figures(new, with_gone(new, [cost]))
    assert (change.before.n, change.after.n) == (1, 2)


def test_a_gone_figure_is_called_by_its_name_in_the_readers_language() -> None:
    stored = {"figures": [printed("complaints.remedy.refund")]}
    with speaking("zh_HK"):
        assert [each.label for each in with_gone(stored, [])] == ["退款"]
