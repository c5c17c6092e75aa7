"""Lists narrowed in words: every filter of the window, and sentences for words there are not."""

import csv
import re
from pathlib import Path

import pytest
from sqlalchemy import text

from csq_desktop.domain.exports.lists import LISTS, list_of
from csq_desktop.domain.exports.options import OPTIONS
from csq_desktop.errors import UserError
from csq_desktop.services.exports import exports, narrowing
from csq_desktop.services.exports.content import content
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.storage.store import Store
from tests.factory import by_hand

CASES = "SELECT count(*) FROM complaint WHERE removed_at IS NULL AND feedback_month IS NULL AND "
CHECKS = "SELECT count(*) FROM checklist_run WHERE removed_at IS NULL AND "
NARROWED: list[tuple[str, dict[str, str], str]] = [
    ("complaints", {"severity": "High"}, CASES + "severity = 'high'"),
    ("complaints", {"feedback": "Enquiry"},
     "SELECT count(*) FROM complaint WHERE kind = 'enquiry'"),
    ("complaints", {"status": "closed", "channel": "e-mail"},
     CASES + "state = 'closed' AND channel = 'email'"),
    ("complaints", {"view": "open"}, CASES + "closed_at IS NULL"),
    ("complaints", {"category": "till"}, CASES + "category LIKE 'till%'"),
    ("complaints", {"category": "Parking"}, CASES + "category = 'Parking'"),
    ("complaints", {"owner": "may wong"},
     CASES + "owner_id = (SELECT id FROM person WHERE name = 'May Wong')"),
    ("complaints", {"from": "2026-09-02", "to": "2026-09-10", "text": ""},
     CASES + "date(received_at, 'unixepoch', '+8 hours') BETWEEN '2026-09-02' AND '2026-09-10'"),
    ("actions", {"status": "open", "to": "2026-12-31"},
     "SELECT count(*) FROM action WHERE state = 'open' AND due_on <= '2026-12-31'"),
    ("checks", {"status": "finished", "failed": "1"},
     CHECKS + "finished_at IS NOT NULL AND failed_items > 0"),
    ("checks", {"checklist": "{checklist}"}, CHECKS + "template_key = '{checklist}'"),
    ("pledge_counts", {"pledge": "{pledge}", "from": "2026-09-10"},
     "SELECT count(*) FROM pledge_count c JOIN pledge p ON p.id = c.pledge_id "
     "WHERE p.code = '{pledge}' AND c.day >= '2026-09-10'"),
    ("pledge_counts", {"to": "2026-09-10"},
     "SELECT count(*) FROM pledge_count WHERE day <= '2026-09-10'"),
    ("trail", {"type": "signing_in", "by": "{user}"},
     "SELECT count(*) FROM audit_entry WHERE action IN ('signed_in', 'signed_out', "
     "'sign_in_failed', 'passphrase_changed', 'passphrase_set', 'key_confirmed', 'recovery_used', "
     "'recovery_renewed') AND user_id = (SELECT id FROM user_account WHERE name = '{user}')"),
    ("trail", {"type": "changes", "to": "2026-01-31"},
     "SELECT count(*) FROM audit_entry WHERE at < 1769875200 AND (action IN ('created', "
     "'changed', 'removed', 'created_many', 'changed_many', 'removed_many', "
     "'deadlines_recomputed'))"),
    ("customers", {"marketing": "agreed", "group": "member"},
     "SELECT count(*) FROM customer WHERE archived_at IS NULL AND marketing = 'agreed' "
     "AND segment = 'member'"),
    ("disclosures", {"recipient": "customer"},
     "SELECT count(*) FROM disclosure WHERE recipient_kind = 'customer'"),
    ("customers", {"archived": "1"}, "SELECT count(*) FROM customer WHERE archived_at IS NOT NULL"),
]  # fmt: skip
REFUSED: list[tuple[str, dict[str, str], str]] = [
    ("packs", {"from": "2026-10-01"}, "The list “Issued review packs” is only exported whole."),
    ("actions", {"severity": "high"},
     "“--severity” does not narrow the list “Actions”. Use --status, --owner, --from, --to."),
    ("actions", {"status": "begun"},
     "“begun” is not allowed for --status. Choose one of: open, done, cancelled."),
    ("complaints", {"from": "0001-01-01"}, "Enter a year from 1900 to 2100."),
    ("trail", {"to": "9999-12-31"}, "Enter a year from 1900 to 2100."),
    ("complaints", {"category": "trams"}, "“trams” is not allowed for --category. Choose one"),
    ("complaints", {"owner": "Nobody"}, "“Nobody” is not allowed for --owner. Choose one of: "),
    ("events", {"from": "1.9.2026"}, "“1.9.2026” is not a day written YYYY-MM-DD."),
    ("events", {"from": "2026-09-02", "to": "2026-09-01"},
     "The first day is after the last one."),
]  # fmt: skip


def test_a_list_is_narrowed_in_words_as_in_the_window(busy: Store, tmp_path: Path) -> None:
    by_hand(busy, "UPDATE complaint SET category = 'Parking' WHERE id = "
                  "(SELECT min(id) FROM complaint WHERE removed_at IS NULL)")  # fmt: skip
    with busy.reading(identities=True) as session:
        names = {
            "pledge": session.scalar(text("SELECT min(code) FROM pledge")),
            "checklist": session.scalar(text("SELECT min(template_key) FROM checklist_run")),
            "user": session.scalar(text("SELECT min(name) FROM user_account")),
        }
        for key, words, query in NARROWED:
            said = {name: word.format(**names) for name, word in words.items()}
            rows = content(session, list_of(key), narrowing.shown(session, key, said))
            assert rows.total == session.scalar(text(query.format(**names))), (key, said)
            assert len([*rows.rows]) == rows.total
        for view, has_author in (("typed", True), ("derived", False)):
            shown = narrowing.shown(session, "events", {"view": view})
            authors = [bool(row[-1]) for row in content(session, list_of("events"), shown).rows]
            assert set(authors) == {has_author}, view
        for key, words, sentence in REFUSED:
            with pytest.raises(UserError, match=re.escape(sentence)):
                narrowing.shown(session, key, words)
        assert [narrowing.shown(session, key, {}) for key in LISTS] == [None] * len(LISTS)
    assert OPTIONS.keys() <= LISTS.keys()
    path = tmp_path / "actions.csv"
    exports.write_list(busy, ExportOrder("actions", path, "Review", words={"status": "Open"}))
    assert "Filter,Open" in (tmp_path / "actions.codebook.csv").read_text("utf-8-sig").splitlines()


def test_other_feedback_is_written_without_what_only_complaints_have(
    busy: Store, tmp_path: Path
) -> None:
    by_hand(busy, "UPDATE complaint SET acknowledged_at = resolved_at WHERE kind = 'enquiry'")
    words = {"feedback": "Enquiry"}
    order = ExportOrder("complaints", tmp_path / "asked.csv", "Checked", words=words)
    exports.write_list(busy, order)
    with (tmp_path / "asked.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert rows
    assert {row[key] for row in rows for key in ("Severity", "Acknowledged", "Amount paid")} == {""}
