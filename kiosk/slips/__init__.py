"""What is printed, as data; never printer bytes."""
