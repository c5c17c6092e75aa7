"""The checklists' part of the window: the list, a run, its results, the editor of templates."""
