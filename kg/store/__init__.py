"""Questions over a built graph."""
