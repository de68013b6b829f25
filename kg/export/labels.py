"""The labels of the drawing: how wide they are, broken into lines, with an English gloss below."""

from __future__ import annotations

FONT = 14  # px at zoom 1, also in labels.js
WRAP = 9  # Chinese characters in a line of a label
LINES = 2
GLOSS = 17  # letters in a line of an English gloss
GLOSS_LINES = 3
_NARROW = "\u2e7f"  # the last character that is


def text_width(text: str, font: float = FONT) -> float:
    """Return the width of one line in pixels: 1 em for a Chinese character, 0.58 em for a Latin one."""
    wide = sum(character > _NARROW for character in text)
    return font * wide + font * 0.58 * (len(text) - wide)


def wrapped(label: str) -> str:
    """Return `label` in at most two lines of about nine Chinese characters, of like length; cut with `…` where it is longer."""
    text = " ".join(label.split())
    most = float(WRAP * FONT)
    if text_width(text) <= most:
        return text
    first = _fitting(text, min(most, text_width(text) / LINES + FONT / 2))
    second = text[len(first) :]
    if text_width(second) > most:
        second = _fitting(second, most - FONT) + "…"
    return f"{first}\n{second}"


def glossed(label: str, gloss: str) -> str:
    """Return a wrapped label with its English gloss below, in at most three lines of about 17 letters; more is cut with `…`."""
    lines = [""]
    for word in gloss.split():
        if lines[-1] and len(lines[-1]) + len(word) >= GLOSS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines[:GLOSS_LINES]
    if len(lines) > GLOSS_LINES:
        kept[-1] += " …"
    return "\n".join([label, *kept])


def _fitting(text: str, width: float) -> str:
    end = 1
    while end < len(text) and text_width(text[: end + 1]) <= width:
        end += 1
    return text[:end]
