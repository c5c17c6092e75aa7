"""Roles and what each may do."""

import pytest

from csq_desktop import texts
from csq_desktop.domain.users import Permission, Role, User, may, permissions


def test_only_a_supervisor_sees_identities() -> None:
    assert [role for role in Role if role.sees_identities] == [Role.SUPERVISOR]


def test_a_supervisor_may_do_everything() -> None:
    assert permissions(Role.SUPERVISOR) == set(Permission)


def test_everybody_may_sign_in_read_masked_customers_and_run_checklists() -> None:
    shared = permissions(Role.STAFF) & permissions(Role.AUDITOR)
    assert shared == {Permission.SIGN_IN, Permission.READ_CUSTOMERS, Permission.RUN_CHECKLISTS}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.REVEAL_IDENTITIES, "supervisor"),
        (Permission.EDIT_CUSTOMERS, "supervisor"),
        (Permission.HAND_IN_IDENTITY, "supervisor staff"),
        (Permission.LOG_COMPLAINTS, "supervisor staff"),
        (Permission.ACKNOWLEDGE_COMPLAINTS, "supervisor staff"),
        (Permission.NOTE_COMPLAINTS, "supervisor staff"),
        (Permission.WORK_COMPLAINTS, "supervisor"),
        (Permission.CLOSE_COMPLAINTS, "supervisor"),
        (Permission.DEFINE_PLEDGES, "supervisor"),
        (Permission.ENTER_COUNTS, "supervisor staff"),
        (Permission.EDIT_TEMPLATES, "supervisor"),
        (Permission.WORK_ACTIONS, "supervisor staff"),
        (Permission.ADD_PEOPLE, "supervisor staff"),
        (Permission.PREVIEW_PACKS, "supervisor auditor"),
        (Permission.ISSUE_PACKS, "supervisor"),
        (Permission.IMPORT_FILES, "supervisor"),
        (Permission.EXPORT_FIGURES, "supervisor auditor"),
        (Permission.EXPORT_FILES, "supervisor"),
        (Permission.ADMINISTER, "supervisor"),
        (Permission.BACK_UP, "supervisor"),
        (Permission.READ_AUDIT_TRAIL, "supervisor auditor"),
    ],
)
def test_a_permission_belongs_to_these_roles(permission: Permission, roles: str) -> None:
    assert " ".join(role for role in Role if may(role, permission)) == roles


def test_a_role_is_named_in_the_users_language() -> None:
    assert User(1, "Ann", Role.AUDITOR).role.label == "Auditor"
    with texts.speaking("zh_HK"):
        assert Role.SUPERVISOR.label == "主管"
    with texts.speaking("zh_CN"):
        assert Role.STAFF.label == "店员"
