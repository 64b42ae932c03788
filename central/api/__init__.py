"""The office over HTTP. A route names its messages and calls a service; it decides nothing."""
