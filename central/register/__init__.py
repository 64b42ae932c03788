"""A register of invented people behind the interface of `central.contract.source`, which a city's own replaces."""
