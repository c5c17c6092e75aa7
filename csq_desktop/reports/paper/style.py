"""Sizes of the printed page, in points."""

from csq_desktop.reports.typography.look import PRINT

LOOK = PRINT
PAGE = (595.28, 841.89)  # A4; every other paper is this page enlarged
PAPERS = {"A4": 1.0, "A3": 2**0.5}
SIDE = 42.0  # left and right margin
HEAD = 76.0  # from the page's top to the text
FOOT = 64.0  # from the page's bottom to the text
WIDTH = PAGE[0] - 2 * SIDE
HEIGHT = PAGE[1] - HEAD - FOOT

# Type sizes from here on. Nothing is under 9: Chinese is hard to read on paper below that, and a
# page of one language may hold names in another.
COVER = (27.0, 22.0, 18.0, 14.0, 11.5)  # the headline: the first size at which it is short enough
TITLE = 16.0
HEADING = 11.5
FIGURE = 17.0
LEAD = 10.6
TEXT = 9.3
CELL = 9.0
SMALL = 9.0

LEADING = 1.48  # baseline to baseline, of the type size
PAD = 5.0  # left and right of a table cell's text
GAP = 12.0  # between cards and columns
RADIUS = 6.0
HAIR = 0.5
