"""The report of a set of files, for people and for scripts."""

from csq_desktop.domain.transfers.sets import PARTS, SetLine, SetReport

CUSTOMERS, COMPLAINTS, *_ = PARTS
REPORT = SetReport(
    (SetLine(CUSTOMERS, 3, ("New: 3",), 7), SetLine(COMPLAINTS, 0)), ("Not in the folder: x.",)
)


def test_a_report_says_what_became_of_each_file() -> None:
    assert REPORT.sentences_of_all == ("Customers: New: 3", "Not in the folder: x.")
    assert REPORT.batch_ids == (7,)
    nothing = {"rows": 0, "batch_id": None, "sentences": ()}
    assert REPORT.as_json() == {
        "files": {
            "customers": {"rows": 3, "batch_id": 7, "sentences": ("New: 3",)},
            "complaints": nothing,
        },
        "sentences": ("Not in the folder: x.",),
    }
