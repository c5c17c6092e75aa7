"""The catalogues: merged, checked, compiled."""

import gettext
import os
from pathlib import Path

import pytest

import texts as catalogues
from used_texts import Key

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
OPEN = 'msgid "Open"\nmsgstr "未結"\n\n'


class Project:
    """A small project: one page of code and some translations, the same in both languages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "csq_desktop").mkdir()

    def asks(self, source: str) -> None:
        (self.root / "csq_desktop" / "page.py").write_text(source, "utf-8")

    def has(self, body: str, name: str = "page") -> None:
        for language in catalogues.LANGUAGES:
            folder = self.root / "resources" / "i18n" / language
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.po").write_text(HEAD + body, "utf-8")

    @property
    def faults(self) -> list[str]:
        """What is wrong, of one language: the other is the same."""
        return [fault for fault in catalogues.faults(self.root) if "zh_CN" not in fault]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_project_whose_texts_are_all_translated_is_sound(project: Project) -> None:
    project.asks('tr("Open")')
    project.has(OPEN)
    assert catalogues.faults(project.root) == []


def test_a_text_without_translation_is_told_for_each_language(project: Project) -> None:
    project.asks('\ntr("Open")')
    project.has("")
    assert catalogues.faults(project.root) == [
        "csq_desktop/page.py:2: 'Open' has no zh_HK translation",
        "csq_desktop/page.py:2: 'Open' has no zh_CN translation",
    ]


@pytest.mark.parametrize(
    ("source", "body", "fault"),
    [
        ("", OPEN, "zh_HK/page.po: 'Open' is used nowhere"),
        ('tr("Open")', f"#, fuzzy\n{OPEN}", "zh_HK/page.po: 'Open' is fuzzy"),
        ('tr("Open")', 'msgid "Open"\nmsgstr ""\n', "zh_HK/page.po: 'Open' is empty"),
        (
            'tr("{n} rows")',
            'msgid "{n} rows"\nmsgstr "{m} 行"\n',
            "zh_HK/page.po: '{n} rows' and '{m} 行' have different placeholders",
        ),
        (
            'tr("{n} rows")',
            'msgid "{n} rows"\nmsgstr "{n 行"\n',
            "zh_HK/page.po: '{n 行': expected '}' before end of string",
        ),
        (
            'trn("a case", "{n} cases", 2)',
            'msgid "a case"\nmsgid_plural "{n} case"\nmsgstr[0] "{n} 宗"\n',
            "csq_desktop/page.py:1: 'a case' has another plural in zh_HK",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(
    project: Project, source: str, body: str, fault: str
) -> None:
    project.asks(source)
    project.has(body)
    assert fault in project.faults


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_kept(project: Project) -> None:
    project.asks('tr("Open")')
    project.has(OPEN)
    project.has("msgid Open\nmsgstr\n", name="broken")
    (fault,) = project.faults
    assert fault.startswith("zh_HK/broken.po: ")


def test_two_files_may_repeat_a_translation_but_not_differ(project: Project) -> None:
    project.asks('tr("Open")')
    project.has(OPEN)
    project.has(OPEN, name="other")
    assert project.faults == []
    project.has(OPEN.replace("未結", "打開"), name="other")
    (fault,) = project.faults
    assert fault == "zh_HK/other.po and zh_HK/page.po: 'Open' is translated in two ways"


def test_one_word_may_differ_between_contexts(project: Project) -> None:
    project.asks('tr("Open"); trc("verb", "Open")')
    project.has(OPEN + 'msgctxt "verb"\n' + OPEN.replace("未結", "打開"))
    assert project.faults == []
    assert catalogues.find(catalogues.merge("zh_HK", project.root), Key("verb", "Open"))


def test_a_translation_of_a_plural_may_name_the_number_the_singular_leaves_out(
    project: Project,
) -> None:
    project.asks('trn("a case", "{n} cases", 2)')
    project.has('msgid "a case"\nmsgid_plural "{n} cases"\nmsgstr[0] "{n} 宗"\n')
    assert project.faults == []


def test_what_is_compiled_can_be_read_by_gettext(project: Project) -> None:
    project.has(
        OPEN
        + 'msgid "a case"\nmsgid_plural "{n} cases"\nmsgstr[0] "{n} 宗"\n\n'
        + 'msgctxt "verb"\nmsgid "Open"\nmsgstr "打開"\n'
    )
    target = catalogues.compile_language("zh_HK", project.root)
    with target.open("rb") as stream:
        read = gettext.GNUTranslations(stream)
    assert read.gettext("Open") == "未結"
    assert read.pgettext("verb", "Open") == "打開"
    assert read.ngettext("a case", "{n} cases", 1) == "{n} 宗"


def test_compiling_twice_gives_the_same_bytes(project: Project) -> None:
    project.has(OPEN)
    first = catalogues.compile_language("zh_HK", project.root).read_bytes()
    assert catalogues.compile_language("zh_HK", project.root).read_bytes() == first


def test_only_what_changed_is_compiled_again(project: Project) -> None:
    project.has(OPEN)
    assert len(catalogues.compile_stale(project.root)) == 2
    for language in catalogues.LANGUAGES:
        _date(catalogues.compiled(language, project.root), days=1)
    assert catalogues.compile_stale(project.root) == []
    changed = catalogues.po_files("zh_HK", project.root)[0]
    _date(changed, days=2)
    assert catalogues.compile_stale(project.root) == [catalogues.compiled("zh_HK", project.root)]


def _date(path: Path, *, days: int) -> None:
    moment = Path(catalogues.__file__).stat().st_mtime + 86_400 * days
    os.utime(path, (moment, moment))


def test_the_projects_own_catalogues_are_compiled_before_any_test_runs() -> None:
    assert all(catalogues.compiled(language).exists() for language in catalogues.LANGUAGES)
