"""The fishbone of a case and of many: a bone for each kind of cause, unknown ones said apart."""

from csq_desktop.domain.causes.facts import Why
from csq_desktop.domain.complaints.facts import Finding, Outcome
from csq_desktop.domain.paper.charts import FishboneCause
from csq_desktop.domain.shop.shop_lists import ROOT_CAUSES
from csq_desktop.services.causes import causes, fishbone, papers
from csq_desktop.services.complaints import complaints
from csq_desktop.services.settings import lists
from csq_desktop.texts import speaking
from tests.pdf_text import in_one_line
from tests.services.complaints.test_complaints import Opened, logged, opened
from tests.services.small_shop import ended

assert opened


def test_causes_stand_on_the_bone_of_their_kind(opened: Opened) -> None:
    store, _ = opened
    complaint = logged(opened)
    with store.writing() as session:
        assert fishbone.of_case(session, complaint).is_empty
        causes.set_main(session, complaint, "product.stock", (Why("Nobody was there", ""),))
        complaints.decide(session, complaint, Outcome(Finding.UPHELD))
        assert fishbone.of_case(session, complaint).is_empty  # the cause was taken back since
        causes.set_main(session, complaint, "people.training", (Why("Nobody knew", "Roster"),))
        causes.add(session, complaint, "product.stock")
        causes.add(session, complaint, "Our own idea")
        spec = fishbone.of_case(session, complaint)
        pdf = papers.drawn(session, complaint, language="zh_HK")
    bones = {branch.label: branch.causes for branch in spec.branches if branch.causes}
    assert bones == {
        "People": (FishboneCause("Not trained for it", None, True),),
        "Product": (FishboneCause("Stock count wrong"),),
        "Other cause": (FishboneCause("Our own idea"),),
    }
    assert {"Procedure", "Equipment"} < {branch.label for branch in spec.branches}
    assert "Not established" not in {branch.label for branch in spec.branches}
    assert "Nobody knew" in in_one_line(pdf)


def test_of_many_each_main_cause_says_how_many_had_it(opened: Opened) -> None:
    store, _ = opened
    cases = [logged(opened) for _ in range(4)]
    with store.writing() as session:
        empty = fishbone.of_many(session)
        pdf = papers.drawn(session, None, language="en")
        for case, cause in zip(cases, ("people.training",) * 2 + ("", "Own idea"), strict=True):
            ended(session, case, cause=cause)
        many, by_count = fishbone.of_many(session), fishbone.by_count(session)
        with speaking("zh_CN"):
            assert fishbone.of_many(session).notes == ("未分析 1 件",)
    assert "No cause has been recorded yet" in in_one_line(pdf)
    assert (empty.is_empty, empty.title) == (True, "No cause has been recorded yet")
    assert many.title == "Most frequent cause: Not trained for it, 2 of 4"
    assert many.notes == ("1 not yet analysed",)
    on = [cause for branch in many.branches for cause in branch.causes]
    assert on == [FishboneCause("Not trained for it", 2, True), FishboneCause("Other cause", 1)]
    assert {(bar.label, bar.value) for bar in by_count.bars} == {
        ("Not trained for it", 2),
        ("Not yet analysed", 1),
        ("Other cause", 1),
    }
    assert lists.above(ROOT_CAUSES, "nowhere") == "nowhere"
