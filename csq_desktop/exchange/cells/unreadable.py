"""The answer of a reader to a cell it cannot read."""


class Unreadable(Exception):
    """A cell that is not what its column should hold; `text` may name {field} and {value}."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
