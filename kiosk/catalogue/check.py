"""Whether a catalogue can be used on this terminal, beyond being what the office signed."""

from __future__ import annotations

from central.contract.form import FormBroken, fields
from devices.states import Fault
from kiosk.catalogue.catalogue import Catalogue
from kiosk.catalogue.faults import CatalogueUnfit


def understood(catalogue: Catalogue) -> Fault | None:
    """Every form has only controls that the screens know, every source that is asked is there; else what is wrong."""
    for name, item in catalogue.items.items():
        path = f"items/{name}.json"
        try:
            fields(item.form)
        except FormBroken as error:
            return CatalogueUnfit(f"{path}: {error}", document=path, reason="form")
        for use in item.sources:
            if use.source not in catalogue.sources:
                return CatalogueUnfit(f"{path}: no source {use.source}", document=path, reason="source")
    return None
