"""Charts and pages to draw in tests: ordinary ones and the awkward ends."""

from dataclasses import replace
from datetime import date, timedelta
from math import sqrt

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.signs import Variation
from csq_desktop.domain.paper import charts as specs
from csq_desktop.domain.paper.charts import (
    AgeingSpec,
    BalanceSpec,
    Bar,
    ControlPoint,
    ControlSpec,
    EventMark,
    FishboneBranch,
    FishboneCause,
    FishboneSpec,
    FunnelPoint,
    FunnelSpec,
    ParetoSpec,
    SectionRow,
    SectionsSpec,
    Series,
    SparkSpec,
    Target,
    TargetRow,
    TargetsSpec,
    TrendSpec,
)
from csq_desktop.domain.tones import Meaning, Tone
from csq_desktop.reports.charts.bilingual import in_both

_AUGUST = (2, 9, 15, 16, 30)
MONTHS = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
VALUES = (0.940, 0.950, 0.934, 0.946, 0.951, 0.942, 0.938, 0.949, 0.882, 0.930, 0.956, 0.962)
LONG_ENGLISH = "Customers waited longer than the promised time at the till in the evening"
LONG_CHINESE = "收銀處輪候時間過長，而且職員沒有主動解釋需要等候的原因及預計所需時間"


def control(remark: str = "second till closed at 18:00; IMP-014 opened 6 Aug") -> ControlSpec:
    points = tuple(
        ControlPoint(
            label=label,
            value=value,
            centre=0.944,
            lower=0.924 - 0.001 * (i % 3),
            upper=0.964 + 0.001 * (i % 3),
            group="2025" if i < 2 else "2026",
            signal=i == 8,
            remark=remark if i == 8 else "",
        )
        for i, (label, value) in enumerate(zip(MONTHS, VALUES, strict=True))
    )
    return ControlSpec(
        title="July fell below its limit; since the second till the pledge is kept",
        subject="Share of customers · % · November 2025 – October 2026",
        subtitle="Customers at the till within five minutes",
        notes=("July is below the lower control limit.",),
        points=points,
        target=Target(0.95, "pledge 95%"),
    )


def always_kept() -> ControlSpec:
    points = tuple(
        ControlPoint(label=label, value=1.0, centre=1.0, lower=1.0, upper=1.0) for label in MONTHS
    )
    return ControlSpec(title="Kept", points=points, target=Target(1.0, "pledge 100%"))


def one_month() -> ControlSpec:
    point = ControlPoint(label="Oct", value=0.93, centre=0.93, lower=0.88, upper=0.98)
    return ControlSpec(title="One month so far", points=(point,), target=Target(0.95, "pledge"))


def three_years() -> ControlSpec:
    points = []
    for i in range(36):
        late = i >= 20
        points.append(
            ControlPoint(
                label=MONTHS[(i + 2) % 12],
                group=str(2024 + i // 12),
                value=None if i == 11 else (0.95 if late else 0.90) + 0.01 * ((i * 7) % 5 - 2),
                centre=0.95 if late else 0.90,
                lower=0.915 if late else 0.865,
                upper=0.985 if late else 0.935,
                phase="after IMP-014" if late else "",
                signal=i in (7, 29),
                excluded=i == 15,
                remark="typhoon, left out" if i == 15 else "",
            )
        )
    return ControlSpec(title="The second till raised the average", points=tuple(points))


def pareto(*labels: str) -> ParetoSpec:
    names = labels or ("Waiting", "職員態度", "Refund", "缺貨", "Price", "試身室", "Parking")
    counts = (94, 80, 66, 33, 27, 12, 9, 7, 5, 3, 2)
    return ParetoSpec(
        title="Three causes make four of five complaints",
        bars=tuple(Bar(name, count) for name, count in zip(names, counts, strict=False)),
    )


def fishbone() -> FishboneSpec:
    causes = ("Not trained for it", "當值人手不足", "Not handed over between shifts", "Oversight")
    people = tuple(FishboneCause(text, 9 - n, n == 0) for n, text in enumerate(causes))
    names = ("Procedure", "產品", "Equipment", "Information", "Outside the shop")
    return FishboneSpec(
        title="Most frequent cause: not trained for it, 9 of 40",
        effect="Waited too long to pay",
        branches=(
            FishboneBranch("People", people),
            *(FishboneBranch(name, people[n : n + 1]) for n, name in enumerate(names)),
            FishboneBranch("Customer-related"),
        ),
    )


def ageing() -> AgeingSpec:
    return AgeingSpec(
        title="Two cases wait longer than promised",
        bars=(
            Bar("0–2 days", 5),
            Bar("3–7 days", 9),
            Bar("8–30 days", 1, Meaning.WARN, "▲ nearly late"),
            Bar("超過 30 日", 2, Meaning.BAD, "◆ 逾期"),
        ),
    )


def balance() -> BalanceSpec:
    return BalanceSpec(
        title="More was closed than came in",
        start=Bar("open on 1 Oct", 14, Meaning.PREVIOUS),
        changes=(
            Bar("received", 31),
            Bar("closed within 7 days", -24),
            Bar("其後結案", -11),
        ),
        end=Bar("open on 31 Oct", 10),
    )


def trend() -> TrendSpec:
    series = tuple(
        Series(name, tuple(None if (k, i) == (1, 4) else 12 - 2 * k + i % 5 for i in range(12)))
        for k, name in enumerate(("this year", "上年度"))
    )
    return TrendSpec(
        title="Online complaints have doubled",
        labels=MONTHS,
        groups=tuple("2025" if i < 2 else "2026" for i in range(12)),
        series=series,
        target=Target(15, "at most 15"),
    )


def targets() -> TargetsSpec:
    return TargetsSpec(
        title="Four of five pledges are kept",
        rows=(
            TargetRow(
                label="Telephone answered in 5 rings",
                value=0.935,
                low=0.907,
                high=0.955,
                target=0.90,
                tone=Tone.GOOD,
                word="kept",
            ),
            TargetRow(
                label="七天內退款",
                value=0.977,
                low=0.882,
                high=0.996,
                target=1.0,
                tone=Tone.BAD,
                word="missed",
            ),
            TargetRow(label=LONG_ENGLISH, value=None, target=0.98, tone=Tone.SOFT, word="none"),
        ),
    )


def sections() -> SectionsSpec:
    return SectionsSpec(
        title="Fitting rooms lose points again",
        target=0.85,
        before_label="last visit",
        rows=(
            SectionRow(label="Entrance", share=0.95, counted="19 of 20", before=0.90),
            SectionRow(label="試身室", share=0.62, before=0.70, critical=1),
            SectionRow(label="Stock room", share=None),
            SectionRow(label="Whole visit", share=0.864, counted="70 of 82", total=True),
        ),
    )


def funnel() -> FunnelSpec:
    share = 0.05
    limits = tuple(
        (float(n), max(0.0, share - 3 * _error(share, n)), share + 3 * _error(share, n))
        for n in range(50, 951, 50)
    )
    return FunnelSpec(
        title="Mong Kok gets more complaints than its size explains",
        points=(
            FunnelPoint(label="旺角", size=600, value=0.095, signal=True),
            FunnelPoint(label="SSP01", size=320, value=0.028, own=True),
            FunnelPoint(label="B03", size=700, value=0.051),
        ),
        centre=share,
        limits=limits,
        size_label="transactions",
    )


def _error(share: float, n: int) -> float:
    return sqrt(share * (1 - share) / n)


def spark() -> SparkSpec:
    return SparkSpec(
        values=(None, *VALUES), low=0.924, high=0.964, target=0.95, signals=frozenset({9})
    )


ORDINARY: dict[str, specs.ChartSpec] = {
    "control": control(),
    "pareto": pareto(),
    "fishbone": fishbone(),
    "ageing": ageing(),
    "balance": balance(),
    "trend": trend(),
    "targets": targets(),
    "sections": sections(),
    "funnel": funnel(),
    "spark": spark(),
    "sign": specs.SignSpec(sign=Variation.BOTH),
}


def eventful(spec: ControlSpec | TrendSpec) -> ControlSpec | TrendSpec:
    """The chart of the twelve months with fifteen events, five of them in August."""
    months = Month(2026, 10).back(12)
    days = (*(month.first_day for month in months[:10]), *(date(2026, 8, at) for at in _AUGUST))
    marks = tuple(
        EventMark(number, day, day + timedelta(days=9 * (number % 3)), f"Promotion {number}")
        for number, day in enumerate(sorted(days), 1)
    )
    dated = replace(spec, spans=tuple((month.first_day, month.last_day) for month in months))
    return dated.with_events(marks)


def in_two_languages() -> specs.ChartSpec:
    """Long labels at an unusual month, in the midst of events, close to the limits."""
    first = control("")
    points = tuple(
        replace(point, label=f"{(at + 10) % 12 + 1}月") for at, point in enumerate(first.points)
    )
    return in_both(eventful(first), eventful(replace(first, points=points)), "zh_HK")


AWKWARD: dict[str, specs.ChartSpec] = {
    "two languages": in_two_languages(),
    "fifteen events": eventful(control()),
    "fifteen events of a trend": eventful(trend()),
    "always kept": always_kept(),
    "one month": one_month(),
    "three years": three_years(),
    "long Chinese remark": control(LONG_CHINESE),
    "long names": pareto(*(LONG_ENGLISH, LONG_CHINESE) * 5),
    "one cause": pareto("Waiting"),
}
EMPTY: dict[str, specs.ChartSpec] = {
    "control": ControlSpec(points=()),
    "pareto": ParetoSpec(bars=()),
    "fishbone": FishboneSpec(effect="Late", branches=()),
    "ageing": AgeingSpec(bars=()),
    "trend": TrendSpec(labels=(), series=(Series("shop", ()),)),
    "targets": TargetsSpec(rows=()),
    "sections": SectionsSpec(rows=()),
    "funnel": FunnelSpec(points=(), centre=0.0, limits=()),
}
