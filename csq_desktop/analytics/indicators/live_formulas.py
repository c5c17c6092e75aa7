"""Figures as spreadsheet formulas over single rows: the register's formulas in another notation.

A sheet of rows has the columns measure, month, bucket, number, amount, value, in that order: what
a `Term` counts is the sum of `number` over the rows of its measure, month and buckets. A criterion
begins with "=" and its wildcards are marked, so that a word stays a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.analytics.indicators.formulas import (
    MeanScore,
    MedianDaysToClose,
    Money,
    PerThousand,
    Share,
    Term,
    Total,
)
from csq_desktop.analytics.proportions import Z95
from csq_desktop.domain.indicators.measures import MeasureId

BROUGHT_FORWARD = "brought_forward"
_FLOWS = (
    Term(MeasureId.RECEIVED),
    Term(MeasureId.REOPENED),
    Term(MeasureId.CLOSED, sign=-1),
)
_WHEN = {MeasureId.OUTSTANDING_START: "<", MeasureId.OUTSTANDING_END: "<="}


@dataclass(frozen=True)
class RowRange:
    """The rows of a sheet, from the second line of the sheet to its last one."""

    sheet: str
    last: int

    def column(self, letter: str) -> str:
        """The cells of a column."""
        return f"'{self.sheet}'!${letter}$2:${letter}${max(self.last, 2)}"

    def where(self, measure: str, month: str, *buckets: str) -> str:
        """The conditions on measure, month and bucket, as SUMIFS and its like write them."""
        conditions = [self.column("A"), _text(f"={measure}"), self.column("B"), month]
        for bucket in buckets:
            conditions += [self.column("C"), _text(f"={_plain(bucket)}")]
        return ",".join(conditions)

    def number(self, measure: str, month: str, *buckets: str) -> str:
        """How many the rows count, of any of some buckets, or of all."""
        number = self.column("D")
        if not buckets:
            return f"SUMIFS({number},{self.where(measure, month)})"
        sums = (f"SUMIFS({number},{self.where(measure, month, each)})" for each in buckets)
        return "+".join(sums)

    def amount(self, measure: str, month: str, *buckets: str) -> str:
        """What the rows add up to in dollars."""
        return f"SUMIFS({self.column('E')},{self.where(measure, month, *buckets)})"

    def mean(self, measure: str, month: str, *buckets: str) -> str:
        """The mean of the values that there are, or nothing."""
        where = self.where(measure, month, *buckets)
        valued = f'{where},{self.column("F")},">=0"'
        return f'IF(COUNTIFS({valued})=0,"",AVERAGEIFS({self.column("F")},{valued}))'

    def between(self, measure: str, month: str, low: int, high: int | None) -> str:
        """How many rows have a value from `low` to `high`."""
        valued = f'{self.where(measure, month)},{self.column("F")},">={low}"'
        if high is not None:
            valued += f',{self.column("F")},"<={high}"'
        return f"COUNTIFS({valued})"

    def median(self, measure: str, month: str) -> str:
        """The median of the values, an array formula; or nothing."""
        value = self.column("F")
        fits = f'({self.column("A")}={_text(measure)})*({self.column("B")}={month})*({value}<>"")'
        return f'IF(SUM({fits})=0,"",ROUND(MEDIAN(IF({fits},{value})),2))'


@dataclass(frozen=True)
class LiveFigure:
    """The parts of a figure as formulas without their sign; an empty one is not computed.

    Where there is a denominator, the value follows from the parts.
    """

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    excluded: str = ""
    is_rate: bool = False
    is_array: bool = False


def count(terms: Sequence[Term], rows: RowRange, month: str) -> str:
    """What terms add up to in the month of a cell."""
    parts = []
    for term in terms:
        sign = "-" if term.sign < 0 else "+"
        parts.append(f"{sign}({_term(term, rows, month)})")
    return "".join(parts).removeprefix("+")


def live(formula: object, rows: RowRange, month: str) -> LiveFigure:
    """A formula of the register over the rows; ValueError for a kind it does not know."""
    match formula:
        case Share(part, of, excluded):
            return LiveFigure(
                numerator=count(part, rows, month),
                denominator=count(of, rows, month),
                excluded=count(excluded, rows, month) if excluded else "",
            )
        case PerThousand(events, exposure):
            return LiveFigure(
                numerator=count(events, rows, month),
                denominator=count(exposure, rows, month),
                is_rate=True,
            )
        case Total(terms):
            return LiveFigure(count(terms, rows, month))
        case Money(measure):
            return LiveFigure(rows.amount(measure, month))
        case MeanScore():
            return LiveFigure(rows.mean(MeasureId.CHECKLISTS_FINISHED, month))
        case MedianDaysToClose():
            return LiveFigure(rows.median(MeasureId.CLOSED, month), is_array=True)
    raise ValueError(f"no spreadsheet formula for {formula!r}")


def share(part: str, of: str, minimum: str) -> str:
    """A share of two cells; nothing below the smallest number of cases it is told of."""
    return f'IF({of}<MAX({minimum},1),"",{part}/{of})'


def rate(events: str, exposure: str) -> str:
    """Events per 1,000 of two cells."""
    return f'IF({exposure}=0,"",{events}/{exposure}*1000)'


def share_interval(part: str, of: str, value: str, sign: str) -> str:
    """One end of the 95% Wilson interval; `sign` - for the lower, + for the upper."""
    z, square = f"{Z95}", f"{Z95}*{Z95}"
    centre = f"({part}/{of}+{square}/(2*{of}))"
    margin = f"{z}*SQRT({part}/{of}*(1-{part}/{of})/{of}+{square}/(4*{of}*{of}))"
    end = f"({centre}{sign}{margin})/(1+{square}/{of})"
    bounded = f"MAX(0,{end})" if sign == "-" else f"MIN(1,{end})"
    return f'IF({value}="","",{bounded})'


def rate_interval(events: str, exposure: str, value: str, sign: str) -> str:
    """One end of the 95% score interval of a rate per 1,000."""
    square = f"{Z95}*{Z95}"
    end = f"({events}+{square}/2{sign}{Z95}*SQRT({events}+{square}/4))*1000/{exposure}"
    bounded = f"MAX(0,{end})" if sign == "-" else end
    return f'IF({value}="","",{bounded})'


def _term(term: Term, rows: RowRange, month: str) -> str:
    when = _WHEN.get(term.measure)
    if when is None:
        return rows.number(term.measure, month, *term.buckets)
    before = f'"{when}"&{month}'
    start = f'SUMIFS({rows.column("D")},{rows.column("A")},"={BROUGHT_FORWARD}")'
    return f"{start}+{count(_FLOWS, rows, before)}"


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _plain(word: str) -> str:
    """A word in which no sign stands for others."""
    for sign in "~*?":
        word = word.replace(sign, f"~{sign}")
    return word
