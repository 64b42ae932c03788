"""View models of the service console, one for each of its scenes."""
