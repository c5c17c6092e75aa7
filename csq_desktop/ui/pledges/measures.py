"""The four cards of a pledge's month: share, standard, longest time, what was left out."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from csq_desktop.domain.indicators.figures import Unit, target_text
from csq_desktop.domain.pledges.months import PledgeDetail, PledgeExclusion
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    count_text,
    month_text,
    paragraph,
    short_date_text,
)
from csq_desktop.texts import tr, trc
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.cards import FigureCard
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.even_grid import EvenGrid
from csq_desktop.ui.pledges.list import TONES
from csq_desktop.ui.theme import theme, tokens

_LEAST = 164


class MeasureCard(FigureCard):
    """A figure card with a line beneath that says what the figure was computed from."""

    def __init__(self, name: str) -> None:
        super().__init__("")
        self.setObjectName(name)
        self.under = PlainLabel("", "meta", wrap=True)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self.under)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_measure(
        self, label: str, value: str, badge: tuple[str, Tone], under: str = ""
    ) -> None:
        """Show a figure under a label, its meaning as a badge, and what it is made of."""
        self.set_label(label)
        self.show_figure(value, *badge)
        self.under.setText(under)
        self.under.setVisible(bool(under))
        self.setAccessibleDescription(under)


class Measures(QWidget):
    """The four cards side by side, or two by two where it is narrow; beneath, the change and what
    the two signs of the scorecard say."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._detail: PledgeDetail | None = None
        context.details_changed.connect(self._on_details)
        self.share = MeasureCard("pledge_share")
        self.standard = MeasureCard("pledge_standard")
        self.longest = MeasureCard("pledge_longest")
        self.left_out = MeasureCard("pledge_left_out")
        self.change = PlainLabel("", "label", wrap=True).selectable()
        self.change.setObjectName("pledge_change")
        self.signs = PlainLabel("", "label", wrap=True).selectable()
        self.signs.setObjectName("pledge_signs")
        cards = (self.share, self.standard, self.longest, self.left_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(EvenGrid(cards, theme.current().px(_LEAST)))
        column.addWidget(self.change)
        column.addWidget(self.signs)

    def show_detail(self, detail: PledgeDetail) -> None:
        """Show a month of a pledge."""
        self._detail = detail
        self._show_share(detail)
        terms = detail.version.terms
        self.standard.show_measure(
            trc("pledge", "Pledge"),
            tr("≥ {share}", share=target_text(terms.standard_share, Unit.SHARE)),
            (detail.streak.text if detail.streak.months > 1 else "", TONES[detail.streak.status]),
            terms.standard.text,
        )
        self._show_longest(detail)
        count = sum(row.count for row in detail.left_out)
        self.left_out.show_measure(
            trc("pledge", "Excluded"),
            count_text(count),
            ("", Tone.SOFT),
            left_out_words(detail.left_out),
        )
        judged = detail.verdict
        change = paragraph([judged.change_text, self._statistic(judged.change_sure)])
        self.change.setText(change)
        self.change.setVisible(bool(change))
        signs = paragraph(list(judged.signs.sentences))
        self.signs.setText(signs)
        self.signs.setVisible(bool(signs))

    def _on_details(self) -> None:
        if self._detail is not None:
            self.show_detail(self._detail)

    def _statistic(self, text: str) -> str:
        """A statistic while details are shown; nothing otherwise."""
        return text if self._context.settings.details else ""

    def _show_share(self, detail: PledgeDetail) -> None:
        month, figure = month_text(detail.month), detail.figure
        label = tr("{month}, so far", month=month) if detail.running else month
        if figure is None:
            self.share.show_measure(label, "–", (tr("Not in force"), Tone.SOFT))
            return
        made_of = figure.counts if figure.value is not None else ""
        self.share.show_measure(
            label,
            figure.text,
            (figure.status.label, TONES[figure.status]),
            "\n".join(line for line in (made_of, self._statistic(figure.sure)) if line),
        )

    def _show_longest(self, detail: PledgeDetail) -> None:
        terms, figure = detail.version.terms, detail.maximum
        if terms.maximum_share is None:
            self.longest.show_measure(
                trc("pledge", "Maximum time"), "–", (trc("pledge", "none pledged"), Tone.SOFT)
            )
            return
        goal = tr("at most {share}", share=target_text(terms.maximum_share, Unit.SHARE))
        counts = figure.counts if figure is not None and figure.value is not None else ""
        self.longest.show_measure(
            trc("pledge", "Over the maximum"),
            figure.text if figure else "–",
            (goal, TONES[figure.status] if figure else Tone.SOFT),
            "\n".join(line for line in (terms.maximum.text, counts) if line),
        )


def left_out_words(left_out: tuple[PledgeExclusion, ...]) -> str:
    """Why some are left out, in a few words; the tab beneath has them all."""
    if not left_out:
        return tr("No case was excluded.")
    first = left_out[0]
    words = tr(", ").join((first.reason, first.ref or short_date_text(first.day)))
    return tr("{first}, and {n} more", first=words, n=len(left_out) - 1) if left_out[1:] else words
