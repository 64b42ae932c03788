"""The status model of a case: which change may follow which, made by whom, and what each needs."""
