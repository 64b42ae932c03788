"""Tables and transactions: the only room of the office with SQL.

A function here is one or a few statements inside the transaction of its caller; it knows no rule. What must hold when
two people press the same button at once is held by conditional updates and unique indexes, never by looking first.
"""
