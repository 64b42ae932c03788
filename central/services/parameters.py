"""Parameters of items that are local (age, amount, area, fee), as settings of a hall: checked, and kept with whose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from central.contract.catalogue import ParameterValue
from central.contract.item import ItemDocument, Parameter, Unsettable
from central.office import Desk, Office
from central.services.refusals import Refusal
from central.store import parameters as store
from central.store import rollouts
from central.store.database import Connection
from central.store.parameters import Setting


def set_value(office: Office, hall_id: str, item: str, name: str, *, text: str | None, actor: str) -> ParameterValue:
    """Set what the text says, or the item's own value again; what counts from now on.

    Raises:
        Refusal: hall_unknown, item_unknown, parameter_unknown, parameter_law, parameter_unbounded, parameter_type,
            parameter_bounds (facts: minimum and maximum, or options).
    """
    volume = office.shelf.newest(item)
    if volume is None:
        raise Refusal("item_unknown", {"item": item})
    parameter = volume.item.parameters.get(name)
    if parameter is None:
        raise Refusal("parameter_unknown", {"name": name})
    value = None if text is None else _read(text, parameter)
    if value is not None and (fault := parameter.unsettable(value)) is not None:
        raise Refusal(fault.value, _bounds(parameter))
    with office.database.write() as connection:
        office.hall(connection, hall_id)
        change = rollouts.newest_change(connection) + 1
        kept = list(value) if isinstance(value, tuple) else value
        store.add(connection, Setting(change, hall_id, item, name, kept, office.clock.now(), actor))
    return parameter.in_force(value)


def settings(office: Office, hall_id: str) -> list[Setting]:
    """Everything that was ever set in a hall. Raises `Refusal` hall_unknown."""
    with office.database.read() as connection:
        office.hall(connection, hall_id)
        return store.listed(connection, hall_id)


def of_hall(
    connection: Connection, hall_id: str, until: datetime | None = None
) -> dict[str, dict[str, ParameterValue]]:
    """What is set in a hall, by item; or was at a moment."""
    found: dict[str, dict[str, ParameterValue]] = {}
    for setting in store.listed(connection, hall_id):
        if until is not None and setting.set_at > until:
            continue
        of_item = found.setdefault(setting.item, {})
        of_item.pop(setting.name, None)
        if setting.value is not None:
            of_item[setting.name] = tuple(setting.value) if isinstance(setting.value, list) else setting.value
    return {item: values for item, values in found.items() if values}


def of_item(desk: Desk, item: ItemDocument, until: datetime | None = None) -> Mapping[str, ParameterValue]:
    """An item's parameters as they hold in this hall, for this version of the item."""
    return item.in_force(of_hall(desk.connection, desk.hall.hall_id, until).get(item.item, {}))


def _read(text: str, parameter: Parameter) -> ParameterValue:
    """What somebody typed, as the type that the item's own value has. Raises `Refusal` parameter_type."""
    try:
        match parameter.value:
            case bool():
                return {"true": True, "false": False}[text]
            case int():
                return int(text)
            case float():
                return float(text)
            case tuple():
                return tuple(each.strip() for each in text.replace("、", ",").split(",") if each.strip())
            case _:
                return text
    except (KeyError, ValueError):
        raise Refusal(Unsettable.TYPE.value, _bounds(parameter)) from None


def _bounds(parameter: Parameter) -> dict[str, str | int]:
    """What may be set, for whoever tried."""
    if parameter.options:
        return {"options": "、".join(parameter.options)}
    if isinstance(parameter.value, bool):
        return {"options": "true, false"}
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    return {name: f"{bound}" for name, bound in bounds.items() if bound is not None}
