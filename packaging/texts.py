"""The translation catalogues: .po files merged, checked against the code, and compiled."""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from used_texts import Key, Use, fields, not_literal, uses, wrong_values

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh_HK", "zh_CN")


@dataclass
class Merged:
    """All .po files of one language as one catalogue, and what is wrong with them."""

    catalog: Catalog
    faults: list[str] = field(default_factory=list)
    sources: dict[Key, str] = field(default_factory=dict)


def po_files(language: str, root: Path = ROOT) -> list[Path]:
    """The translations of one language, one file per noun."""
    return sorted((root / "resources" / "i18n" / language).glob("*.po"))


def compiled(language: str, root: Path = ROOT) -> Path:
    """The file the program reads a language from."""
    return root / "resources" / "i18n" / language / "LC_MESSAGES" / "csq.mo"


def merge(language: str, root: Path = ROOT) -> Merged:
    """One catalogue of all sound translations of a language."""
    fixed = datetime(2026, 1, 1, tzinfo=UTC)  # the same translations compile to the same bytes
    merged = Merged(Catalog(locale=language, creation_date=fixed, revision_date=fixed))
    for path in po_files(language, root):
        name = f"{language}/{path.name}"
        try:
            with path.open("rb") as stream:
                single = read_po(stream, locale=language, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            merged.faults.append(f"{name}: {error}")
            continue
        for message in single:
            if message.id:
                _add(merged, message, name)
    return merged


def _add(merged: Merged, message: Message, name: str) -> None:
    key = key_of(message)
    if message.fuzzy:
        merged.faults.append(f"{name}: {key} is fuzzy")
    elif not all(strings(message)):
        merged.faults.append(f"{name}: {key} is empty")
    elif key not in merged.sources:
        merged.sources[key] = name
        merged.catalog.add(message.id, message.string, context=message.context)
    elif (earlier := find(merged, key)) and strings(earlier) != strings(message):
        where = f"{merged.sources[key]} and {name}"
        merged.faults.append(f"{where}: {key} is translated in two ways")


def find(merged: Merged, key: Key) -> Message | None:
    """The translation of a text, where there is one."""
    return merged.catalog.get(key.text, key.context or None)


def key_of(message: Message) -> Key:
    """What the message is looked up by."""
    return Key(message.context or "", wording(message)[0])


def wording(message: Message) -> tuple[str, ...]:
    """The English text, and its plural where it has one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    """The translation, or all its plural forms."""
    translated = message.string
    return (translated,) if isinstance(translated, str) else tuple(translated or ("",))


def compile_language(language: str, root: Path = ROOT) -> Path:
    """Write what the program reads; whole or not at all, so a reader never sees a half."""
    target = compiled(language, root)
    target.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=target.parent, suffix=".mo")
    with os.fdopen(number, "wb") as stream:
        write_mo(stream, merge(language, root).catalog)
    os.replace(draft, target)
    return target


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Compile the languages whose translations changed since they were last compiled."""
    return [compile_language(code, root) for code in LANGUAGES if _stale(code, root)]


def _stale(language: str, root: Path) -> bool:
    target = compiled(language, root)
    if not target.exists():
        return True
    watched = [Path(__file__), target.parent.parent, *po_files(language, root)]
    return max(path.stat().st_mtime for path in watched) >= target.stat().st_mtime


def faults(root: Path = ROOT) -> list[str]:
    """Everything that keeps the translations from being complete and right; empty when sound."""
    asked = uses(root)
    sentences = [*not_literal(root), *wrong_values(root)]
    for language in LANGUAGES:
        merged = merge(language, root)
        sentences += [*merged.faults, *_missing(asked, merged, language), *_unused(asked, merged)]
        for message in merged.catalog:
            if message.id:
                source = merged.sources[key_of(message)]
                sentences += [f"{source}: {fault}" for fault in _wrong_fields(message)]
    return sentences


def _missing(asked: list[Use], merged: Merged, language: str) -> Iterator[str]:
    for use in asked:
        message = find(merged, use.key)
        if message is None:
            yield f"{use.place}: {use.key} has no {language} translation"
        elif use.plural and wording(message)[-1] != use.plural:
            yield f"{use.place}: {use.key} has another plural in {language}"


def _unused(asked: list[Use], merged: Merged) -> Iterator[str]:
    left = set(merged.sources) - {use.key for use in asked}
    return (f"{merged.sources[key]}: {key} is used nowhere" for key in sorted(left))


def _wrong_fields(message: Message) -> Iterator[str]:
    """A translation keeps the placeholders of the plural and adds none; English ones differ."""
    english = [fields(text) for text in wording(message)]
    for translation in strings(message):
        try:
            translated = fields(translation)
        except ValueError as error:
            yield f"{translation!r}: {error}"
            continue
        if not english[-1] <= translated <= frozenset().union(*english):
            yield f"{key_of(message)} and {translation!r} have different placeholders"


def main(arguments: list[str]) -> int:
    """Compile what is stale; with `check`, list every fault too."""
    for path in compile_stale():
        print(f"compiled {path.relative_to(ROOT).as_posix()}")
    if "check" not in arguments:
        return 0
    sentences = faults()
    print("\n".join([*sentences, f"{len(sentences)} faults in the translations"]))
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
