"""Figures, and what two runs gained and lost, as plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.evaluate.scoring import score
from kg.evaluate.tally import Detail, Figures, Tally


def render(figures: Figures, *, details: bool = False) -> str:
    """Return the figures as lines of text, with every fault of every report below them when `details`."""
    lines = []
    for kind, tally in figures.tallies.items():
        lines.append(_line(kind, tally))
        rates = [f"{name} {right / judged:.3f} (n={judged})" for name, (right, judged) in tally.attributes.items() if judged]
        if rates:
            lines.append("      " + "  ".join(rates))
    if details:
        lines.extend(_faults(figures.details))
    return "\n".join(lines)


def _line(kind: str, tally: Tally) -> str:
    if not tally.labelled and not tally.predicted:
        return kind
    return (
        f"{kind:20s} P {tally.precision:.3f} ({tally.right}/{tally.predicted})"
        f"  R {tally.recall:.3f} ({tally.found}/{tally.labelled})  F1 {tally.f1:.3f}"
    )


def _faults(details: tuple[Detail, ...]) -> list[str]:
    lines: list[str] = []
    report = None
    for item in details:
        if item.report != report:
            report = item.report
            lines.append(f"== {report}")
        lines.append(f"   {item.fault} {item.kind}: {item.words}")
    return lines


def gains_and_losses(old: list[dict[str, Any]], new: list[dict[str, Any]], labels: Path, texts: Path) -> str:
    """Return the F1 of each kind before and after, the faults that are gone and the faults that are new."""
    before, after = score(old, labels, texts), score(new, labels, texts)
    lines = []
    for kind in after.tallies:
        was, now = before[kind].f1, after[kind].f1
        if before[kind].labelled:
            lines.append(f"{kind:20s} F1 {was:.3f} -> {now:.3f} ({now - was:+.3f})")
    gone = sorted(set(before.details) - set(after.details))
    came = sorted(set(after.details) - set(before.details))
    for title, faults in (("gained: no longer at fault", gone), ("lost: newly at fault", came)):
        lines.append(f"{title}: {len(faults)}")
        lines.extend(f"   {item.report} {item.fault} {item.kind}: {item.words}" for item in faults)
    return "\n".join(lines)
