"""The fields of a form: how one is typed, checked and kept."""
