"""The file of a case: its chapters gathered, who is named in it left out, as a PDF."""
