"""What Ctrl+K finds besides pages: complaints, pledges, and customers for those who see them."""

from csq_desktop.domain.users import User
from csq_desktop.ui.shell.command_palette import Provider


def providers(user: User) -> tuple[Provider, ...]:
    """The finders a user may use."""
    from csq_desktop.services.complaints import views as complaint_views
    from csq_desktop.services.customers import customers
    from csq_desktop.services.pledges import pledges

    everyones = (
        Provider(complaint_views.find, "complaints", "message-report"),
        Provider(pledges.find, "pledges", "heart-handshake"),
    )
    if user.role.sees_identities:
        return (*everyones, Provider(customers.find, "customers", "users", identities=True))
    return everyones
