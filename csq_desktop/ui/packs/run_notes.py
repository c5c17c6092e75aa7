"""What the page tells the log of review packs: previews, their copies, and what failed."""

from functools import partial

from PySide6.QtCore import QObject

from csq_desktop.domain.packs.pack_runs import NewPackRun, PackRunKind
from csq_desktop.domain.packs.packs import MadePack, PackRequest
from csq_desktop.errors import UserError
from csq_desktop.services.packs import runs
from csq_desktop.ui.context import Context


class RunNotes(QObject):
    """Notes a preview, and a failure, once while the page is open: typing renews it all the time.

    What is printed or saved is noted each time.
    """

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._noted: set[tuple[object, ...]] = set()

    def previewed(self, request: PackRequest, pack: MadePack) -> None:
        """A preview is shown."""
        self._once(NewPackRun.of(PackRunKind.PREVIEWED, request, pack))

    def failed(self, kind: PackRunKind, request: PackRequest, error: UserError) -> None:
        """A preview could not be made, or a pack not be issued."""
        self._once(NewPackRun.of(kind, request, failure=error))

    def taken(self, request: PackRequest, pack: MadePack) -> None:
        """A preview was printed or saved."""
        self._write(NewPackRun.of(PackRunKind.PRINTED, request, pack))

    def _once(self, run: NewPackRun) -> None:
        seen = (run.kind, run.month, run.languages, run.definition, str(run.failure))
        if seen not in self._noted:
            self._noted.add(seen)
            self._write(run)

    def _write(self, run: NewPackRun) -> None:
        self._context.tasks.write(self, partial(runs.note, run=run))
