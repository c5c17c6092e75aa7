"""Changing a checklist: adding, moving and removing its parts, each change a new template.

Codes never change, for trends of an item run over its code: a new part takes the next free one.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from csq_desktop.domain.checklists.facts import Item, ResponseSet, Section, Template
from csq_desktop.domain.words.threefold import ThreeTexts

Part = TypeVar("Part", Section, Item)


def section_of(template: Template, code: str) -> Section | None:
    """The section of a code, or the one that holds the item of that code."""
    for section in template.sections:
        if section.code == code or any(item.code == code for item in section.items):
            return section
    return None


def add_section(template: Template) -> tuple[Template, str]:
    """The template with an empty section at its end, and the section's code."""
    code = _next_number(section.code for section in template.sections)
    added = Section(code, ThreeTexts(), ())
    return replace(template, sections=(*template.sections, added)), code


def add_item(template: Template, section_code: str) -> tuple[Template, str]:
    """The template with an empty item at the end of a section, and the item's code."""
    section = next(part for part in template.sections if part.code == section_code)
    numbers = (item.code.rpartition(".")[2] for item in section.items)
    code = f"{section_code}.{_next_number(numbers)}"
    last = section.items[-1].response_set if section.items else _first_set(template)
    item = Item(code=code, text=ThreeTexts(), response_set=last)
    return with_section(template, replace(section, items=(*section.items, item))), code


def with_section(template: Template, changed: Section) -> Template:
    """The template with one section in place of that of the same code."""
    return replace(template, sections=_with(template.sections, changed))


def with_item(template: Template, changed: Item) -> Template:
    """The template with one item in place of that of the same code."""
    return _inside(template, lambda items: _with(items, changed))


def moved(template: Template, code: str, step: int) -> Template:
    """The template with a section, or an item in its section, so many places further down."""
    if any(section.code == code for section in template.sections):
        return replace(template, sections=_moved(template.sections, code, step))
    return _inside(template, lambda items: _moved(items, code, step))


def without(template: Template, code: str) -> Template:
    """The template without a section or an item."""
    sections = tuple(section for section in template.sections if section.code != code)
    rest = replace(template, sections=sections)
    return _inside(rest, lambda items: tuple(item for item in items if item.code != code))


def with_set(template: Template, offered: ResponseSet) -> Template:
    """The template with a set of answers its items may use."""
    if any(answers.key == offered.key for answers in template.response_sets):
        return template
    return replace(template, response_sets=(*template.response_sets, offered))


def tidied(template: Template) -> Template:
    """The template without sets of answers no item uses."""
    used = {item.response_set for item in template.items}
    in_use = tuple(answers for answers in template.response_sets if answers.key in used)
    return replace(template, response_sets=in_use)


def _inside(template: Template, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]) -> Template:
    sections = (replace(section, items=change(section.items)) for section in template.sections)
    return replace(template, sections=tuple(sections))


def _with(parts: tuple[Part, ...], changed: Part) -> tuple[Part, ...]:
    return tuple(changed if part.code == changed.code else part for part in parts)


def _moved(parts: tuple[Part, ...], code: str, step: int) -> tuple[Part, ...]:
    codes = [part.code for part in parts]
    if code not in codes or not 0 <= codes.index(code) + step < len(parts):
        return parts
    order = list(parts)
    order.insert(codes.index(code) + step, order.pop(codes.index(code)))
    return tuple(order)


def _next_number(codes: Iterable[str]) -> str:
    numbers = [int(code) for code in codes if code.isdigit()]
    return str(max(numbers, default=0) + 1)


def _first_set(template: Template) -> str:
    return template.response_sets[0].key if template.response_sets else ""
