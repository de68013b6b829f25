"""One file a command; only here is anything printed."""

COMMANDS = ("build", "shard", "extract", "query", "serve", "load", "plot", "export", "explain", "verify", "review", "eval")
