"""Uncaught exceptions: they are logged, reported to the user, and end the program in order."""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

import csq_desktop
from csq_desktop import log
from csq_desktop.texts import language, tr
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.theme import tokens

_logger = log.logger("faults")


class Faults(QObject):
    """Catches exceptions that nobody else caught, in any thread; `reported` carries the report."""

    reported = Signal(str)

    def listen(self) -> None:
        """Install the hooks that catch what would only be printed."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread

    def report(self, trace: str) -> None:
        """Report a fault by its traceback, which must hold no values."""
        import platform

        facts = (
            f"CSQ Desktop {csq_desktop.__version__}",
            platform.platform(),
            f"Python {sys.version.split()[0]}",
        )
        self.reported.emit("\n".join([*facts, f"Qt {qVersion()} · {language()}", "", trace]))

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _logger.error("a fault", exc_info=(kind, error, trace))
        self.report(log.trace_without_values(error))

    def _on_thread(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            self._on_exception(failure.exc_type, failure.exc_value, failure.exc_traceback)


class FaultDialog(QDialog):
    """Says that the program failed and what was saved; shows the report for the developers."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fault_dialog")
        self.setWindowTitle(tr("A fault in the program"))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.report = report
        text = QPlainTextEdit(report)
        text.setObjectName("report")
        text.setReadOnly(True)
        text.setAccessibleName(tr("Report"))
        foot = QHBoxLayout()
        foot.setSpacing(tokens.GAP_SMALL)
        foot.addWidget(buttons.secondary(tr("Copy the report"), self._on_copy, name="copy_report"))
        foot.addStretch(1)
        foot.addWidget(buttons.primary(tr("Close the program"), self.accept, name="close_program"))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.GAP_HUGE, 20, tokens.GAP_HUGE, tokens.GAP_LARGE)
        column.setSpacing(tokens.GAP)
        column.addWidget(
            PlainLabel(tr("The program made an error and will close"), "heading", wrap=True)
        )
        column.addWidget(
            PlainLabel(
                tr(
                    "Saved data is safe, and unfinished text is kept as a draft where "
                    "possible. The report below contains no names and none of your "
                    "text. Please send it to whoever looks after the program."
                ),
                wrap=True,
            )
        )
        column.addWidget(text, 1)
        column.addLayout(foot)
        self.resize(620, 420)

    def _on_copy(self) -> None:
        clipboard.copy(self.report)
