"""Which drawing of `Pictures.qml` goes with a text: what the screen is about, seen before it is read."""

from __future__ import annotations

from types import MappingProxyType

_BY_CODE = MappingProxyType(
    {
        "too_early": "clock",
        "too_late": "clock",
        "window_closed": "clock",
        "quota_exhausted": "ticket",
        "booking_used": "ticket",
        "booking_missed": "ticket",
        "ticket_open": "ticket",
        "booking_cancelled": "calendar",
        "other_day": "calendar",
        "other_hall": "hall",
        "item_unknown": "hall",
        "not_found": "search",
        "too_many_lookups": "search",
        "no_cases": "search",
        "no_company_cases": "search",
        "company_not_yours": "search",
        "company_unproven": "link",
        "finding_companies": "search",
        "asking_office": "search",
        "taking_ticket": "ticket",
        "looking_at_hall": "hall",
        "cutter_jammed": "printer",
        "cover_open": "printer",
        "checking_printer": "printer",
        "toner_out": "printer",
        "output_full": "printer",
        "sheet_unfit": "printer",
        "font_missing": "printer",
        "checking_code": "code",
        "outcome_unknown": "link",
        "starting": "clock",
        "timed_out": "clock",
        "reader_failed": "card",
    }
)
_BY_BEGINNING = (
    ("card_", "card"),
    ("code_", "code"),
    ("paper_", "printer"),
    ("printer_", "printer"),
    ("camera_", "camera"),
    ("page_", "page"),
    ("material_", "page"),
    ("portrait_", "camera"),
)
_BY_DEVICE = MappingProxyType(
    {
        "id_card_reader": "card",
        "code_scanner": "code",
        "receipt_printer": "printer",
        "a4_printer": "printer",
        "camera": "camera",
        "document_camera": "page",
        "office": "link",
    }
)


def picture_of(code: str, device: object = None) -> str:
    """The drawing's name; a person at the desk when nothing tells more."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code.startswith("office_"):
        return "link"
    begun = next((picture for start, picture in _BY_BEGINNING if code.startswith(start)), None)
    return begun or _BY_DEVICE.get(str(device), "desk")
