"""One file per citizen service. A journey says, top to bottom, what happens at the counter."""
