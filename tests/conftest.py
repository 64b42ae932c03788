"""What holds for every test."""

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how busy a machine is says nothing about the code
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The whole journeys first: they wait for processes, while others use the cores."""
    items.sort(key=lambda item: "whole" not in item.path.parts)
