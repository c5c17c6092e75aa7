"""A form that is being filled in outlives the display, the program and the power."""

import subprocess
import sys
from pathlib import Path

from csq_desktop.services import drafts
from tests import factory
from tests.ui.kit import killed_form


def test_what_was_typed_is_there_after_a_kill(tmp_path: Path) -> None:
    folder = factory.copy_store(tmp_path)
    command = [sys.executable, "-m", killed_form.__name__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        first = program.stdout.readline().strip()
        program.kill()
    assert first == killed_form.SAVED
    store = factory.open_store(tmp_path)
    with store.reading() as session:
        (draft,) = drafts.read_all(session)
    store.close()
    assert (draft.key, dict(draft.fields)) == (killed_form.KEY, {"words": killed_form.WORDS})
