"""What a pledge promises, in its seven parts, and how that changed from version to version."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.indicators.figures import Unit, target_text
from csq_desktop.domain.pledges.facts import Pledge, PledgeTerms, PledgeVersion
from csq_desktop.domain.pledges.months import PledgeDetail
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.domain.words.wording import date_text
from csq_desktop.texts import LANGUAGE_NAMES, LANGUAGES, language, mark, tr, trc
from csq_desktop.ui.kit.display.facts import HistoryLine, KeyValueList, Timeline
from csq_desktop.ui.kit.display.words import SectionTitle
from csq_desktop.ui.theme import tokens

PARTS: tuple[tuple[str, str], ...] = (
    ("wording", mark("Pledge", "pledge part")),
    ("limits", mark("Scope", "pledge part")),
    ("standard", mark("Standard time", "pledge part")),
    ("maximum", mark("Maximum time", "pledge part")),
    ("remedy", mark("If not met", "pledge part")),
    ("how_to_claim", mark("How to claim", "pledge part")),
    ("how_measured", mark("How it is measured", "pledge part")),
    ("published", mark("How it is published", "pledge part")),
)


class TermsView(QWidget):
    """The version a month is judged by, and all versions beneath, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = KeyValueList()
        self.versions = Timeline()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tokens.GAP, 0, 0)
        column.setSpacing(tokens.GAP)
        column.addWidget(self.parts)
        column.addWidget(SectionTitle(trc("pledge", "Versions")))
        column.addWidget(self.versions)
        column.addStretch(1)

    def show_detail(self, detail: PledgeDetail) -> None:
        """Show the terms of a pledge."""
        self.parts.show_pairs(list(_pairs(detail)))
        self.versions.show_lines(list(version_lines(detail.pledge)))


def part_label(key: str) -> str:
    """What a part of a pledge is called."""
    return trc("pledge part", dict(PARTS)[key])


def _pairs(detail: PledgeDetail) -> Iterator[tuple[str, str]]:
    terms = detail.version.terms
    shares = {
        "standard": tr("in at least {share}", share=target_text(terms.standard_share, Unit.SHARE)),
        "maximum": ""
        if terms.maximum_share is None
        else tr("in at most {share}", share=target_text(terms.maximum_share, Unit.SHARE)),
    }
    for key, _ in PARTS:
        words = getattr(terms, key).text
        if words and shares.get(key):
            words = tr(", ").join((words, shares[key]))
        yield part_label(key), words
    yield tr("In other languages"), "\n".join(_others(terms.wording))
    yield tr("Owner"), detail.pledge.owner
    yield trc("pledge", "Counted"), detail.pledge.source.label


def _others(wording: ThreeTexts) -> Iterator[str]:
    for code in LANGUAGES:
        words = wording.by_language[code]
        if code != language():
            yield words or tr("{language}: not written yet", language=LANGUAGE_NAMES[code])


def version_lines(pledge: Pledge) -> Iterator[HistoryLine]:
    """Each version of a pledge with what it changed, the newest first."""
    changed = {
        after.number: _differences(before.terms, after.terms)
        for before, after in pairwise(pledge.versions)
    }
    for version in reversed(pledge.versions):
        yield HistoryLine(
            date_text(version.terms.effective_from),
            _version_text(version),
            tr("; ").join(changed.get(version.number, [])) or tr("First version"),
        )


def _version_text(version: PledgeVersion) -> str:
    number = tr("Version {n}", n=version.number)
    if version.effective_to is None:
        return number
    return tr("{version}, until {day}", version=number, day=date_text(version.effective_to))


def _differences(before: PledgeTerms, after: PledgeTerms) -> list[str]:
    changes = [
        tr(
            "{part}: {before} → {after}",
            part=part_label(key),
            before=_quoted(was),
            after=_quoted(becomes),
        )
        for key, _ in PARTS
        if (was := getattr(before, key)) != (becomes := getattr(after, key))
    ]
    for key in ("standard", "maximum"):
        was, becomes = (getattr(terms, f"{key}_share") for terms in (before, after))
        if was != becomes:
            changes.append(
                tr(
                    "{part}: {before} → {after}",
                    part=part_label(key),
                    before=_share(was),
                    after=_share(becomes),
                )
            )
    return changes or [tr("Only the start date changed")]


def _quoted(words: ThreeTexts) -> str:
    return tr("“{words}”", words=words.text) if words else trc("pledge", "nothing")


def _share(share: float | None) -> str:
    return trc("pledge", "nothing") if share is None else target_text(share, Unit.SHARE)
