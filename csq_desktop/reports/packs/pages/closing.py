"""The last pages: actions, what was left out, how it was computed, and the signatures."""

from collections.abc import Iterator
from functools import partial

from csq_desktop.domain.actions import Action
from csq_desktop.domain.audit.entries import FEWEST_DIGITS, grouped
from csq_desktop.domain.events import NumberedEvent
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    count_text,
    date_text,
    days_text,
    moment_text,
    month_name,
    month_text,
)
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import Edition, PackExclusion, PackFacts
from csq_desktop.reports.packs.pages.opening import edition_text
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Beside,
    Block,
    Bullets,
    Facts,
    Lead,
    Note,
    PageBreak,
    PaperBadge,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    QrCode,
    SignBox,
    SignOff,
    TextSpan,
)
from csq_desktop.texts import mark, tr, trc, trn

MOST_OPEN, MOST_DONE, MOST_EVENTS, MOST_LEFT_OUT = 14, 8, 15, 24


def actions(voices: Voices) -> Iterator[Block]:
    """What was promised to be done: open and overdue, and what was done in the month."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(actions_title, mark("Improvement actions"), mark("number"))
    if facts.open_actions:
        rows = tuple(_open_row(facts, action) for action in facts.open_actions[:MOST_OPEN])
        yield PaperTable(
            _action_columns(trc("column", "Due")), rows, note=_more(facts.open_actions, MOST_OPEN)
        )
    else:
        yield Lead(_none_open(facts))
    if facts.done_actions:
        yield voices.heading(lambda _: tr("Ended this month"), 2)
        done = tuple(_done_row(facts, action) for action in facts.done_actions[:MOST_DONE])
        yield PaperTable(
            _action_columns(trc("column", "Ended")), done, note=_more(facts.done_actions, MOST_DONE)
        )


def events(voices: Voices) -> Iterator[Block]:
    """What happened in the months of the charts, numbered as there; nothing in a quiet time."""
    facts = voices.main
    if not facts.events:
        return
    shown = facts.events[-MOST_EVENTS:]
    yield voices.heading(lambda _: trc("pack", "Events"), 2)
    yield PaperTable(
        _event_columns(),
        tuple(_event_row(facts, line) for line in shown),
        note=words.joined(
            tr("The numbers stand at the top of every chart that covers the day."),
            _more(facts.events, MOST_EVENTS),
        ),
    )


def _event_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "No."), "right"),
        PaperColumn(trc("column", "When")),
        PaperColumn(trc("column", "Kind")),
        PaperColumn(trc("column", "What happened")),
    )


def _event_row(facts: PackFacts, line: NumberedEvent) -> PaperRow:
    event = line.event
    cells = (str(line.number), event.when, event.kind.label, event.title)
    month = facts.month
    return PaperRow(cells, highlight=event.touches(month.first_day, month.last_day))


def _none_open(facts: PackFacts) -> str:
    if facts.up_to is not None:
        return tr("No action was open on {day}.", day=date_text(facts.up_to))
    return tr("No action was open at the end of {month}.", month=month_text(facts.month))


def actions_title(facts: PackFacts) -> str:
    """How many actions are open, and how many of them overdue."""
    there, late = len(facts.open_actions), len(facts.overdue_actions)
    if not there:
        return tr("No action is open")
    if not late:
        return trn("{n} action open, not yet due", "{n} actions open, none overdue", there)
    return trn("{late} of {n} open action is overdue", "{late} of {n} open actions are overdue",
               there, late=late)  # fmt: skip


def _action_columns(day: str) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "No.")),
        PaperColumn(trc("column", "Action")),
        PaperColumn(trc("column", "Owner")),
        PaperColumn(trc("column", "Source")),
        PaperColumn(day, "right"),
        PaperColumn(trc("column", "Status")),
    )


def _open_row(facts: PackFacts, action: Action) -> PaperRow:
    days = (facts.as_of - action.due_on).days
    late = trn("{n} day overdue", "{n} days overdue", days) if days > 0 else tr("not yet due")
    standing = PaperBadge(late, Tone.BAD if days > 0 else Tone.GOOD)
    cells = (
        action.ref,
        action.title,
        action.owner,
        action.source.label,
        date_text(action.due_on),
        standing,
    )
    return PaperRow(cells, highlight=days > 0)


def _done_row(facts: PackFacts, action: Action) -> PaperRow:
    ended = date_text(action.done_at.astimezone(facts.zone).date()) if action.done_at else ""
    standing = PaperBadge(action.state.label, Tone.PLAIN)
    return PaperRow((action.ref, action.title, action.owner, action.source.label, ended, standing))


def _more(there: tuple[object, ...], shown: int) -> str:
    hidden = len(there) - shown
    if hidden <= 0:
        return ""
    return trn("{n} more is in the program.", "{n} more are in the program.", hidden)


def left_out(voices: Voices) -> Iterator[Block]:
    """What was left out of the figures, each with its written reason."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.heading(left_out_title, 1)
    if not facts.left_out:
        yield Paragraph(_none_left_out(facts))
        return
    rows = tuple(_left_row(exclusion) for exclusion in facts.left_out[:MOST_LEFT_OUT])
    total = sum(exclusion.number for exclusion in facts.left_out)
    rows += (PaperRow((trc("column", "Total"), "", count_text(total), ""), total=True),)
    yield PaperTable(_left_columns(), rows, note=_more(facts.left_out, MOST_LEFT_OUT))


def _none_left_out(facts: PackFacts) -> str:
    counted = facts.get(FigureId.PLEDGES_KEPT).denominator or facts.figures.balance.received
    if not counted:
        return tr("No counts in {month}.", month=month_name(facts.month))
    return tr("All cases and counts of the month are included.")


def left_out_title(facts: PackFacts) -> str:
    """How many cases and counts were left out."""
    total = sum(exclusion.number for exclusion in facts.left_out)
    if not total:
        return tr("No case was excluded")
    return trn("{n} case excluded, with the reason", "{n} cases excluded, with reasons", total)


def _left_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Excluded from")),
        PaperColumn(trc("column", "Where")),
        PaperColumn(trc("column", "Number"), "right"),
        PaperColumn(trc("column", "Reason")),
    )


def _left_row(exclusion: PackExclusion) -> PaperRow:
    return PaperRow(
        (exclusion.what, exclusion.where, count_text(exclusion.number), exclusion.reason)
    )


def method(voices: Voices) -> Iterator[Block]:
    """How the figures were computed, in words that can be checked."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.heading(lambda _: tr("How the figures are calculated"))
    for title, notes in _method(facts):
        yield voices.heading(partial(_titled, title), 2)
        yield Bullets(notes)


def _titled(title: str, _facts: PackFacts) -> str:
    return tr(title)


def _method(facts: PackFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield mark("What is counted"), _counted(facts)
    yield mark("Margin of error"), _sure(facts)
    yield mark("Normal and unusual"), _chance()
    yield mark("Personal data"), _privacy()


def _counted(facts: PackFacts) -> tuple[str, ...]:
    return (
        tr(
            "A pledge’s rate is met ÷ (met + not met). Open complaints past their deadline "
            "are not met; those not yet due count in the month of their deadline."
        ),
        tr(
            "Deadlines count the shop’s opening hours only, without general holidays and "
            "closures. Time is paused while a complaint waits for the customer."
        ),
        tr(
            "Figures of past months are as they were at the month’s end: later work does not "
            "change them. What is imported, corrected or voided later is counted in the month it "
            "belongs to. A case that passes its maximum time counts in that month."
        ),
        tr(
            "A complaint closed on an unknown date counts as closed in the month of its last "
            "known step, of the date that the rule of an import assumed, or, if it was open here, "
            "of the import; and in no figure about time."
        ),
        tr(
            "Start + received + reopened − closed = end, in every month. Voided complaints "
            "are not counted."
        ),
        tr(
            "Closing times are grouped as within {first}, within {second} and later, in "
            "days of 24 hours from receipt, including days when the shop is closed.",
            first=days_text(facts.criteria.closed_bands[0]),
            second=days_text(facts.criteria.closed_bands[1]),
        ),
        tr(
            "A check is due in the month in which its day, week or month ends, and completed in "
            "the month of the day it was done for."
        ),
    )


def _sure(facts: PackFacts) -> tuple[str, ...]:
    return (
        tr(
            "95% CI of a share: Wilson’s score interval; of a change: Newcombe’s interval "
            "for the difference of two shares; of a rate: the score interval of a Poisson "
            "count."
        ),
        tr("A change is real only if its interval does not include zero."),
        trn(
            "With fewer than {n} case, only numbers are shown and no result is given.",
            "With fewer than {n} cases, only numbers are shown and no result is given.",
            facts.criteria.minimum_n,
        ),
        words.score_rule(),
        *filter(None, (words.minimum_by_month(facts, len(facts.history)),)),
    )


def _chance() -> tuple[str, ...]:
    return (
        tr(
            "Control limits are three standard deviations, for each month by its own "
            "number of cases (p and u charts). Where months vary more than normal "
            "variation allows, Laney’s p′ and u′ limits are used, and the chart says so."
        ),
        tr(
            "They are calculated from the months before the latest: an unusual month is judged by "
            "those before it and makes none of them unusual. They begin anew with a new standard."
        ),
        tr(
            "A signal is a month outside the control limits, or too many months in a row "
            "on one side of the centre line, or too few crossings of it, for normal "
            "variation (Anhøj)."
        ),
        tr(
            "Without a signal, the month shows how well the process works: look for a "
            "better way of working, not for somebody to blame."
        ),
    )


def _privacy() -> tuple[str, ...]:
    return (
        tr(
            "The figures were calculated without opening customers’ identities. Customers’ "
            "words are not printed."
        ),
        tr(
            "What looks like a telephone number or an e-mail address in a reason or an action is "
            "blanked."
        ),
        tr(
            "Before a review pack is issued, all its text is compared with customers’ "
            "names, telephones, e-mails and addresses. The person issuing it decides on "
            "every match and everything that looks like an identity; the audit trail "
            "records how much was left in."
        ),
        tr("A customer’s name of one word alone is not recognised: any text may hold that word."),
    )


def signing(voices: Voices, edition: Edition) -> Iterator[Block]:
    """Boxes to sign, and the end of the audit trail the pack was issued at."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.heading(lambda _: tr("Sign-off"))
    yield Lead(
        tr(
            "By signing, I confirm that I have read this report and accept the actions "
            "requested of me."
        )
    )
    yield SignOff(tuple(_boxes(edition)))
    yield voices.heading(lambda _: trc("pack", "Decisions"), 2)
    yield PaperTable(
        _decision_columns(), tuple(PaperRow(("", "", "")) for _ in range(5)), least=27.0
    )
    yield voices.heading(lambda _: tr("How to verify this copy"), 2)
    seal = Facts(tuple(_seal(facts, edition)), 130.0)
    if edition.code:
        yield Beside(((seal,), (QrCode(edition.mark, 76.0),)), (0.83, 0.17))
    else:
        yield seal
    yield Note(_seal_note(edition), Tone.PLAIN)


def _boxes(edition: Edition) -> Iterator[SignBox]:
    yield SignBox(trc("sign-off", "Supervisor"), tr("The figures are complete."), edition.issued_by)
    yield SignBox(trc("sign-off", "Reviewer"), tr("My questions have been answered."))
    yield SignBox(trc("sign-off", "Management"), tr("The decisions below have been made."))


def _decision_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Decision")),
        PaperColumn(trc("column", "Owner"), width=110.0),
        PaperColumn(trc("column", "Due date"), width=90.0),
    )


def _seal(facts: PackFacts, edition: Edition) -> Iterator[tuple[str, str | TextSpan]]:
    yield trc("pack", "Review pack"), tr("{month}, {edition}", month=str(facts.month),
                         edition=edition_text(facts, edition))  # fmt: skip
    if edition.is_preview:
        return
    yield tr("Issued at"), moment_text(edition.issued_at, facts.zone)
    yield tr("Entries in the audit trail"), count_text(edition.sequence)
    yield tr("Audit code"), grouped(edition.head)
    if edition.code:
        yield tr("Figures code"), grouped(edition.code)


def _seal_note(edition: Edition) -> str:
    if edition.is_preview:
        return tr(
            "This is a preview and cannot be used as evidence. The audit code is printed "
            "when the review pack is issued."
        )
    return tr(
        "The audit code of the database when the review pack was issued. If an earlier "
        "record is changed, added or removed, the code no longer matches: the command csq "
        "check with --anchor {anchor} finds it, and compares the records with the audit "
        "trail. Keep a signed copy outside the shop.",
        anchor=f"{edition.sequence}:{edition.head[:FEWEST_DIGITS]}",
    )
