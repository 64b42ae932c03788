"""Device: time, health and supervision, written once for all drivers. The only threads of this room."""
