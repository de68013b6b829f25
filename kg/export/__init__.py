"""Graph -> files: Turtle, tables, networks, the ledger, the page."""
