"""Every service that the window and the command line call asks whether the user may do it.

Who may do nothing else may still read what is in no vault: complaints, pledges, checks, figures.
Each function that asks nothing is named here, with why: a new one has to be decided on.
"""

import ast
from collections.abc import Iterator
from functools import cache

from tests.rules.tree import ROOT, none_of, python_files, tree

ASKING = {"require", "require_identities"}
OPEN = {
    "whoever is signed in may read it": """
        absences.stand_ins: may_act_for of_case owners stands_in_for widen
        actions.actions: as_of everything of_source open_for there waiting
        actions.links: counts effect of_complaint offered served
        board.board: further look
        bulk.bulk: check columns_of
        causes.causes: of_case
        causes.fishbone: by_count of_case of_many
        causes.papers: drawn
        checklists.checklists: judged photos previous run run_counts run_ids run_lines runs
            target_on unfinished
        checklists.critical: unattended
        checklists.papers: blank completed
        checklists.schedule: due expected expected_runs failed_critical item_pasts overview
            repeat_failures titles_in
        checklists.templates: template templates
        checklists.views: details home record results run_under_way
        closing.gates: check standing
        closing.involved: complaint hidden_refs of_case refuse_owner seen_cases unvoided
        closing.overview: of_case
        closing.remedies: check may_grant of_case
        closing.reopening: check past_days
        closing.responses: of_case
        closing.satisfaction: of_case
        closing.signatures: signatures
        complaints.timeline: items
        complaints.deadlines: open_complaints
        complaints.escalations: queue reached text texts unwritten
        complaints.promises: of_case
        containment.containment: of_case
        complaints.views: counts find first_lines line_ids lines open_of_each read times
        customers.customers: certain_duplicate
        customers.intake: waiting
        evidence.evidence: of_case place_of read totals
        events.book: everything marks of_month printed
        exports.codebook: codebook
        exports.narrowing: shown
        letters.letterhead: letterhead
        handovers.bulk: may_be_handed_over
        handovers.handovers: of_case waiting
        indicators.breaches: cases made_good
        indicators.details: ages_of_open breakdown cases_over detailed with_maxima
        indicators.figures: ages_of_open first_month history judged_history month open_cases
            received_by_category
        indicators.verdicts: of_month of_pledge pledge_results
        merges.views: merges splits ties
        packs.restated: of_month
        packs.revisions: issued_months of_month of_months
        people: everyone of_signed_in shown
        problems.problems: listed members of_case read
        problems.together: may_be_answered may_be_closed
        referrals.referrals: of_case
        repeats.repeats: alerts everything of_case
        pledges.charts: chart notes
        pledges.months: note
        pledges.papers: notice poster
        pledges.pledges: called counts counts_of_all everything exclusions find proposals read
            uncounted
        pledges.views: count_sheets detail first_month lines
        settings.closing: limits policy
        settings.handovers: answer_hours
        settings.shop: branch_code calendar closures criteria day_of escalation founded_on hours
            policies policy settings shop today transactions zone
        stores.backups: folder state
        stores.key_change: rekey_waits
        stores.opened: topics
        stores.recovery_sheets: reminder state
        stores.safety: check_state safety
        stores.store_clock: behind
        today.due: items now
        today.today: opening_text show
        users: names shop_words
    """,
    "it says of itself who is to see what": """
        actions.due: items
        breaches.due: items
        checklists.due: items
        complaints.due: items
        letters.due: items
        handovers.due: items
        evidence.due: items
        pledges.due: items
        requests.due: items
        problems.due: items
        referrals.due: items
        repeats.due: items
        stores.due: items
        earlier_words: of_record
    """,
    "it is of the signed-in user alone": """
        drafts: drop keep read_all
        users: change_own_passphrase confirm own_fingerprint write_own_passphrase
    """,
    "that it was printed is noted whoever did it": """
        customers.papers: note_printed
        checklists.papers: note_printed
        pledges.papers: note_poster_printed note_printed
    """,
    "the program notes it by itself": """
        stores.recovery_sheets: opened
        stores.safety: note_fault note_sound
        stores.search_upkeep: catch_up is_behind
    """,
    "other services are made of it, and ask": """
        bulk.bulk: all_or_none checked
        complaints.case_rows: add_round add_rounds case_of now rounds_follow rounds_of row_of rules
        disclosures.disclosures: note_backup record without_hidden
        requests.describing: facts_of
        described: chapter facts_of
        requests.requests: end
        duplicates.answers: go_with_both keep_opt_outs of_both opted_out settle
        duplicates.merging: both tell
        earlier_words: keep take_in
        letters.merging: merged values
        letters.rows: is_named row_of words_of
        merges.rows: around rows_of
        kept_cases: refuse
        free_words: refuse_identities
        imports.lasting_words: of_changes of_rounds of_rows
        evidence.blacking: original_of
        evidence.evidence: follow new_row row_of tell
        evidence.saving: proposed_name
        customers.statements: check_telling
        free_words: for_paper spans_in
        imports.account: account_of
        imports.kinds.case_parts: checks take_back
        imports.kinds.consent_cells: held news
        imports.lookups: listed lookups options
        imports.matching: likeliest_kind
        imports.stored: by_any_number
        imports.writing: setting
        indicators.ledger: moment open_ledger
        packs.helped: of_figures of_month
        packs.replaced: before by_figures by_version with_changes
        packs.scorecard: lines
        past.values: of
        settings.shop: set_up
        settings.versions: append newest
        stores.backups: keep_folder
        stores.recovery_sheets: note_new sheet
    """,
}


def test_every_service_asks_for_a_permission_or_is_named() -> None:
    services, named = services_read(), set(_named())
    none_of(name for name in services.public if name not in named and not services.asks(name))


def test_what_is_named_still_asks_for_nothing() -> None:
    services = services_read()
    none_of(name for name in _named() if name not in services.public or services.asks(name))


def _named() -> Iterator[str]:
    for listed in OPEN.values():
        module = ""
        for word in listed.split():
            if word.endswith(":"):
                module = word[:-1]
            else:
                yield f"{module}.{word}"


class Services:
    """The functions of services, by the names of their modules within it."""

    def __init__(self) -> None:
        self._imports: dict[str, dict[str, str]] = {}
        self._calls: dict[str, tuple[str, ...]] = {}
        self.public: list[str] = []
        for path in python_files("csq_desktop/services"):
            within = path.relative_to(ROOT / "csq_desktop/services").with_suffix("")
            self._take(".".join(within.parts), tree(path))

    def asks(self, name: str, above: tuple[str, ...] = ()) -> bool:
        """Whether a function asks, or calls one of services that does."""
        return name not in above and any(
            called in ASKING or self.asks(called, (*above, name))
            for called in self._calls.get(name, ())
        )

    def _take(self, module: str, parsed: ast.Module) -> None:
        self._imports[module] = {
            each.asname or each.name: f"{node.module}.{each.name}".removeprefix(_PREFIX)
            for node in ast.walk(parsed)
            if isinstance(node, ast.ImportFrom)
            for each in node.names
        }
        for node in parsed.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self._calls[f"{module}.{node.name}"] = tuple(self._called(module, node))
            if isinstance(node, ast.FunctionDef) and _is_public(node):
                self.public.append(f"{module}.{node.name}")

    def _called(self, module: str, function: ast.stmt) -> Iterator[str]:
        imports = self._imports[module]
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id=name)):
                    yield name if name in ASKING else imports.get(name, f"{module}.{name}")
                case ast.Call(func=ast.Attribute(attr=name)) if name in ASKING:
                    yield name
                case ast.Call(func=ast.Attribute(value=ast.Name(id=place), attr=name)):
                    yield f"{imports.get(place, '')}.{name}"


@cache
def services_read() -> Services:
    """All of them, read once."""
    return Services()


_PREFIX = "csq_desktop.services."


def _is_public(function: ast.FunctionDef) -> bool:
    first = function.args.args[:1]
    return not function.name.startswith("_") and [each.arg for each in first] == ["session"]
