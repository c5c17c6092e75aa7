"""How words wrap."""

from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QLabel

from csq_desktop.ui.kit.display.words import PlainLabel
from tests.ui.kit.conftest import Show


def test_a_dot_between_parts_begins_no_line(show: Show) -> None:
    words = "Three complaints · two open · staff · May Wong"
    label = PlainLabel(words, wrap=True)
    show(label)
    assert label.text() == words
    layout = QTextLayout(QLabel.text(label), label.font())
    for width in range(20, 200, 5):
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            assert layout.text()[line.textStart()] != "·", width
        layout.endLayout()
