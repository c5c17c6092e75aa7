"""Every write of the window and its way back: the table that `test_ways_back.py` holds to the code.

An answer given to a customer is a fact (ISO 10002, 7 and 8): what is in a case's history stays, and
is put right by a correction with a reason, by reopening or by voiding. So the steps of a case ask
first, each in a form with a button of its own, or in a question. What only concerns lists, counts,
settings and plans is undone from its toast and by Ctrl+Z; the undo is an entry of its own in the
trail. What happened outside the window (printed, exported, backed up, seen) is only noted.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Way(Enum):
    """How a write can be taken back, or why it need not be."""

    UNDO = auto()  # from its toast and by Ctrl+Z, with the services named
    ASKS = auto()  # a form or question whose button does it, and Cancel beside it
    AGAIN = auto()  # what is typed or chosen in its place replaces it
    BESIDE = auto()  # a button beside it takes it back, with the service named
    NOTED = auto()  # the trail notes what happened outside the window


@dataclass(frozen=True)
class WayBack:
    """One way, and the services that take the write back."""

    way: Way
    by: frozenset[str] = frozenset()


def undo(*services: str) -> WayBack:
    """Taken back by Ctrl+Z."""
    return WayBack(Way.UNDO, frozenset(services))


def beside(service: str) -> WayBack:
    """Taken back by a button beside it."""
    return WayBack(Way.BESIDE, frozenset({service}))


ASKS, AGAIN, NOTED = WayBack(Way.ASKS), WayBack(Way.AGAIN), WayBack(Way.NOTED)

WAYS_BACK = {
    "actions.actions.cancel": undo("actions.actions.take_up_again"),
    "actions.actions.finish": undo("actions.actions.take_up_again"),
    "actions.actions.hand_over": undo("actions.actions.hand_over"),
    "actions.actions.postpone": undo("actions.actions.postpone"),
    "actions.actions.promise": undo("actions.actions.cancel"),
    "actions.links.link": undo("actions.links.unlink"),
    "actions.links.promise_for": undo("actions.actions.cancel"),
    "actions.links.unlink": undo("actions.links.link"),
    "actions.actions.take_up_again": beside("actions.actions.finish"),
    "assessments.assessments.assess": ASKS,
    "assessments.assessments.correct": ASKS,
    "bulk.bulk.acknowledge": undo("bulk.undoing.undo"),
    "bulk.bulk.categorise": undo("bulk.undoing.undo"),
    "bulk.bulk.close": undo("bulk.undoing.undo"),
    "bulk.bulk.exclude": undo("bulk.undoing.undo"),
    "bulk.bulk.hand_over": undo("bulk.undoing.undo"),
    "bulk.bulk.void": undo("bulk.undoing.undo"),
    "case_files.papers.note_printed": NOTED,
    "case_files.papers.release": ASKS,
    "causes.causes.add": ASKS,
    "causes.causes.change": ASKS,
    "causes.causes.make_main": undo("causes.causes.undo_main"),
    "causes.causes.put_back": beside("causes.causes.take_out"),
    "causes.causes.set_main": ASKS,
    "causes.causes.take_out": undo("causes.causes.put_back"),
    "checklists.checklists.add_photo": beside("checklists.checklists.remove_photo"),
    "checklists.checklists.answer": AGAIN,
    "checklists.checklists.bring_back": beside("checklists.checklists.discard"),
    "checklists.checklists.bring_back_photo": beside("checklists.checklists.remove_photo"),
    "checklists.checklists.comment": AGAIN,
    "checklists.checklists.discard": undo("checklists.checklists.bring_back"),
    "checklists.checklists.finish": undo("checklists.checklists.reopen"),
    "checklists.checklists.remove_photo": undo("checklists.checklists.bring_back_photo"),
    "checklists.checklists.reopen": beside("checklists.checklists.finish"),
    "checklists.checklists.start": beside("checklists.checklists.discard"),
    "checklists.papers.note_printed": NOTED,
    "checklists.templates.retire": undo("checklists.templates.take_up_again"),
    "checklists.templates.save_template": AGAIN,  # a version more; the runs keep theirs
    "checklists.templates.take_up_again": beside("checklists.templates.retire"),
    "closing.involved.name": ASKS,
    "closing.involved.put_back": beside("closing.involved.take_out"),
    "closing.involved.take_out": undo("closing.involved.put_back"),
    "closing.remedies.decide": ASKS,
    "closing.responses.communicate": ASKS,
    "closing.responses.respond": ASKS,
    "closing.satisfaction.answer": ASKS,
    "closing.satisfaction.ask": ASKS,
    "closing.satisfaction.leave_unasked": ASKS,
    "closing.signatures.sign": ASKS,
    "complaints.complaints.acknowledge": ASKS,
    "complaints.complaints.answer_or_ask": ASKS,
    "complaints.complaints.close": ASKS,
    "complaints.complaints.correct": ASKS,
    "complaints.complaints.decide": ASKS,
    "complaints.complaints.exclude": ASKS,
    "complaints.complaints.hand_over": ASKS,
    "complaints.follow_ups.log": ASKS,
    "complaints.complaints.investigate": ASKS,
    "complaints.complaints.link": undo("complaints.complaints.link"),
    "complaints.complaints.log": ASKS,
    "complaints.complaints.note": ASKS,
    "complaints.complaints.progress_reply": ASKS,
    "complaints.complaints.recompute_deadlines": ASKS,
    "complaints.complaints.redate": ASKS,
    "complaints.complaints.reopen": ASKS,
    "complaints.complaints.restore": ASKS,
    "complaints.complaints.resume": ASKS,
    "complaints.complaints.wait_for_customer": ASKS,
    "complaints.complaints.withdraw": ASKS,
    "complaints.feedback.record_as": ASKS,
    "complaints.feedback.reply": ASKS,
    "evidence.blacking.make_copy": ASKS,
    "evidence.evidence.add": ASKS,
    "evidence.evidence.describe": ASKS,
    "evidence.evidence.look_at": NOTED,
    "evidence.evidence.reinstate": beside("evidence.evidence.void"),
    "evidence.evidence.void": ASKS,
    "evidence.saving.save_copy": NOTED,
    "complaints.promises.keep": ASKS,
    "complaints.promises.make": ASKS,
    "complaints.promises.move": ASKS,
    "complaints.promises.put_back": beside("complaints.promises.take_back"),
    "complaints.promises.take_back": undo("complaints.promises.put_back"),
    "complaints.deadlines.recompute": ASKS,
    "containment.containment.add": ASKS,
    "containment.containment.change": ASKS,
    "containment.containment.put_back": beside("containment.containment.take_out"),
    "containment.containment.take_out": undo("containment.containment.put_back"),
    "customers.customers.add": undo("customers.customers.archive"),
    "customers.customers.archive": undo("customers.customers.restore"),
    "customers.customers.correct": ASKS,
    "customers.customers.describe": undo("customers.customers.describe"),
    "customers.consents.record": ASKS,  # what a customer said is a fact: say it anew
    "customers.customers.restore": undo("customers.customers.archive"),
    "customers.customers.reveal": NOTED,  # what was seen cannot be unseen
    "customers.papers.note_printed": NOTED,
    "customers.statements.write": AGAIN,  # a version more; the earlier ones stay
    "customers.statements.take_back": beside("customers.statements.tell"),
    "customers.statements.tell": undo("customers.statements.take_back"),
    "disclosures.disclosures.record_by_hand": ASKS,  # the log only grows
    "refusals.refusals.refuse": ASKS,  # the log book only grows
    "requests.copies.save": NOTED,
    "requests.corrections.note_corrected": ASKS,
    "requests.corrections.note_told": ASKS,
    "requests.requests.answer": ASKS,
    "requests.requests.check_identity": AGAIN,
    "requests.requests.clear_fee": beside("requests.requests.set_fee"),
    "requests.requests.give_delay_notice": ASKS,
    "requests.requests.log": ASKS,
    "requests.requests.set_fee": undo("requests.requests.clear_fee"),
    "duplicates.comparing.reveal": NOTED,
    "duplicates.merging.merge": undo("duplicates.unmerging.unmerge"),
    "duplicates.pairs.not_the_same": undo("duplicates.pairs.perhaps_the_same"),
    "duplicates.pairs.perhaps_the_same": beside("duplicates.pairs.not_the_same"),
    "duplicates.unmerging.unmerge": ASKS,
    "events.events.correct": undo("events.events.correct"),
    "events.events.put_back": beside("events.events.remove"),
    "events.events.record": undo("events.events.remove"),
    "events.events.remove": undo("events.events.put_back"),
    "exports.exports.write_list": NOTED,
    "imports.imports.take_in": undo("imports.imports.undo"),
    "imports.imports.undo": beside("imports.imports.take_in"),
    "imports.matching.save": AGAIN,  # under the name typed
    "letters.issuing.issue": ASKS,
    "letters.issuing.note_sent": ASKS,
    "letters.letterhead.change": undo("letters.letterhead.change"),
    "letters.letters.bring_back": beside("letters.letters.discard"),
    "letters.letters.discard": undo("letters.letters.bring_back"),
    "letters.letters.draft": beside("letters.letters.discard"),
    "letters.letters.open_letter": NOTED,
    "letters.letters.save": AGAIN,
    "letters.papers.note_printed": NOTED,
    "letters.reviewing.approve": ASKS,
    "letters.reviewing.send_back": ASKS,
    "letters.reviewing.submit": beside("letters.reviewing.take_back"),
    "letters.reviewing.take_back": beside("letters.reviewing.submit"),
    "letters.templates.write": AGAIN,
    "packs.asks.answer": undo("packs.asks.take_back"),
    "packs.asks.take_back": beside("packs.asks.answer"),
    "packs.definitions.remove": undo("packs.definitions.save"),
    "packs.definitions.save": AGAIN,  # under the name typed; issued packs keep theirs
    "packs.packs.issue": ASKS,
    "packs.packs.note_print": NOTED,
    "packs.papers.note_minutes": NOTED,
    "packs.runs.note": NOTED,
    "packs.series.write_all": NOTED,
    "packs.verify.note": NOTED,
    "packs.recount.write": NOTED,
    "people.add": undo("people.take_out"),
    "people.come_back": undo("people.leave"),
    "people.leave": undo("people.come_back"),
    "people.rename": undo("people.rename"),
    "people.take_out": beside("people.add"),
    "pledges.months.make_good": undo("pledges.months.put_back"),
    "pledges.months.note_cause": undo("pledges.months.put_back"),
    "pledges.months.note_change": AGAIN,
    "pledges.months.put_back": AGAIN,
    "pledges.papers.note_poster_printed": NOTED,
    "pledges.papers.note_printed": NOTED,
    "pledges.pledges.count_days": undo("pledges.pledges.put_back_counts"),
    "pledges.pledges.define": undo("pledges.pledges.take_back"),
    "pledges.pledges.define_all": undo("pledges.pledges.take_back"),
    "pledges.pledges.put_back_counts": AGAIN,
    "pledges.pledges.retire": undo("pledges.pledges.take_up_again"),
    "pledges.pledges.revise": undo("pledges.pledges.take_back_terms"),
    "pledges.pledges.take_back": beside("pledges.pledges.define_all"),
    "pledges.pledges.take_back_terms": beside("pledges.pledges.revise"),
    "pledges.pledges.take_up_again": undo("pledges.pledges.retire"),
    "retention.due_list.leave": ASKS,  # until a day, and it comes back onto the list
    "retention.holds.place": undo("retention.holds.take_back"),
    "retention.holds.release": ASKS,
    "retention.holds.take_back": beside("retention.holds.place"),
    "retention.rules.change": undo("retention.rules.change"),
    "settings.list_changes.add": undo("settings.list_changes.take_back"),
    "settings.list_changes.adopt": undo("settings.list_changes.set_apart"),
    "settings.list_changes.change": undo("settings.list_changes.change"),
    "settings.list_changes.deactivate": undo("settings.list_changes.reactivate"),
    "settings.list_changes.move": undo("settings.list_changes.move"),
    "settings.list_changes.reactivate": undo("settings.list_changes.deactivate"),
    "settings.list_changes.set_apart": beside("settings.list_changes.adopt"),
    "settings.list_changes.take_back": beside("settings.list_changes.reactivate"),
    "settings.closing.change_limits": undo("settings.closing.change_limits"),
    "settings.closing.change_policy": undo("settings.closing.change_policy"),
    "settings.shop.change_escalation": undo("settings.shop.change_escalation"),
    "settings.shop.change_hours": undo("settings.shop.change_hours"),
    "settings.shop.change_policy": undo("settings.shop.change_policy"),
    "settings.shop.change_shop": undo("settings.shop.change_shop"),
    "settings.shop.close_shop": undo("settings.shop.take_back_closure"),
    "settings.shop.take_back_closure": undo("settings.shop.close_shop"),
    "stores.backups.choose_folder": undo("stores.backups.choose_folder"),
    "stores.backups.make": NOTED,
    "stores.erasures.approve": ASKS,  # with the passphrase: nothing brings it back
    "stores.erasures.export": NOTED,
    "stores.erasures.repeat": ASKS,
    "stores.key_change.rekey": ASKS,
    "stores.recovery_sheets.renew": ASKS,
    "stores.recovery_sheets.stored": ASKS,
    "stores.safety.leave_without_backup": ASKS,
    "stores.store_clock.set_right": ASKS,
    "stores.upkeep.check": NOTED,
    "users.add": ASKS,
    "users.change_own_passphrase": ASKS,
    "users.confirm_key": ASKS,
    "users.deactivate": ASKS,
    "users.reactivate": ASKS,
    "users.rename": undo("users.rename"),
    "users.set_passphrase": ASKS,
    "merges.merges.merge": ASKS,
    "merges.splits.split": ASKS,
    "merges.unmerging.unmerge": ASKS,
    "problems.problems.join": ASKS,
    "problems.problems.leave": undo("problems.problems.put_back"),
    "problems.problems.put_back": beside("problems.problems.leave"),
    "problems.problems.solve": undo("problems.problems.unsolve"),
    "problems.problems.start": ASKS,
    "problems.problems.unsolve": undo("problems.problems.solve"),
    "problems.together.answer": ASKS,
    "problems.together.close": ASKS,
    "repeats.repeats.dismiss": ASKS,
    "repeats.repeats.show_again": beside("repeats.repeats.dismiss"),
    "referrals.referrals.put_back": beside("referrals.referrals.take_back"),
    "referrals.referrals.record_outcome": AGAIN,
    "referrals.referrals.refer": ASKS,
    "referrals.referrals.take_back": undo("referrals.referrals.put_back"),
}
