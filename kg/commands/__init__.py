"""One file a command; only here is anything printed."""

COMMANDS = ("build", "extract", "query", "plot", "explain", "verify", "review", "eval")
