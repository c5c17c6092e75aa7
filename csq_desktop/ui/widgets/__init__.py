"""Widgets every page is made of; import them from their modules, none loads anything heavy.

words     Words, ElidedWords, SectionTitle        buttons   primary, secondary, link, quiet, danger
badge     Badge, paint_mark                       cards     Card, FigureCard
chips     FilterChips                             fields    SearchBox, MoneyField, DateField …
form      FormGrid                                messages  InlineMessage, EmptyState
waiting   ProgressCard, BusyLine                  toast     Toast
split     SplitView, DetailPane                   facts     KeyValueList, Timeline, StepBar
table     TableView                               masked    MaskedValue
chart     ChartView                               preview   PrintPreview
"""
