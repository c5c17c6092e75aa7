"""What a screen reader finds in every page, dialog and page of the start window.

It walks Qt's own tree, which needs no accessibility bus.
"""
