"""Printed pages: blocks say what stands on them, a document turns them into a PDF."""

import sys
from types import ModuleType

# ReportLab runs what lies under these names in the home folder, and stumbles where that is none.
for _name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_name, ModuleType(_name))
