"""The last pages: actions, what was left out, how it was computed, and the signatures."""

from collections.abc import Iterator
from functools import partial

from csq_desktop.domain.actions import Action
from csq_desktop.domain.audit.entries import FEWEST_DIGITS, grouped
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.wording import count_text, date_text, days_text, moment_text, month_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import Edition, PackExclusion, PackFacts
from csq_desktop.reports.packs.opening import edition_text
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
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
    SignBox,
    SignOff,
    TextSpan,
)
from csq_desktop.texts import mark, tr, trc, trn

MOST_OPEN, MOST_DONE, MOST_LEFT_OUT = 14, 8, 24


def actions(voices: Voices) -> Iterator[Block]:
    """What was promised to be done: open and overdue, and what was done in the month."""
    facts = voices.main
    yield PageBreak()
    yield voices.heading(actions_title)
    if facts.open_actions:
        rows = tuple(_open_row(facts, action) for action in facts.open_actions[:MOST_OPEN])
        yield PaperTable(
            _action_columns(trc("column", "Due")), rows, note=_more(facts.open_actions, MOST_OPEN)
        )
    else:
        yield Lead(_none_open(facts))
    if facts.done_actions:
        yield voices.heading(lambda _: tr("Ended in the month"), 2)
        done = tuple(_done_row(facts, action) for action in facts.done_actions[:MOST_DONE])
        yield PaperTable(
            _action_columns(trc("column", "Ended")), done, note=_more(facts.done_actions, MOST_DONE)
        )


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
        return trn("{n} action is open, on time", "{n} actions are open, all on time", there)
    return trn("{late} of {n} open action is overdue", "{late} of {n} open actions are overdue",
               there, late=late)  # fmt: skip


def _action_columns(day: str) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "No.")),
        PaperColumn(trc("column", "What")),
        PaperColumn(trc("column", "Who")),
        PaperColumn(trc("column", "From")),
        PaperColumn(day, "right"),
        PaperColumn(trc("column", "Status")),
    )


def _open_row(facts: PackFacts, action: Action) -> PaperRow:
    days = (facts.as_of - action.due_on).days
    late = trn("{n} day overdue", "{n} days overdue", days) if days > 0 else tr("on time")
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
    yield voices.heading(left_out_title, 1)
    if not facts.left_out:
        yield Paragraph(tr("Every case and every count of the month is in the figures."))
        return
    rows = tuple(_left_row(exclusion) for exclusion in facts.left_out[:MOST_LEFT_OUT])
    total = sum(exclusion.number for exclusion in facts.left_out)
    rows += (PaperRow((trc("column", "All"), "", count_text(total), ""), total=True),)
    yield PaperTable(_left_columns(), rows, note=_more(facts.left_out, MOST_LEFT_OUT))


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
    yield PageBreak()
    yield voices.heading(lambda _: tr("How it was computed"))
    for title, notes in _method(facts):
        yield voices.heading(partial(_titled, title), 2)
        yield Bullets(notes)


def _titled(title: str, _facts: PackFacts) -> str:
    return tr(title)


def _method(facts: PackFacts) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield mark("What is counted"), _counted(facts)
    yield mark("How sure it is"), _sure(facts)
    yield mark("What is chance and what is not"), _chance()
    yield mark("Whose data is in here"), _privacy()


def _counted(facts: PackFacts) -> tuple[str, ...]:
    return (
        tr("A pledge’s share is kept ÷ (kept + missed). Open complaints past their deadline are "
           "missed; those not yet due are left for the month their deadline falls in."),
        tr("Deadlines run in the shop’s opening hours, public holidays and closures taken out. "
           "While a complaint waits for the customer its clock stands still."),
        tr("A figure of a past month is taken as it stood at the month’s end, so it does not move "
           "because time passes. A case that passes its longest time counts in the month it does."),
        tr("Start + received + reopened − closed = end, in every month. Withdrawn complaints are "
           "in no count."),
        tr("Bands of closing: within {first}, within {second}, later; in days of 24 hours from "
           "receipt, days on which the shop is closed included.",
           first=days_text(facts.criteria.closed_bands[0]),
           second=days_text(facts.criteria.closed_bands[1])),
    )  # fmt: skip


def _sure(facts: PackFacts) -> tuple[str, ...]:
    return (
        tr("95 % CI of a share: Wilson’s score interval; of a change: Newcombe’s interval for the "
           "difference of two shares; of a rate: the score interval of a Poisson count."),
        tr("A change counts as real only when its interval leaves out zero."),
        trn("Below {n} case a share is shown as counts, and no verdict is given.",
            "Below {n} cases a share is shown as counts, and no verdict is given.",
            facts.criteria.minimum_n),
        words.score_rule(),
        *filter(None, (words.minimum_by_month(facts, len(facts.history)),)),
    )  # fmt: skip


def _chance() -> tuple[str, ...]:
    return (
        tr("Control charts have limits of three standard deviations, for each month by its own "
           "number of cases (p and u charts). Where months vary more than chance alone allows, "
           "Laney’s p′ and u′ limits are drawn, and the chart says so."),
        tr("A signal is a month beyond its limits, or a run of months on one side of the centre "
           "line that is too long, or crossed too seldom, for chance (Anhøj)."),
        tr("Without a signal the month is as good as the process is: look for a better way of "
           "working, not for somebody to blame."),
    )  # fmt: skip


def _privacy() -> tuple[str, ...]:
    return (
        tr("The figures were made without opening the customers’ identities. Complainants’ words "
           "are not printed."),
        tr("What looks like a telephone number or an e-mail address in a reason or an action is "
           "blanked."),
        tr("Before a pack is issued, all its words are compared with the customers’ names, "
           "telephones, e-mails and addresses. Whoever issues it decides on everything that "
           "agrees or looks like an identity; the audit trail says how much was left in."),
        tr("A customer’s name of one word alone is not recognised: any text may hold that word."),
    )  # fmt: skip


def signing(voices: Voices, edition: Edition) -> Iterator[Block]:
    """Boxes to sign, and the end of the audit trail the pack was issued at."""
    facts = voices.main
    yield PageBreak()
    yield voices.heading(lambda _: tr("Seen and agreed"))
    yield Lead(
        tr(
            "By signing, I confirm that I have read this report and accept the actions "
            "requested of me."
        )
    )
    yield from voices.echo(
        lambda _: tr(
            "By signing, I confirm that I have read this report and accept the actions "
            "requested of me."
        )
    )
    yield SignOff(tuple(_boxes(edition)))
    yield voices.heading(lambda _: trc("pack", "Decisions"), 2)
    yield PaperTable(
        _decision_columns(), tuple(PaperRow(("", "", "")) for _ in range(5)), least=30.0
    )
    yield voices.heading(lambda _: tr("What this copy can be checked against"), 2)
    yield Facts(tuple(_seal(facts, edition)), 130.0)
    yield Note(_seal_note(edition), Tone.PLAIN)


def _boxes(edition: Edition) -> Iterator[SignBox]:
    yield SignBox(trc("sign-off", "Supervisor"), tr("The figures are complete."), edition.issued_by)
    yield SignBox(trc("sign-off", "Reviewer"), tr("My questions have been answered."))
    yield SignBox(trc("sign-off", "Management"), tr("The decisions below have been made."))


def _decision_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Decision")),
        PaperColumn(trc("column", "Who"), width=110.0),
        PaperColumn(trc("column", "By when"), width=90.0),
    )


def _seal(facts: PackFacts, edition: Edition) -> Iterator[tuple[str, str | TextSpan]]:
    yield trc("pack", "Pack"), tr("{month}, {edition}", month=str(facts.month),
                         edition=edition_text(facts, edition))  # fmt: skip
    if edition.is_preview:
        return
    yield tr("Issued at"), moment_text(edition.issued_at, facts.zone)
    yield tr("Entries in the audit trail"), count_text(edition.sequence)
    yield tr("Head of the audit trail"), grouped(edition.head)


def _seal_note(edition: Edition) -> str:
    if edition.is_preview:
        return tr("This is a preview and cannot be used as evidence. The audit code is printed "
"when the review pack is issued.")  # fmt: skip
    return tr("The audit trail of the store had this head when the pack was issued. An entry from "
              "before then that is changed, added or removed gives another head: the command csq "
              "check with --anchor {anchor} finds it out, and compares the records with the trail. "
              "Keep a signed copy outside the store.",
              anchor=f"{edition.sequence}:{edition.head[:FEWEST_DIGITS]}")  # fmt: skip
