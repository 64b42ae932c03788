"""Deciding by an item's own rules: pure functions of the document and the facts, without clock, network or store."""
