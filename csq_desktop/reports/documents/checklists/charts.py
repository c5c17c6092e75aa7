"""Charts of checklists: a run's score by section, and a checklist's scores over time."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from csq_desktop.analytics.scores import ChecklistScore, SectionScore, checklist_score
from csq_desktop.domain.checklists.facts import Run, RunLine, Template, critical_failed, progress
from csq_desktop.domain.paper.charts import (
    ChartUnit,
    SectionRow,
    SectionsSpec,
    Series,
    TrendSpec,
    subject_text,
    target_over,
)
from csq_desktop.domain.words.wording import (
    date_text,
    days_between_text,
    percent_text,
    short_date_text,
)
from csq_desktop.texts import tr


def sections(run: Run, before: Run | None, target: float) -> SectionsSpec:
    """The sections of a run, the run before as a tick; `target` is a share 0..1."""
    score = checklist_score(run.template, run.answers)
    earlier = checklist_score(before.template, before.answers) if before else None
    return SectionsSpec(
        title=_finding(run.template, score),
        subject=subject_text(tr("Score by section"), "%", date_text(run.for_day)),
        rows=tuple(_row(run, section, earlier) for section in score.sections),
        target=target,
        before_label=date_text(before.for_day) if before else "",
    )


def _finding(template: Template, score: ChecklistScore) -> str:
    scored = [section for section in score.sections if section.share is not None]
    if not scored:
        return tr("Nothing was scored")
    if all(section.share == 1 for section in scored):
        return tr("Full marks in every section")
    lowest = min(scored, key=lambda section: section.share or 0)
    return tr(
        "{section} is lowest at {share}",
        section=_title(template, lowest.code),
        share=percent_text(lowest.share),
    )


def _title(template: Template, code: str) -> str:
    return next(section.title.text for section in template.sections if section.code == code)


def _row(run: Run, score: SectionScore, earlier: ChecklistScore | None) -> SectionRow:
    own = {item.code for s in run.template.sections if s.code == score.code for item in s.items}
    failed = critical_failed(run.template, run.answers)
    done = next(p for p in progress(run.template, run.answers).sections if p.code == score.code)
    before = [s.share for s in earlier.sections if s.code == score.code] if earlier else []
    return SectionRow(
        label=_title(run.template, score.code),
        share=score.share,
        counted=tr("{done} of {all}", done=done.answered, all=done.of),
        before=before[0] if before else None,
        critical=sum(item.code in own for item in failed),
    )


def scores(lines: Sequence[RunLine]) -> TrendSpec:
    """The scores of finished runs, oldest first, beside the targets of their months."""
    scored = [line for line in lines if line.score is not None]
    period = days_between_text(lines[0].for_day, lines[-1].for_day) if lines else ""
    return TrendSpec(
        title=_standing(scored[-1] if scored else None),
        subject=subject_text(tr("Score of completed checklists"), "%", period),
        labels=tuple(short_date_text(line.for_day) for line in lines),
        series=(Series(tr("Score"), tuple(line.score for line in lines)),),
        unit=ChartUnit.SHARE,
        target=target_over(
            [line.target for line in lines],
            lambda share: tr("target {share}", share=percent_text(share, 0)),
        ),
        spans=tuple(_spans([line.for_day for line in lines])),
    )


def _spans(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The days each run is the first to tell of: those since the run before it."""
    for before, day in pairwise((*days[:1], *days)):
        yield min(before + timedelta(days=1), day), day


def _standing(last: RunLine | None) -> str:
    if last is None or last.score is None:
        return tr("No score yet")
    values = {"share": percent_text(last.score), "target": percent_text(last.target, 0)}
    if last.score >= last.target:
        return tr("Last score {share}: at or above the target of {target}", **values)
    return tr("Last score {share}: below the target of {target}", **values)
