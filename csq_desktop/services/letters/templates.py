"""The templates of letters: those of the program, and every version that the shop wrote."""

import json
from dataclasses import replace
from functools import cache

from sqlalchemy.orm import Session

from csq_desktop import paths
from csq_desktop.domain.letter_kinds import LetterKind
from csq_desktop.domain.letters import templates as rules
from csq_desktop.domain.letters.templates import LetterTemplate, ReviewRule
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.threefold import ThreeTexts, three_from
from csq_desktop.errors import UserError
from csq_desktop.storage.records.cases import letters as records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


def everything(session: Session) -> tuple[LetterTemplate, ...]:
    """Every version of every template, the program's own where none was ever used."""
    require(session, Permission.READ_CUSTOMERS)
    stored = [
        replace(
            LetterTemplate.stored(row.kind, row.version, row.body, row.review),
            written_at=row.written_at,
            written_by=user_records.name_of(session, row.written_by),
        )
        for row in records.templates(session)
    ]
    used = {template.kind for template in stored}
    return (*(each for each in shipped() if each.kind not in used), *stored)


def in_use(session: Session, kind: LetterKind) -> LetterTemplate:
    """The version of a template that new letters are written from."""
    return rules.newest(everything(session), kind)


def of_version(session: Session, kind: LetterKind, version: int) -> LetterTemplate:
    """One version of a template; a UserError where there is none."""
    for template in everything(session):
        if (template.kind, template.version) == (kind, version):
            return template
    raise UserError(tr("There is no such version."))


def keep(session: Session, kind: LetterKind) -> LetterTemplate:
    """The version in use, stored from now on: a letter is written from it."""
    require(session, Permission.WORK_COMPLAINTS)
    return _kept(session, kind)


def write(
    session: Session, kind: LetterKind, subject: ThreeTexts, text: ThreeTexts, review: ReviewRule
) -> LetterTemplate:
    """Add a version with other words; letters that were written stay as they are."""
    require(session, Permission.EDIT_TEMPLATES)
    latest = _kept(session, kind)
    following = latest.rewritten(subject, text, review)
    rules.check_template(following)
    if following.says_as_much_as(latest):
        raise UserError(tr("Nothing has changed."), field="subject_en")
    records.add_template(session, following)
    return following


def _kept(session: Session, kind: LetterKind) -> LetterTemplate:
    latest = in_use(session, kind)
    if latest.written_at is None:
        records.add_template(session, latest)
    return latest


@cache
def shipped() -> tuple[LetterTemplate, ...]:
    """The templates that come with the program."""
    source = paths.resources() / "letters" / "templates.json"
    stored = json.loads(source.read_text("utf-8"))
    return tuple(
        LetterTemplate(
            kind,
            1,
            three_from(stored[kind.value]["subject"], "subject"),
            three_from(stored[kind.value]["text"], "text"),
        )
        for kind in LetterKind
    )
