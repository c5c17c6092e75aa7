"""The actions' part of the window: what was promised, done, put off or dropped."""
