"""Mentions -> entities: places, initiatives, indicators, statements."""
