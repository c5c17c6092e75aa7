"""Faults of quotation marks are found in the row where they are, and no row is swallowed."""

import io
from pathlib import Path

import pytest

from csq_desktop.exchange.reading import quoting
from csq_desktop.exchange.reading.opening import open_table
from csq_desktop.exchange.reading.quoting import CONTINUED, ENCLOSING, STRAY, UNCLOSED, Records

HEAD = "No,Name,Phone,Note\n"
LEE = "2,Lee,91234568,b"
Rows = list[list[str]]
Faults = dict[int, str]


def read(text: str) -> tuple[Rows, Faults]:
    """Rows below a first line of headings, and the texts of their faults by number."""
    records = Records(io.StringIO(text, newline=""), ",")
    stream = iter(records)
    records.width = len(next(stream))
    rows = list(stream)
    return rows, {number: fault.text for number, fault in records.faults.items()}


@pytest.mark.parametrize(
    ("lines", "rows", "faults"),
    [
        # Two open marks: their number is even, and yet no row may be swallowed.
        (
            ['1,"Chan,91234567,a', LEE, '3,"Ho,91234569,c', "4,Au,91234560,d"],
            [["1", '"Chan', "91234567", "a"], LEE.split(","), ["3", '"Ho', "91234569", "c"],
             ["4", "Au", "91234560", "d"]],
            {2: UNCLOSED, 4: UNCLOSED},
        ),
        # An open mark, and one further down that would close it.
        (
            ['1,Chan,91234567,"a', LEE, '3,Ho,91234569,c"', LEE],
            [["1", "Chan", "91234567", '"a'], LEE.split(","), ["3", "Ho", "91234569", 'c"'],
             LEE.split(",")],
            {2: UNCLOSED},
        ),
        # An open mark at the end of the file.
        ([LEE, '3,Ho,91234569,"c'], [LEE.split(","), ["3", "Ho", "91234569", '"c']], {3: UNCLOSED}),
        # What belongs to a broken row is no row of its own; a blank line says nothing.
        (
            ['1,"Chan "x", he said,9,a', 'and left,"', "", '"5"" tall",b', LEE],
            [["1", '"Chan "x"', " he said", "9", "a"], ["and left", '"'], [],
             ['"5"" tall"', "b"], LEE.split(",")],
            {2: UNCLOSED, 3: UNCLOSED, 5: CONTINUED},
        ),
        # Several lines below a fault may be one good row again.
        (
            ['1,"Chan,91234567,a', '2,Lee,91234568,"x\ny"'],
            [["1", '"Chan', "91234567", "a"], ["2", "Lee", "91234568", "x\ny"]],
            {2: UNCLOSED},
        ),
        # A mark that closes too late takes in cells, and a row that is short by itself does not.
        (
            ['1,"Chan,91234567,a"', '2,"Lee, Kit"'],
            [["1", '"Chan', "91234567", 'a"'], ["2", "Lee, Kit"]],
            {2: ENCLOSING},
        ),
        # So do marks around a whole row that has marks of its own.
        (
            ['"1,""Chan, Tai"",91234567,a"', '2,Lee,91234568,b'],
            [['"1', '""Chan', ' Tai""', '91234567', 'a"'], ["2", "Lee", "91234568", "b"]],
            {2: ENCLOSING},
        ),
        # Marks in words are read as they stand, and said.
        (
            ['1,"Chan "Tai" Man",9,a', '2,"say "hi"",9,a', '3,""Lee"",9,a', '4,"a "b" c\nd",9,e'],
            [["1", 'Chan "Tai" Man', "9", "a"], ["2", 'say "hi"', "9", "a"],
             ["3", '"Lee"', "9", "a"], ["4", 'a "b" c\nd', "9", "e"]],
            dict.fromkeys((2, 3, 4, 5), STRAY),
        ),
        (['1,5" pipe,9,a'], [["1", '5" pipe', "9", "a"]], {}),
        # Marks behind a backslash, as databases write them; a folder may end in one.
        (
            [r'1,"He said \"hi\"",9,a', r'2,"a \", b",9,a', r'3,"C:\dir\",9,"a"',
             r'4,"\"x\"",9,"a'],
            [["1", 'He said "hi"', "9", "a"], ["2", 'a ", b', "9", "a"],
             ["3", "C:\\dir\\", "9", "a"], ["4", '"\\"x\\""', "9", '"a']],
            {5: UNCLOSED},
        ),
        # Blanks of every kind around the marks.
        (
            ['1, "Chan, Tai" ,\t"9",\u3000"a"', '2,\xa0"Lee ""K""",9, a'],
            [["1", "Chan, Tai", "9", "a"], ["2", 'Lee "K"', "9", " a"]],
            {},
        ),
        (['="1","a",="x, y",b'], [["1", "a", "x, y", "b"]], {}),
        # Cells of several lines are no fault; nor are more or fewer cells than there are headings.
        (
            ['1,Chan,9,"12 Queen\'s Road,\nCentral, Hong Kong, China"', '2,"Lee\nKit"',
             '3,"a",b,c,d'],
            [["1", "Chan", "9", "12 Queen's Road,\nCentral, Hong Kong, China"], ["2", "Lee\nKit"],
             ["3", "a", "b", "c", "d"]],
            {},
        ),
        (['1,"Chan\n2,Lee,91234568,b"'], [["1", '"Chan'], ["2", "Lee", "91234568", 'b"']],
         {2: UNCLOSED, 3: CONTINUED}),
        (["1,Ch\0an,9,a", LEE, '"3","a\0","9","b"'],
         [["1", "Ch\0an", "9", "a"], LEE.split(","), ["3", "a\0", "9", "b"]],
         {2: quoting.ZERO_BYTE, 4: quoting.ZERO_BYTE}),
    ],
)  # fmt: skip
def test_a_fault_stays_in_its_row(lines: list[str], rows: Rows, faults: Faults) -> None:
    """The same whether the row is among the first or comes after much that is well written."""
    text = "\n".join(lines) + "\n"
    assert read(HEAD + text) == (rows, faults)
    good = f'0,"{"x" * 300}",9,"y"\n' * 1_000
    later, faults_later = read(HEAD + good + text)
    assert later[1_000:] == rows
    assert faults_later == {number + 1_000: fault for number, fault in faults.items()}


def test_a_cell_that_ends_in_the_next_block_is_whole() -> None:
    rows = [[str(n), "a\nb" * 20, "9", "c,d"] for n in range(9_000)]
    text = "".join(f'{no},"{name}",{phone},"{note}"\n' for no, name, phone, note in rows)
    assert read(HEAD + text) == (rows, {})


def test_a_fault_above_the_headings_or_in_many_rows_does_not_hide_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Report "June\n\nNo;Name\n1;"Chan, Tai"\n2;"Lee, Kit\n3;"Ho, Au"\n')
    table = open_table(path)
    assert (table.columns, table.delimiter) == (("No", "Name"), ";")
    (chunk,) = table.chunks()
    assert chunk.rows == [["1", "Chan, Tai"], ["2", '"Lee, Kit'], ["3", "Ho, Au"]]
    assert {place: fault.text for place, fault in chunk.faults.items()} == {1: UNCLOSED}
