"""Time limits: the calendar of working days, what a limit runs to, its light, and who is called when it is over.

Pure: no store, no network, no clock of its own. All is a function of what happened and of a moment that is given.
"""
