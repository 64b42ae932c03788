"""The device room: ports, drivers and supervision. No Qt, no kiosk, no office.

Three nouns, each ignorant of the one above it: a `Port` moves bytes, a `Driver` speaks one device's
language over a port, a `Device` gives a driver time, health and supervision.
"""
