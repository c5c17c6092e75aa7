"""The numbers of records as files carry them: with the branch whose store gave them.

Numbers of complaints carry it everywhere, those of customers in files alone: people say them on the
telephone.
"""

import re

_WITH_BRANCH = re.compile(r"(CU-[0-9]+|[A-Z]+-[0-9]{4}-[0-9]+)-([A-Z0-9]+)")


def branch_of(number: str) -> str:
    """The branch that a number carries, empty where it carries none."""
    match = _WITH_BRANCH.fullmatch(number)
    return "" if match is None else match[2]


def filed(number: str, branch: str) -> str:
    """A number of this branch as it stands in files."""
    return number if not branch or branch_of(number) else f"{number}-{branch}"


def number_here(number: str, branch: str) -> str:
    """A number out of a file as this branch writes it, where this branch gave it to a customer."""
    match = _WITH_BRANCH.fullmatch(number)
    is_own = match is not None and match[2] == branch and number.startswith("CU-")
    return match[1] if match is not None and is_own else number


def from_elsewhere(number: str, branch: str) -> str:
    """A number that another branch gave, empty where this one did or nobody can tell."""
    return number if branch_of(number) not in ("", branch) else ""
