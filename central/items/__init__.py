"""Service items before they are published: read safely, linted, and scored for completeness.

reading        a file's bytes into JSON that means one thing
library        a directory of items and data sources
lint           every finding in a library
completeness   how many fields of GB/T 39046 an item fills
command        `central items …`
"""
