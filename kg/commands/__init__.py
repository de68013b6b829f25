"""One file a command; only here is anything printed."""

COMMANDS = ("build", "extract", "query", "serve", "load", "plot", "export", "explain", "verify", "review", "eval")
