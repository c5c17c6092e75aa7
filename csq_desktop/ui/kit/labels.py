"""The tones of states, and short texts about deadlines."""

from zoneinfo import ZoneInfo

from csq_desktop.domain.complaints.clocks import has_run_out
from csq_desktop.domain.complaints.facts import ClockReading, ClockState, ComplaintLine, State
from csq_desktop.domain.today import Now
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import moment_text, short_moment_text
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context

CLOCK_TONES = {
    ClockState.MET: Tone.GOOD,
    ClockState.MISSED: Tone.BAD,
    ClockState.RUNNING: Tone.SOFT,
    ClockState.OVERDUE: Tone.BAD,
    ClockState.PAUSED: Tone.WARN,
    ClockState.EXCLUDED: Tone.SOFT,
    ClockState.NONE: Tone.SOFT,
}


def this_moment(context: Context) -> Now:
    """The current time in the shop's zone, for the texts of a list."""
    moment = context.now()
    return Now(moment, moment.astimezone(context.zone).date(), context.zone)


def next_due(line: ComplaintLine, now: Now) -> tuple[str, Tone | None]:
    """What a complaint in a list waits for, and how urgent that is."""
    if line.withdrawn:
        return tr("Voided"), Tone.SOFT
    if line.state is State.CLOSED:
        return "", None
    if line.next_due_at is None or line.next_clock is None:
        return _without_clock(line)
    when = short_moment_text(line.next_due_at, now.day, now.zone)
    words = f"{line.next_clock.label} {when}"
    if has_run_out(line.next_due_at, now.moment):
        return tr("{what}: overdue", what=line.next_clock.label), Tone.BAD
    due_today = line.next_due_at.astimezone(now.zone).date() == now.day
    return words, Tone.WARN if due_today else Tone.GOOD


def _without_clock(line: ComplaintLine) -> tuple[str, Tone | None]:
    """What a case waits for that has no clock running: one may never have been promised."""
    if line.waiting:
        return tr("Deadline paused"), Tone.WARN
    if line.state is State.ANSWERED:
        return tr("Ready to close"), None
    if not line.kind.is_complaint:
        return "", None  # that it has no deadline goes without saying
    return ClockState.NONE.label, None


def clock_words(reading: ClockReading, zone: ZoneInfo) -> str:
    """A clock's result: met, overdue by so much business time, or when it is due."""
    if reading.is_overdue and reading.state is ClockState.EXCLUDED:
        return tr("{state}, overdue by {span}", state=reading.state.label, span=reading.lateness)
    if reading.lateness:
        return tr("{state} by {span}", state=reading.state.label, span=reading.lateness)
    if reading.state is ClockState.MET:
        return tr(
            "{state}, {when}", state=reading.state.label, when=moment_text(reading.done_at, zone)
        )
    return reading.state.label
