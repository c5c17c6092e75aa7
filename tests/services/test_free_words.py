"""Free words on paper: customers are looked for where the vault can be read, and left out."""

import pytest

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.services import free_words, people
from csq_desktop.services.checklists import checklists, papers
from csq_desktop.services.customers import customers
from csq_desktop.storage.store import Store
from tests.checklist_case import answer, begin, do, give_out
from tests.pdf_text import in_one_line
from tests.services.small_shop import set_up

WORDS = ("Chan Tai Man and Mrs Lo rang 9123 4567", "Amy Wong swept", "Order 2345 6789", "")
NOT_COMPARED = (
    "Not compared with the customers’ names and addresses. A copy printed by a supervisor is."
)


@pytest.fixture
def named(store: Store) -> Store:
    set_up(store)
    with store.writing() as session:
        for name in ("CHAN Tai Man", "Amy Wong"):
            customers.add(session, NewCustomer(Identity(name)))
        people.chosen(session, "Amy Wong")  # a colleague, too
    return store


@pytest.mark.parametrize(
    ("identities", "first", "sentence"),
    [
        (True, "[name] and [name] rang [telephone]", "3 places that may identify somebody were"),
        (False, "Chan Tai Man and [name] rang [telephone]", NOT_COMPARED),
    ],
)
def test_identities_are_left_out_and_what_was_compared_is_said(
    named: Store, identities: bool, first: str, sentence: str
) -> None:
    with named.reading(identities=identities) as session:
        words = free_words.for_paper(session, WORDS)
        quiet = free_words.for_paper(session, WORDS[1:2])
    assert [words.clean(text) for text in WORDS] == [first, WORDS[1], "Order [telephone]", ""]
    assert sentence in words.sentence
    assert (NOT_COMPARED in quiet.sentence) is not identities
    assert ("nothing was found" in quiet.sentence) is identities


def test_a_completed_checklist_says_what_its_remarks_were_compared_with(named: Store) -> None:
    run_id = begin(named, give_out(named))
    answer(named, run_id, i1_1="yes", i1_2="yes", i2_1="yes", i2_2="no")
    do(named, checklists.comment, run_id, "2.2", WORDS[0])
    do(named, checklists.finish, run_id)
    with named.reading(identities=True) as session:
        text = in_one_line(papers.completed(session, run_id, ("en",)))
    assert "[name] and [name] rang [telephone]" in text
    assert "3 places that may identify somebody were blanked." in text
