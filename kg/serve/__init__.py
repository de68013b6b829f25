"""A SPARQL endpoint, a query page and a page for each node, over a built folder: `kg serve`."""
