"""How things are told, on screens and on paper alike."""
