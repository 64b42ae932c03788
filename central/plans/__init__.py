"""Plans of investment projects: which step when, what runs side by side, what decides the end.

point      a moment of a plan: a day where the calendar tells it, and counted time
schedule   steps with prerequisites and limits, put in time
plan       a type of project, somebody's answers and a first day become a plan
"""
