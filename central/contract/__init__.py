"""What terminal and office say to each other: the only part of `central` that a terminal imports.

messages        the API's vocabulary; OpenAPI is generated from it
application     its words for applying: materials, submission, decision, papers
following       its words for following a case: finding, reading, urging
figures         what is published of an office's work, each figure with its evidence
supervision     what everybody may see of the lights, and of the units' months; supervision_records: for the city
texts           what people read, found by a code, in each language
case_words      how a case is told, on a screen, on paper and on the office's page of it; project_words: a plan
catalogue       what of the catalogue a terminal is to hold
item, form      an item's document, and the form in it
source          a data source: who owns it, how fresh, what if it is silent
signed_code     a code on a citizen's phone: layout, signature, and how it is checked offline
booking_code    the one that stands for a booking
identity_code   the one that stands for a person
sealing         personal data, readable by the office alone
signatures      requests signed by the terminal's own key (RFC 9421)
"""
