"""Figures for papers with matplotlib (extra `plot`): matrix, network and timeline as SVG, PDF or PNG.

The same graph gives the same bytes: no date, a fixed salt for ids, text as outlines of a named font.
"""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtraError, OutputError
from kg.export import figures, layout
from kg.export.labels import FONT, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png")
KINDS = ("matrix", "network", "timeline")
# Families with Chinese glyphs in the forms used on the mainland, the usual ones of each system first.
FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "PingFang HK",
    "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
    "Noto Serif CJK SC", "SimSun", "Songti SC", "Arial Unicode MS", "Noto Sans CJK JP", "Noto Serif CJK JP",
)  # fmt: skip
_HEAT = ("#dceafa", "#a9cdf1", "#2e6db3", "#123f73")
_HEAT_TEXT = ("#14304e", "#0d2744", "#ffffff", "#ffffff")
_INK, _SOFT, _LINE = "#1a2028", "#55606d", "#b4bfcc"
_POINTS = 0.6  # points on paper for a pixel of the layout
_NETWORK_KEY = "■ 街道   ◆ 口号   ● 其他举措   虚线：仅见于计划"
_NO_DATE: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "jiedao-kg"},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": "jiedao-kg"},
    "png": {"Software": None},
}


def draw(kind: str, adoptions: figures.Adoptions, path: Path, *, rows: int = 40, font: Path | None = None) -> None:
    """Draw `kind` (one of KINDS) into `path`, whose suffix gives the format (one of FORMATS).

    `rows` limits the initiatives; `font` is a font file to use in place of an installed one. Raises
    MissingExtraError without matplotlib, OutputError where there is no Chinese font or the file cannot be written.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise OutputError(f"{path}: figures are written as .svg, .pdf or .png. Give a name that ends so")
    with _style(font):
        figure = _FIGURES[kind](adoptions, rows)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Glyph .* missing")  # a rare character is drawn as a box
                figure.savefig(path, format=form, metadata=_NO_DATE[form], dpi=200)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}). Choose another file with -o") from error


def font_family(font: Path | None = None) -> str:
    """Return the family to draw with: that of the file `font`, else the first of FAMILIES that is installed."""
    from matplotlib import font_manager

    if font is not None:
        try:
            font_manager.fontManager.addfont(str(font))
            return str(font_manager.FontProperties(fname=str(font)).get_name())
        except (OSError, RuntimeError) as error:
            raise OutputError(f"{font}: cannot be read as a font ({error}). Give a .ttf, .otf or .ttc file") from error
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    for family in FAMILIES:
        if family in installed:
            return family
    raise OutputError(
        "no Chinese font is installed, so labels would be empty boxes. Install one (Debian, Ubuntu: apt install fonts-noto-cjk; "
        "Fedora: dnf install google-noto-sans-cjk-fonts) or give a font file with --font"
    )


@contextmanager
def _style(font: Path | None) -> Iterator[None]:
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise MissingExtraError("kg plot", "plot") from error
    settings: Any = {
        "font.family": [font_family(font)],
        "svg.hashsalt": "jiedao-kg",
        "svg.fonttype": "path",
        "pdf.fonttype": 3,  # glyphs as drawings: type 42 cannot hold the CFF outlines of most Chinese fonts, and shows nothing
        "text.color": _INK,
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(settings):
        yield


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    """Return an empty figure of a size in inches, its axes filling it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(max(width, 2), max(height, 1)), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    return figure, axes


def _grid(grid: figures.Grid, *, upright: bool) -> Figure:
    """Draw numbers in coloured cells: one unit of the axes is a cell, 0.24 inch high."""
    from matplotlib.patches import Rectangle

    longest = max((text_width(label, 1) for label in grid.rows), default=4) * 0.52 + 1
    head = max(map(len, grid.columns), default=4) * 0.58 + 0.8 if upright else 1.2  # one letter a line, also Latin ones
    wide = 1.5 if upright else 2.6
    notes = _notes(grid, "格中为提及次数" if upright else "格中为街道数")
    across, down = longest + wide * len(grid.columns) + 0.5, head + len(grid.rows) + 1 + 0.75 * len(notes)
    figure, axes = _figure(across * 0.24, down * 0.24)
    axes.set_xlim(-longest, across - longest)
    axes.set_ylim(down - head, -head)
    for at, label in enumerate(grid.rows):
        axes.text(-0.3, at + 0.5, label, ha="right", va="center", size=9)
    for at, label in enumerate(grid.columns):
        text = "\n".join(label.replace("（", "︵").replace("）", "︶")) if upright else label
        axes.text((at + 0.5) * wide, -0.3, text, ha="center", va="bottom", size=9, linespacing=1.05)
    for (row, column), cell in sorted(grid.cells.items()):
        step = 3 if cell.count >= 8 else 2 if cell.count >= 4 else 1 if cell.count >= 2 else 0
        box = {"edgecolor": "#b4430b", "linestyle": (0, (3, 2)), "linewidth": 1.1} if cell.planned else {"linewidth": 0}
        axes.add_patch(Rectangle((column * wide + 0.05, row + 0.06), wide - 0.1, 0.88, facecolor=_HEAT[step], **box))
        axes.text((column + 0.5) * wide, row + 0.52, str(cell.count), ha="center", va="center", size=8.5, color=_HEAT_TEXT[step])
    axes.text(-longest + 0.3, len(grid.rows) + 0.6, "\n".join(notes), ha="left", va="top", size=8, color=_SOFT, linespacing=1.4)
    return figure


def _notes(grid: figures.Grid, what: str) -> list[str]:
    """Return what stands under a figure, a line each: what its numbers are, what dashes mean, what is left out."""
    notes = [what]
    if any(cell.planned for cell in grid.cells.values()):
        notes.append("虚线框：仅见于计划")
    if grid.left_out:
        notes.append(f"另有 {grid.left_out} 项未画出")
    return notes


def _matrix(adoptions: figures.Adoptions, rows: int) -> Figure:
    return _grid(figures.matrix(adoptions, rows), upright=True)


def _timeline(adoptions: figures.Adoptions, rows: int) -> Figure:
    return _grid(figures.timeline(adoptions, rows), upright=False)


def _network(adoptions: figures.Adoptions, rows: int) -> Figure:
    """Draw places as squares, slogans as diamonds, programmes as dots, where the page has them."""
    chosen = set(figures.ranked(adoptions)[:rows])
    adoptions = [one for one in adoptions if one.initiative in chosen]
    groups = {key: sorted(places) for key, places in sorted(figures.places_of(adoptions).items())}
    labels = {one.initiative: wrapped(one.label) for one in adoptions}
    labels |= {one.place: wrapped(one.place_label) for one in adoptions}
    where = layout.positions(groups, labels)
    xs, ys = [x for x, _ in where.values()] or [0], [y for _, y in where.values()] or [0]
    left, right, top, bottom = min(xs) - 80, max(xs) + 80, min(ys) - 40, max(ys) + 95
    figure, axes = _figure((right - left) * _POINTS / 72, (bottom - top) * _POINTS / 72)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
    _lines(axes, adoptions, where)
    slogans = {one.initiative for one in adoptions if one.slogan}
    colours = _colours()
    for key, (x, y) in sorted(where.items()):
        place = key not in groups
        size = 15.0 if place else layout.node_size(len(groups[key]))
        shape, layer = ("s", "place") if place else ("D", "slogan") if key in slogans else ("o", "program")
        axes.plot(x, y, shape, markersize=size * _POINTS * (1.5 if shape == "D" else 2), color=colours[layer], markeredgewidth=0)
        font = layout.PLACE_FONT if place else FONT
        axes.text(x, y + size + 3, labels[key], ha="center", va="top", size=font * _POINTS, linespacing=1.1, path_effects=_halo())
    axes.text(left + 12, bottom - 8, _NETWORK_KEY, ha="left", va="bottom", size=7.5, color=_SOFT)
    return figure


def _halo() -> list[Any]:
    """A white rim, so that lines do not cross letters."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=1.6, foreground="white")]


def _lines(axes: Axes, adoptions: figures.Adoptions, where: dict[str, tuple[int, int]]) -> None:
    pairs: dict[tuple[str, str], list[figures.Adoption]] = {}
    for one in adoptions:
        pairs.setdefault((one.initiative, one.place), []).append(one)
    for (initiative, place), here in sorted(pairs.items()):
        ends = [where[initiative], where[place]]
        planned = all(one.planned for one in here)
        width = min(2.4, 0.5 + 0.25 * sum(one.mentions for one in here) ** 0.5)
        xs, ys = [x for x, _ in ends], [y for _, y in ends]
        axes.plot(xs, ys, color=_LINE, linewidth=width, linestyle="--" if planned else "-", zorder=0)


def _colours() -> dict[str, str]:
    text = files("kg.export").joinpath("templates", "colours.toml").read_text(encoding="utf-8")
    return {name: pair[0] for name, pair in tomllib.loads(text).items()}


_FIGURES = {"matrix": _matrix, "network": _network, "timeline": _timeline}
