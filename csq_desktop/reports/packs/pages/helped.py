"""What improved the month's figures after a miss: every act, and each figure without them."""

from collections.abc import Iterator

from csq_desktop.domain.indicators.helped import HelpedFigure, HelpfulAct, Limits
from csq_desktop.domain.tones import Tone
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Lead,
    PageBreak,
    PaperBadge,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
    Text,
    TextSpan,
)
from csq_desktop.texts import tr, trc, trn

MOST_ACTS = 40
"""More lines nobody reads on paper; the program has them all."""


def section(voices: Voices) -> Iterator[Block]:
    """The figures with and without the acts, and each act; or that there was none."""
    facts = voices.main
    if not facts.helped.acts:
        yield voices.heading(title, 2)
        yield Paragraph(facts.helped.sentences[0])
        return
    yield PageBreak(spare=True)
    yield voices.heading(title)
    yield Lead(tr("Each change below was made after the deadline had been missed. It turned the "
                  "miss into a deadline met, or took it out of the figure."))  # fmt: skip
    figures = tuple(map(_figure, facts.helped.figures))
    yield PaperTable(_figure_columns(), figures, title=tr("With and without these changes"))
    acts = tuple(_act(facts, act) for act in facts.helped.acts[:MOST_ACTS])
    yield PaperTable(_act_columns(), acts, title=tr("The changes"), note=_note(facts))


def title(facts: PackFacts) -> str:
    """How many figures were improved, or that none was."""
    number = len(facts.helped.figures)
    if not number:
        return tr("Improved by later changes: none")
    return trn("{n} figure was improved by later changes",
               "{n} figures were improved by later changes", number)  # fmt: skip


def _figure_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Measure")),
        PaperColumn(trc("column", "Target"), "right", 60.0),
        PaperColumn(trc("column", "Now"), "right", 110.0),
        PaperColumn(trc("column", "Without these changes"), "right", 110.0),
    )


def _figure(helped: HelpedFigure) -> PaperRow:
    return PaperRow(
        (
            TextSpan(helped.label, bold=True),
            helped.now.goal_sign,
            _judged(helped.text_now, helped.limits),
            _judged(helped.text_without, helped.limits_without),
        )
    )


def _judged(text: str, limits: Limits) -> Text:
    """A figure with what is not met of its pledge, which may be the other of its two limits."""
    if not limits.word:
        return text
    return (TextSpan(f"{text}\n"), PaperBadge(limits.word, Tone.BAD).span)


def _act_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Change, reason")),
        PaperColumn(trc("column", "Measure"), width=110.0),
        PaperColumn(trc("column", "Where"), width=92.0),
        PaperColumn(trc("column", "Who, when"), width=116.0),
    )


def _act(facts: PackFacts, act: HelpfulAct) -> PaperRow:
    where = "\n".join(filter(None, (act.where, act.number)))
    return PaperRow(
        (
            (TextSpan(act.kind.label, bold=True), TextSpan(f"\n{act.reason}", tone=Tone.SOFT)),
            facts.helped.measures(act),
            where,
            f"{act.who}\n{act.when(facts.zone)}",
        )
    )


def _note(facts: PackFacts) -> str:
    more = len(facts.helped.acts) - MOST_ACTS
    if more <= 0:
        return ""
    return trn("{n} more change is listed in the program.",
               "{n} more changes are listed in the program.", more)  # fmt: skip
