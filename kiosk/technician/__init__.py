"""What a technician does at the machine: look, test, assign, and leave a trace. Screen and command line share it."""
