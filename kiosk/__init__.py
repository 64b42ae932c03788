"""The terminal's core: journeys, catalogue, ledger, office. Plain Python: no Qt, no threads of its own making."""
