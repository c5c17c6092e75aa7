"""The keys of the figures of categories."""

from csq_desktop.domain.complaints.categories import figure_key, kept_key

WORDS = "Rude at the till"


def test_no_words_take_the_key_of_another_category() -> None:
    key = figure_key(WORDS)
    assert key.startswith("own-")
    typed = figure_key(key)  # somebody types what another category's figures are called
    assert typed not in (key, WORDS)
    assert figure_key("till.waiting") == "till.waiting"


def test_a_kept_key_stays_and_kept_words_get_theirs() -> None:
    assert kept_key(figure_key(WORDS)) == kept_key(WORDS) == figure_key(WORDS)
    assert kept_key("till.waiting") == "till.waiting"
