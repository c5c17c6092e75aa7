"""What the window is given of an open store."""

from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import opened
from csq_desktop.storage.store import Store


def test_a_session_tells_what_it_changed_even_after_its_end(store: Store) -> None:
    with store.writing() as session:
        assert opened.topics(session) == frozenset()
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
    assert "shop" in opened.topics(session)
