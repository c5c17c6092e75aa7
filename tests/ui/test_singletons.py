"""Qt's calls must not use up the references of None and True."""

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject, QTimer
import csq_desktop.ui
import sys
timer = QTimer()
timer.timeout.connect(lambda: None)
for _ in range(200_000):
    timer.setObjectName("x")
    timer.timeout.emit()
print(min(sys.getrefcount(one) for one in (None, True)) > 1_000)
"""


def test_two_hundred_thousand_calls_into_qt_do_not_end_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALLS], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "True"), done.stderr[-300:]
