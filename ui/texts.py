"""The texts, as the screens know them; they live in the core, because the command line says them too."""

from kiosk.texts import LANGUAGES, Fact, TextMissing, Texts, Wording, glue

__all__ = ["LANGUAGES", "Fact", "TextMissing", "Texts", "Wording", "glue"]
