"""What terminal and office say to each other: the only part of `central` that a terminal imports.

messages        the API's vocabulary; OpenAPI is generated from it
booking_code    the signed code on a citizen's phone, and how it is checked offline
sealing         personal data, readable by the office alone
signatures      requests signed by the terminal's own key (RFC 9421)
"""
