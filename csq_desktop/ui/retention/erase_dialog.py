"""Erasing or anonymising: what goes is shown, each text decided on, and the passphrase asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import (
    Erasure,
    ErasureMode,
    ErasurePreview,
    ErasureRequest,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import refs_text
from csq_desktop.errors import UserError, WrongPassphrase
from csq_desktop.services.retention import erasures as previews
from csq_desktop.services.stores import erasures
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.secret_field import PassphraseField
from csq_desktop.ui.retention.text_list import TextList

TOPICS = frozenset({"retention", "customers", "complaints", "audit", "actions", "imports"})


@dataclass(frozen=True)
class Erasing:
    """What is to be erased: records of a kind, and whether the rule or a person asks for it."""

    kind: RecordKind
    record_ids: tuple[int, ...]
    by_rule: bool = True


class EraseDialog(Dialog):
    """Nothing brings back what goes here, so it says all of it first."""

    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 720
    help_heading: ClassVar[str] = "erasing"
    holds_lock: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(self, context: Context, erasing: Erasing, parent: QWidget) -> None:
        super().__init__(context, tr("Erase or anonymise"), tr("Erase for good"), parent)
        self.setObjectName("erase_dialog")
        self._erasing = erasing
        one = erasing.record_ids[0] if len(erasing.record_ids) == 1 else "many"
        self.draft_key = f"{VAULT}erase.{erasing.kind.value}.{one}"
        self._allowed = False
        self.what = PlainLabel("", wrap=True)
        self.mode = ChoiceBox(_modes(erasing.kind))
        self.passphrase = PassphraseField()
        self.texts = TextList(context)
        self._lay_out()
        self.take_draft()
        self._on_typed()
        job = partial(previews.preview, kind=erasing.kind, record_ids=erasing.record_ids)
        context.tasks.read(self, job, self._on_preview, identities=True)

    def submit(self) -> None:
        """Erase, and rewrite both files without it."""
        request = ErasureRequest(
            self._erasing.kind,
            self._erasing.record_ids,
            ErasureMode(self.mode.value),
            self.texts.decisions,
            self._erasing.by_rule,
        )
        typed = self.passphrase.text()
        self.passphrase.clear()
        job = partial(erasures.approve, request=request, passphrase=typed)
        self.write(job, self._on_erased, alone=True)

    def collect(self) -> dict[str, str]:
        return {"mode": self.mode.value, "texts": self.texts.draft()}

    def restore(self, texts: Mapping[str, str]) -> None:
        self.mode.choose(texts.get("mode", ""))
        self.texts.put(texts.get("texts", ""))

    def show_error(self, error: UserError) -> None:
        """Say in place what went wrong; the passphrase has to be typed again."""
        if isinstance(error, WrongPassphrase):
            sentence = tr("That is not your current passphrase. Try again.")
            error = UserError(sentence, field="own_passphrase")
        super().show_error(error)
        self._on_typed()

    def _lay_out(self) -> None:
        self.content.addWidget(self.what)
        form = FormGrid()
        form.add("mode", tr("What is done"), self.mode)
        self.content.addWidget(form)
        self.content.addWidget(self.texts, 1)
        self.texts.hide()
        asked = FormGrid()
        asked.add(
            "own_passphrase",
            tr("Your passphrase"),
            self.passphrase,
            hint=tr("Both files are rewritten afterwards. Nothing brings this back."),
        )
        self.content.addWidget(asked)
        self.passphrase.textChanged.connect(lambda _dots: self._on_typed())

    def _on_preview(self, preview: ErasurePreview) -> None:
        self._allowed = not preview.obstacles
        self.what.setText("\n".join(_sentences(preview)))
        self.texts.show_texts(preview.texts)
        if preview.obstacles:
            reasons = (obstacle.label for obstacle in preview.obstacles)
            words = "\n".join((tr("Nothing can be erased now."), *reasons))
            self.message.say(words, Tone.WARN)
        self._on_typed()

    def _on_typed(self) -> None:
        if not self._allowed:
            self.allow(tr("Nothing can be erased now."))
        else:
            self.allow("" if self.passphrase.text() else tr("Type your passphrase."))

    def _on_erased(self, erasure: Erasure) -> None:
        self.finish()
        self.context.drafts.read_anew(identities=True)
        self.context.tasks.changed.emit(TOPICS)
        words = tr("{mode}: {ref}.", mode=erasure.mode.label, ref=erasure.ref)
        self.context.toast(words)


def _modes(kind: RecordKind) -> list[tuple[str, str]]:
    if kind is not RecordKind.CUSTOMERS:
        return [(ErasureMode.WORDS.value, tr("Remove the words; counts, codes and dates stay"))]
    return [
        (ErasureMode.ANONYMISE.value, tr("Anonymise: number, group and dates stay")),
        (ErasureMode.ERASE.value, tr("Erase: the customer record goes, too")),
    ]


def _sentences(preview: ErasurePreview) -> Iterator[str]:
    if preview.refs:
        yield trn(
            "{n} customer: {refs}.",
            "{n} customers: {refs}.",
            len(preview.refs),
            refs=refs_text(preview.refs),
        )
    cases = preview.counts.get("cases", 0)
    if cases:
        yield trn(
            "The words of {n} case go with it. Figures, charts and issued review packs stay.",
            "The words of {n} cases go with it. Figures, charts and issued review packs stay.",
            cases,
        )
    if not preview.refs and not cases:
        records = preview.counts.get("records", 0)
        yield trn("{n} record.", "{n} records.", records)
    if preview.mentions:
        yield trn(
            "{n} text elsewhere names them: the name is blacked out there.",
            "{n} texts elsewhere name them: the names are blacked out there.",
            len(preview.mentions),
        )
    if preview.packs:
        yield tr(
            "Somebody is named in the words of these review packs: {months}. What was issued is "
            "never changed.",
            months=tr(", ").join(preview.packs),
        )
