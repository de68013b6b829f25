"""Clean text with offsets, layout, numbers, periods, words."""
