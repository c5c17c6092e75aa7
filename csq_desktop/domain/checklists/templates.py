"""Checklist templates as files: what makes one usable, and their plain JSON form."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from csq_desktop.domain.checklists.facts import (
    AnswerChoice,
    Every,
    Item,
    ResponseSet,
    Section,
    Template,
)
from csq_desktop.domain.words.plain import JsonObject
from csq_desktop.domain.words.threefold import ThreeTexts, three_from, three_to
from csq_desktop.errors import UserError
from csq_desktop.texts import tr


def validate(template: Template) -> Template:
    """The template itself; a UserError with the first sentence of `problems` when it has any."""
    sentences = problems(template)
    if sentences:
        raise UserError(sentences[0])
    return template


def problems(template: Template) -> tuple[str, ...]:
    """Everything that keeps a template from being used, as sentences in the user's language."""
    checks: tuple[Callable[[Template], Iterator[str]], ...] = (
        _about_head,
        _about_codes,
        _about_items,
        _about_response_sets,
        _about_critical,
    )
    return tuple(sentence for check in checks for sentence in check(template))


def _about_head(template: Template) -> Iterator[str]:
    if not template.key or not template.title:
        yield tr("Give the checklist a key and a title.")
    if template.version < 1:
        yield tr("The version of a checklist starts at 1.")
    if template.minutes < 0:
        yield tr("The minutes a checklist takes cannot be negative.")
    if not template.items:
        yield tr("A checklist needs at least one item.")
    elif not any(item.weight > 0 for item in template.items):
        yield tr("Give at least one item a weight above 0, otherwise there is no score.")


def _about_codes(template: Template) -> Iterator[str]:
    for code in _twice(section.code for section in template.sections):
        yield tr("The section code {code} is used twice.", code=code)
    for code in _twice(item.code for item in template.items):
        yield tr("The item code {code} is used twice.", code=code)
    for key in _twice(answers.key for answers in template.response_sets):
        yield tr("The response set {key} is used twice.", key=key)
    if not all(section.code for section in template.sections):
        yield tr("Every section needs a code.")
    if not all(item.code for item in template.items):
        yield tr("Every item needs a code.")


def _about_items(template: Template) -> Iterator[str]:
    set_keys = {answers.key for answers in template.response_sets}
    for item in template.items:
        if not item.text:
            yield tr("Item {code} has no text.", code=item.code)
        if item.weight < 0:
            yield tr("The weight of item {code} cannot be negative.", code=item.code)
        if item.response_set not in set_keys:
            yield tr(
                "Item {code} uses the response set {key}, which does not exist.",
                code=item.code,
                key=item.response_set,
            )


def _about_response_sets(template: Template) -> Iterator[str]:
    for answers in template.response_sets:
        for key in _twice(choice.key for choice in answers.choices):
            yield tr(
                "The response set {key} has the answer {answer} twice.",
                answer=key,
                key=answers.key,
            )
        scores = [choice.score for choice in answers.choices if choice.score is not None]
        if not scores:
            yield tr("The response set {key} needs an answer with a score.", key=answers.key)
        if not all(0 <= score <= 1 for score in scores):
            yield tr("Scores in the response set {key} must be from 0 to 1.", key=answers.key)
        if not all(choice.key and choice.label for choice in answers.choices):
            yield tr(
                "Every answer in the response set {key} needs a key and a label.", key=answers.key
            )


def _about_critical(template: Template) -> Iterator[str]:
    cap = template.critical_cap
    if cap is not None and not 0 <= cap <= 1:
        yield tr("The score cap after a failed critical item must be 0–100%.")
    for item in template.items:
        if item.critical and not any(choice.fails for choice in template.choices(item)):
            yield tr("Item {code} is critical but no answer to it fails.", code=item.code)


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def template_from(value: object) -> Template:
    """Read a template from plain JSON and validate it; a UserError says what is wrong and where."""
    return validate(unchecked_template_from(value))


def unchecked_template_from(value: object) -> Template:
    """Read a template that may still be unfinished, such as a draft."""
    entry = JsonObject.of(value, "")
    return Template(
        key=entry.text("key"),
        title=_texts(entry, "title"),
        version=entry.whole("version", 1),
        sections=tuple(_section(part) for part in entry.entries("sections")),
        response_sets=tuple(_response_set(part) for part in entry.entries("response_sets")),
        critical_cap=entry.optional_number("critical_cap"),
        every=_every(entry),
        minutes=entry.whole("minutes", 0),
    )


def _texts(entry: JsonObject, name: str) -> ThreeTexts:
    return three_from(entry.fields.get(name, {}), entry.at(name))


def _every(entry: JsonObject) -> Every:
    word = entry.text("every", Every.NONE)
    if word not in list(Every):
        raise UserError(
            tr(
                "{place} should be one of {words}.",
                place=entry.at("every"),
                words=tr(", ").join(Every),
            )
        )
    return Every(word)


def _section(entry: JsonObject) -> Section:
    items = tuple(_item(item) for item in entry.entries("items"))
    return Section(entry.text("code"), _texts(entry, "title"), items)


def _item(entry: JsonObject) -> Item:
    return Item(
        code=entry.text("code"),
        text=_texts(entry, "text"),
        response_set=entry.text("response_set"),
        weight=entry.number("weight", 1),
        critical=entry.flag("critical"),
        mandatory=entry.flag("mandatory", default=True),
        needs_comment_on_fail=entry.flag("needs_comment_on_fail"),
        touch_point=entry.text("touch_point", "") or None,
        guidance=_texts(entry, "guidance"),
    )


def _response_set(entry: JsonObject) -> ResponseSet:
    choices = tuple(_choice(choice) for choice in entry.entries("choices"))
    return ResponseSet(entry.text("key"), choices)


def _choice(entry: JsonObject) -> AnswerChoice:
    return AnswerChoice(
        entry.text("key"),
        _texts(entry, "label"),
        entry.optional_number("score"),
        entry.flag("fails"),
    )


def template_to(template: Template) -> dict[str, object]:
    """The template as plain JSON; what has its usual value is left out."""
    return {
        "key": template.key,
        "title": three_to(template.title),
        "version": template.version,
        "every": str(template.every),
        "minutes": template.minutes,
        "critical_cap": template.critical_cap,
        "response_sets": [_plain_set(answers) for answers in template.response_sets],
        "sections": [_plain_section(section) for section in template.sections],
    }


def _plain_set(answers: ResponseSet) -> dict[str, object]:
    return {"key": answers.key, "choices": [_plain_choice(choice) for choice in answers.choices]}


def _plain_choice(choice: AnswerChoice) -> dict[str, object]:
    plain: dict[str, object] = {"key": choice.key, "label": three_to(choice.label)}
    plain["score"] = choice.score
    return plain | {"fails": True} if choice.fails else plain


def _plain_section(section: Section) -> dict[str, object]:
    return {
        "code": section.code,
        "title": three_to(section.title),
        "items": [_plain_item(item) for item in section.items],
    }


def _plain_item(item: Item) -> dict[str, object]:
    plain: dict[str, object] = {"code": item.code, "text": three_to(item.text)}
    plain["response_set"] = item.response_set
    unusual: dict[str, tuple[object, object]] = {
        "weight": (item.weight, 1),
        "critical": (item.critical, False),
        "mandatory": (item.mandatory, True),
        "needs_comment_on_fail": (item.needs_comment_on_fail, False),
        "touch_point": (item.touch_point, None),
        "guidance": (three_to(item.guidance), {}),
    }
    return plain | {name: value for name, (value, usual) in unusual.items() if value != usual}
