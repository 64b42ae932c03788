"""What the office decides: by published rules, on its own data. No HTTP here, and no SQL."""
