"""What a file of figures holds: every column with its words."""

from csq_desktop.domain.fields.fields import EXPORT_ONLY, FieldKind, RecordField
from csq_desktop.texts import mark

_NUMBER = FieldKind.NUMBER
FIGURE_FIELDS = (
    RecordField(
        "month",
        mark("Month", "field"),
        meaning=mark("Year and month, as in 2026-10.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "id",
        mark("Figure", "field"),
        meaning=mark("The fixed name of the figure, the same in every language.", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("label", mark("Measure name", "field"), file=EXPORT_ONLY),
    RecordField(
        "value",
        mark("Value", "field"),
        _NUMBER,
        meaning=mark(
            "Shares run from 0 to 1, money is in HK$, times are in days or hours as the name says. "
            "Empty where there are too few cases.",
            "codebook",
        ),
        file=EXPORT_ONLY,
    ),
    RecordField("numerator", mark("Numerator", "field"), _NUMBER, file=EXPORT_ONLY),
    RecordField("denominator", mark("Denominator", "field"), _NUMBER, file=EXPORT_ONLY),
    RecordField(
        "low",
        mark("95% CI low", "field"),
        _NUMBER,
        meaning=mark("The lower end of the 95% confidence interval (Wilson).", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField(
        "high",
        mark("95% CI high", "field"),
        _NUMBER,
        meaning=mark("The upper end of the 95% confidence interval (Wilson).", "codebook"),
        file=EXPORT_ONLY,
    ),
    RecordField("target", mark("Target", "field"), _NUMBER, file=EXPORT_ONLY),
)
