"""What figures are called: one id each, and families of ids with a key in them."""

import pytest

from csq_desktop.domain.indicators.ids import FigureFamily, FigureId, maximum_of

F = FigureFamily


@pytest.mark.parametrize(
    ("family", "key", "figure_id"),
    [
        (F.CATEGORY, "till.waiting", "complaints.category.till.waiting"),
        (F.AGE, 31, "complaints.age.31"),
        (F.CHECKLIST_SCORE, "opening", "checklists.score.opening"),
        (F.PLEDGE, "TILL", "pledge.TILL"),
        (F.PLEDGE_MAXIMUM, "TILL", "pledge.TILL.maximum"),
        (F.PLEDGE_MADE_GOOD, "TILL", "pledge.TILL.made_good"),
        (F.PLEDGE_MADE_GOOD_COST, "TILL", "pledge.TILL.made_good_cost"),
    ],
)
def test_an_id_of_a_family_gives_its_key_back_and_is_of_no_other_family(
    family: F, key: object, figure_id: str
) -> None:
    assert family.of(key) == figure_id
    assert family.key_of(figure_id) == str(key)
    assert [other for other in F if other.holds(figure_id)] == [family]


def test_a_figure_that_every_store_has_once_is_of_no_family() -> None:
    assert not [(one, family) for one in FigureId for family in F if family.holds(one)]
    with pytest.raises(ValueError, match=r"complaints\.received is no figure"):
        F.CATEGORY.key_of(FigureId.COMPLAINTS_RECEIVED)


def test_a_family_alone_is_no_figure() -> None:
    assert not F.AGE.holds("complaints.age.")


def test_the_maximum_of_a_pledge_is_a_figure_of_its_own() -> None:
    assert maximum_of(F.PLEDGE.of("TILL")) == F.PLEDGE_MAXIMUM.of("TILL")
