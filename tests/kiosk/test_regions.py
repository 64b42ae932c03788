"""Regions that are in force, by level."""

from __future__ import annotations

import pytest

from kiosk.form import regions


def test_every_region_leads_down_to_districts_and_back_up() -> None:
    provinces = regions.below("")
    assert len(provinces) == 34
    for province in provinces:
        assert regions.above(province) == ""
        for city in regions.below(province):
            assert regions.above(city) == province
            for district in regions.below(city):
                assert regions.above(district) == city
                assert regions.below(district) == {}


@pytest.mark.parametrize(
    ("around", "inside", "name"),
    [
        ("", "440000", "广东省"),
        ("440000", "440300", "深圳市"),
        ("440300", "440311", "光明区"),
        ("110000", "110105", "朝阳区"),
        ("440000", "441900", "东莞市"),
    ],
)
def test_a_region_stands_inside_another(around: str, inside: str, name: str) -> None:
    assert regions.below(around)[inside] == name == regions.name(inside)


@pytest.mark.parametrize("garbage", ["9", "999999", "x", "4403111", "４４００００"])
def test_what_is_no_region_has_no_name(garbage: str) -> None:
    assert (regions.name(garbage), regions.above(garbage)) == ("", "")
