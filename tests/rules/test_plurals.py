"""A counted noun agrees with its number: “1 day” and “2 days”, by trn and not by tr."""

import re

from tests.rules.tree import ROOT, none_of
from used_texts import Use, uses

NOUNS = (
    "actions|answers|attempts|branches|cases|causes|characters|checklists|columns|complaints|counts"
    "|customers|days|deadlines|entries|failures|files|groups|hours|identities|items|letters|minutes"
    "|months|names|numbers|ones|packs|pages|people|photos|pledges|points|promises|records|rows|runs"
    "|sales|seconds|shares|stores|sums|targets|times|users|visits|weeks|words|years"
)
NUMBER = r"\{(?!month|name|share|value|times)\w+\}"
ADJECTIVE = r"(?: (?!of|more|fewer|without)\w+)?"
COUNTED = re.compile(rf"{NUMBER}(?: of(?: the)? {NUMBER})?{ADJECTIVE} (?:{NOUNS})\b")
VERB = re.compile(r"\{(?:n|count|open|late|carried|number)\} (?:are|were|have|wait|need)\b")
NEVER_ONE = {
    "{low}–{high} days": "a band from one day to a later one",
    "{n} phases, each with its own limits.": "said of two phases or more",
    "{n} complaints in {causes} categories: too few for percentages": "one has its own title",
    "{few} of {all} categories account for {share} of complaints": "as is one that makes up half",
    "{pledge}: not met for {n} months in a row": "said from the second month on",
    "{pledge}: met, {n} months in a row": "said from the second month on",
    "All {n} pledges were met": "one pledge has a text of its own",
    "{reached} of {possible} points": "points of a whole checklist, with weights",
    "{number} points": "percentage points with a decimal",
    "{n} days": "a median with a decimal",
    "The recovery key has {wanted} letters and digits in {groups} groups; you typed {n}.": "fixed",
}
# Percentage points with a decimal, and limits that are constants far from one.
FIXED = re.compile(
    r"by \{n\} points (?:from|since)|fewer than \{n\}|[Tt]he first \{n\}"
    r"|at (?:most|least)|(?:more than|to|under) \{n\}"
)


def test_a_counted_noun_has_its_singular() -> None:
    none_of(f"{use.place}: {use.key.text}" for use in uses(ROOT) if _counts_with_one_form(use))


def test_what_is_never_one_is_still_said() -> None:
    none_of(NEVER_ONE.keys() - {use.key.text for use in uses(ROOT)})


def _counts_with_one_form(use: Use) -> bool:
    text = use.key.text
    if use.plural or text in NEVER_ONE or FIXED.search(text):
        return False
    return bool(COUNTED.search(text) or VERB.search(text))
