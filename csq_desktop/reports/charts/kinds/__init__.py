"""The kinds of chart, one module each, and the strokes they share."""
