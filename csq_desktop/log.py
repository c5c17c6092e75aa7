"""The program's log: rotating, small, and without personal data."""

import logging
import re
import traceback
from contextlib import suppress
from pathlib import Path

from csq_desktop.domain.privacy import privacy

LARGEST_BYTES = 512 * 1024
FILES_KEPT = 3
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


class WithoutPersonalDetails(logging.Filter):
    """Blanks anything in a record that looks like a phone, an e-mail or Chinese words."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = blank(record.getMessage())
        record.args = ()
        error = record.exc_info[1] if record.exc_info else None
        record.exc_text = trace_without_values(error) if error else None
        record.exc_info = None
        return True


def blank(text: str) -> str:
    """The text with phones, e-mails and runs of Han characters replaced by marks."""
    return _HAN.sub("[text]", privacy.replaced(text, phone="[phone]", email="[e-mail]"))


def trace_without_values(error: BaseException) -> str:
    """File, line and function of each frame and the error's type: never its message."""
    lines = []
    for frame, number in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        lines.append(f"  {Path(code.co_filename).name}:{number} {code.co_name}")
    return "\n".join([*lines, f"  {type(error).__name__}"])


def logger(name: str) -> logging.Logger:
    """The logger of one module."""
    return logging.getLogger(f"csq.{name}")


def start(folder: Path) -> Path:
    """Write the program's log into the folder from now on; returns the log's path.

    Where the file cannot be written, nothing is logged: nobody is kept from work by the log.
    """
    target = folder / "csq.log"
    root = logging.getLogger("csq")
    stop()
    root.setLevel(logging.INFO)
    root.addHandler(_writing_to(target))
    root.propagate = False
    return target


def _writing_to(target: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler  # loads sockets: after the first paint

    logging.raiseExceptions = False  # a disk that is full meanwhile is no news for the terminal
    try:
        road = RotatingFileHandler(
            target, maxBytes=LARGEST_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError:
        return logging.NullHandler()
    road.addFilter(WithoutPersonalDetails())
    road.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    return road


def stop() -> None:
    """Close the program's log."""
    root = logging.getLogger("csq")
    for road in [*root.handlers]:
        root.removeHandler(road)
        with suppress(OSError):  # its last words, on a disk that is full
            road.close()
    root.propagate = True
    logging.raiseExceptions = True
