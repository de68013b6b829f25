"""Entities and statements -> RDF, networks and checks."""
