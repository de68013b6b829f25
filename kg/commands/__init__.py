"""One file a command; only here is anything printed."""

COMMANDS = ("build", "extract", "query", "explain", "verify", "review", "eval")
