"""The central office: API, store, decisions, publishing. Imports none of the terminal's rooms."""
