"""Files in and out: reading, matching, planning, exporting."""
