"""One file a command; only here is anything printed."""

COMMANDS = ("build", "extract", "query", "explain", "export", "verify", "review", "eval")
