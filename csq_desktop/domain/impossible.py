"""The error for numbers that contradict each other, which no typing and no counting gives."""


class ImpossibleNumbers(ValueError):
    """A count below nought, a part above its whole: where it comes of records, they are damaged."""
