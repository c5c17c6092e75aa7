"""What goes on paper or into a spreadsheet: sheets, cells, charts."""
