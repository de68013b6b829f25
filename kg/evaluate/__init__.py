"""Accuracy: facts found against facts labelled by hand (definitions in docs/accuracy.md)."""

from kg.evaluate.display import gains_and_losses, render
from kg.evaluate.scoring import score
from kg.evaluate.tally import Detail, Figures, Tally

__all__ = ["Detail", "Figures", "Tally", "gains_and_losses", "render", "score"]
