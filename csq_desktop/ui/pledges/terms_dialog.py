"""Writing a pledge: its limits and dates, and its parts in three languages."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from csq_desktop.domain.pledges.facts import (
    NewPledge,
    Pledge,
    PledgeSource,
    PledgeTerms,
    TermsChange,
)
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services import people
from csq_desktop.services.pledges import pledges
from csq_desktop.texts import LANGUAGE_NAMES, LANGUAGES, language, tr, trc, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms import wheel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import (
    ChoiceBox,
    NumberField,
    PercentField,
    TextArea,
    WordsLine,
)
from csq_desktop.ui.kit.forms.form import FormGrid, put_text, text_of
from csq_desktop.ui.kit.forms.person_field import PersonField
from csq_desktop.ui.pledges.terms_view import PARTS, part_label
from csq_desktop.ui.theme import tokens

_SHORT = frozenset({"wording", "standard", "maximum"})
_WIDE = frozenset({"wording", "limits"})
_ORDER = (
    *("wording", "standard", "maximum", "limits"),
    *("remedy", "how_to_claim", "how_measured", "published"),
)
_LONGEST_HOURS = 2_000
_OF = "of"


class TermsDialog(Dialog):
    """A new pledge, as proposed or empty; or new terms of one there is, from a day on."""

    help_heading: ClassVar[str] = "a-pledge-has-seven-parts"
    draft_key = "pledge.terms"
    wide: ClassVar[int] = 820
    tall: ClassVar[int] = 690
    defined = Signal(object)
    changed = Signal(object)

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        pledge: Pledge | None = None,
        proposal: NewPledge | None = None,
    ) -> None:
        title = tr("Change the terms") if pledge else tr("New pledge")
        super().__init__(context, title, tr("Save"), parent)
        self._pledge, self._proposal = pledge, proposal
        self.limits = self.add_form(FormGrid(columns=2))
        self._build_limits()
        self.tabs = QTabWidget()
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar takes the keyboard
        self.tabs.setObjectName("terms_languages")
        self.tabs.setDocumentMode(True)
        wheel.leave_to_page(self.tabs.tabBar())
        self.wordings = {code: self._wording_form(code) for code in LANGUAGES}
        self.tabs.setCurrentIndex(LANGUAGES.index(language()))
        self.content.addWidget(self.tabs)
        self._show(_terms_of(pledge, proposal))
        self._on_edited()
        self.take_draft()

    def collect(self) -> dict[str, str]:
        """What was typed, and for which pledge."""
        return super().collect() | {_OF: self._of()}

    def take_draft(self) -> None:
        """Show what was typed last time for this very pledge."""
        draft = self.context.drafts.get(self.draft_key) or {}
        if draft.get(_OF, self._of()) == self._of():
            super().take_draft()
        else:
            self._untouched = self.collect()

    def submit(self) -> None:
        """Check the fields, then define the pledge or change its terms."""
        errors = self._errors()
        for form in self.forms:
            held = form.collect()
            form.show_errors({key: text for key, text in errors.items() if key in held})
        if errors:
            self._show_first(next(iter(errors)))
            return
        job: Any
        if self._pledge is None:
            new = NewPledge(
                self.code.text().strip(),
                PledgeSource(self.source.value),
                self.owner.choice,
                self.terms(),
            )
            job = partial(pledges.define, new=new)
        else:
            job = partial(
                pledges.revise,
                pledge_id=self._pledge.id,
                terms=self.terms(),
                owner=self.owner.choice,
            )
        self.write(job, self._on_saved)

    def terms(self) -> PledgeTerms:
        """The terms as typed."""
        day = self.begins.day
        assert day is not None
        timed = self.has_maximum.isChecked() and not self._source().is_by_hand
        return PledgeTerms(
            standard_share=self.standard.share,
            maximum_share=self.maximum.share if self.has_maximum.isChecked() else None,
            effective_from=day,
            maximum_minutes=self.hours.value() * 60 if timed else None,
            **{key: self._three(key) for key, _ in PARTS},
        )

    def _build_limits(self) -> None:
        form, context = self.limits, self.context
        self.code, self.owner = QLineEdit(), PersonField(context.user.name)
        context.tasks.read(self, people.everyone, self.owner.offer)
        self.source = ChoiceBox([(source.value, source.label) for source in PledgeSource])
        if self._pledge is None:
            form.add(
                "code",
                trc("pledge", "Code"),
                self.code,
                hint=tr("Short, such as TILL; never changes."),
            )
            form.add("source", tr("How it is counted"), self.source)
            self.source.value_changed.connect(lambda _value: self._on_edited())
        form.add("owner", tr("Owner"), self.owner)
        self.begins = DateField(context.today, context.today(), ahead=True)
        form.add("begins", tr("Effective from"), self.begins, hint=self._begins_hint())
        self.standard = PercentField(0.95)
        form.add("standard_share", tr("Within the standard time, at least"), self.standard)
        self.has_maximum = QCheckBox(tr("Set a maximum time"))
        self.has_maximum.toggled.connect(lambda _on: self._on_edited())
        form.add("has_maximum", "", self.has_maximum)
        self.maximum = PercentField(0.01)
        form.add("maximum_share", tr("Over the maximum time, at most"), self.maximum)
        self.hours = NumberField(24, lowest=1, highest=_LONGEST_HOURS)
        form.add("hours", tr("Maximum time in opening hours"), self.hours)

    def _begins_hint(self) -> str:
        if self._pledge is None:
            return ""
        if self._pledge.current.terms.effective_from > self.context.today():
            return tr("These terms are not in force yet and will be replaced.")
        return tr("A new version from this day. Earlier terms stay as they were.")

    def _wording_form(self, code: str) -> FormGrid:
        form = FormGrid(columns=2)
        self.forms.append(form)
        form.setContentsMargins(0, tokens.GAP_SMALL, 0, 0)
        for key in _ORDER:
            field: QWidget = WordsLine() if key in _SHORT else TextArea(lines=2)
            form.add(f"{key}.{code}", part_label(key), field, wide=key in _WIDE)
            if isinstance(field, QLineEdit | QPlainTextEdit):
                field.textChanged.connect(self._on_edited)
        self.tabs.addTab(form, LANGUAGE_NAMES[code])
        return form

    def _show(self, terms: PledgeTerms | None) -> None:
        if self._proposal is not None:
            self.code.setText(self._proposal.code)
            self.source.choose(self._proposal.source.value)
        if self._pledge is not None:
            self.owner.show_person(self._pledge.owner, self._pledge.owner_id)
        self.has_maximum.setChecked(terms is None or terms.maximum_share is not None)
        if terms is None:
            return
        self.standard.set_share(terms.standard_share)
        self.maximum.set_share(terms.maximum_share or 0.0)
        if terms.maximum_minutes:
            self.hours.setValue(max(1, round(terms.maximum_minutes / 60)))
        if terms.effective_from > self.context.today():
            self.begins.set_day(terms.effective_from)
        for code, form in self.wordings.items():
            for key, _ in PARTS:
                put_text(form.field(f"{key}.{code}"), getattr(terms, key).by_language[code])

    def _of(self) -> str:
        if self._pledge is not None:
            return str(self._pledge.id)
        return self._proposal.code if self._proposal else ""

    def _source(self) -> PledgeSource:
        return self._pledge.source if self._pledge else PledgeSource(self.source.value)

    def _three(self, key: str) -> ThreeTexts:
        return ThreeTexts(
            **{
                code: text_of(form.field(f"{key}.{code}")).strip()
                for code, form in self.wordings.items()
            }
        )

    def _errors(self) -> Mapping[str, str]:
        shown = LANGUAGES[self.tabs.currentIndex()]
        wrong = {}
        if self._pledge is None and not self.code.text().strip():
            wrong["code"] = tr("Enter a code for the pledge.")
        if not self._three("wording"):
            wrong[f"wording.{shown}"] = tr("Enter the pledge.")
        if not self._three("standard"):
            wrong[f"standard.{shown}"] = tr("Enter the standard time, such as “within 5 minutes”.")
        if self.has_maximum.isChecked() and not self._three("maximum"):
            wrong[f"maximum.{shown}"] = tr("Enter the maximum time, such as “over 10 minutes”.")
        return wrong

    def _show_first(self, key: str) -> None:
        for at, form in enumerate(self.wordings.values()):
            if key in form.collect():
                self.tabs.setCurrentIndex(at)

    def _on_edited(self) -> None:
        """Show the fields that apply, and how many texts each language lacks."""
        maximum = self.has_maximum.isChecked()
        self.limits.set_shown("maximum_share", maximum)
        self.limits.set_shown("hours", maximum and not self._source().is_by_hand)
        for at, code in enumerate(self.wordings):
            missing = sum(code in words.missing for key, _ in PARTS if (words := self._three(key)))
            name = LANGUAGE_NAMES[code]
            words_missing = trn("{n} missing", "{n} missing", missing)
            self.tabs.setTabText(at, f"{name}  ·  {words_missing}" if missing else name)

    def _on_saved(self, saved: int | TermsChange | None) -> None:
        self.finish()
        if isinstance(saved, TermsChange):
            self.changed.emit(saved)
        elif saved is not None:
            self.defined.emit((saved,))
        else:
            self.context.toast(tr("Pledge saved."))


def _terms_of(pledge: Pledge | None, proposal: NewPledge | None) -> PledgeTerms | None:
    if pledge is not None:
        return pledge.current.terms
    return proposal.terms if proposal else None
