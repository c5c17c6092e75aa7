"""Pages as pixels: drawn in memory, beside the window; nothing is written to a file."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtPdf import QPdfDocument

from csq_desktop.domain.evidence.blacking import LONGEST_SIDE, PagePixels
from csq_desktop.errors import UserError
from csq_desktop.texts import tr


def draw_page(pdf: bytes, number: int) -> PagePixels:
    """A page of a PDF on white paper, by its number from 0, with `LONGEST_SIDE` pixels.

    It may run on any thread: the document lives and ends in it.
    """
    buffer = QBuffer()
    buffer.setData(pdf)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        size = document.pagePointSize(number)
        if size.isEmpty():
            raise UserError(tr("This page cannot be drawn."))
        scaled = size.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        drawn = document.render(number, QSize(round(scaled.width()), round(scaled.height())))
    finally:
        document.close()
    return pixels_of(_on_white(drawn))


def pixels_of(image: QImage) -> PagePixels:
    """The pixels of a picture, without the bytes that Qt puts behind each row."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    width, row = plain.width() * 3, plain.bytesPerLine()
    raw = bytes(plain.constBits())
    rows = (raw[at * row : at * row + width] for at in range(plain.height()))
    return PagePixels(plain.width(), plain.height(), b"".join(rows))


def image_of(page: PagePixels) -> QImage:
    """Pixels as a picture that can be painted; it holds its own copy of them."""
    size = (page.width, page.height, page.width * 3)
    return QImage(page.rgb, *size, QImage.Format.Format_RGB888).copy()


def pasted_picture(content: QMimeData) -> bytes:
    """The picture on the clipboard as a PNG; empty where there is none."""
    image = QImage(content.imageData()) if content.hasImage() else QImage()
    if image.isNull():
        return b""
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(written.data())


def _on_white(image: QImage) -> QImage:
    """What is drawn on paper that lets light through, on white."""
    paper = QImage(image.size(), QImage.Format.Format_RGB888)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper
