"""The words of Qt's own dialogs (OK, Cancel, Print), in the language of the program."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from csq_desktop.texts import language

# Qt has no words for Hong Kong: Taiwan's are nearest, else OK and Cancel would stay English.
_FILES = {"zh_HK": "qtbase_zh_TW", "zh_CN": "qtbase_zh_CN"}
_LOCALES = {"en": "en_HK", "zh_HK": "zh_HK", "zh_CN": "zh_CN"}
_installed: list[QTranslator] = []


def install(app: QCoreApplication) -> None:
    """Make Qt speak the language chosen now; to be called again when it changes."""
    while _installed:
        app.removeTranslator(_installed.pop())
    QLocale.setDefault(QLocale(_LOCALES[language()]))
    if language() in _FILES:
        translator = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(_FILES[language()], folder):
            app.installTranslator(translator)
            _installed.append(translator)
