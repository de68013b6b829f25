"""A small made-up corpus of several places and years, as Turtle in the shape of the builder's output."""
