"""The program's log: rotating, small, and without personal data."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST_BYTES = 512 * 1024
FILES_KEPT = 3
_PHONE = re.compile(r"(?<!\d)(?:\+?852[ -]?)?[2-9]\d{3}[ -]?\d{4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


class WithoutPersonalDetails(logging.Filter):
    """Blanks anything in a record that looks like a phone, an e-mail or Chinese words."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = blank(record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = trace_without_values(record.exc_info)
            record.exc_info = None
        return True


def blank(text: str) -> str:
    """The text with phones, e-mails and runs of Han characters replaced by marks."""
    for pattern, mark in ((_EMAIL, "[e-mail]"), (_PHONE, "[phone]"), (_HAN, "[text]")):
        text = pattern.sub(mark, text)
    return text


def trace_without_values(exc_info: object) -> str:
    """File, line and function of each frame and the error's type: never its message."""
    kind, _, trace = exc_info  # type: ignore[misc]
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return "\n".join([*lines, f"  {kind.__name__}"])


def logger(name: str) -> logging.Logger:
    """The logger of one module."""
    return logging.getLogger(f"csq.{name}")


def start(folder: Path) -> Path:
    """Write the program's log into the folder from now on; returns the log's path."""
    target = folder / "csq.log"
    road = RotatingFileHandler(
        target, maxBytes=LARGEST_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
    )
    road.addFilter(WithoutPersonalDetails())
    road.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("csq")
    root.setLevel(logging.INFO)
    root.addHandler(road)
    root.propagate = False
    return target
