"""What the pictures promise on a phone and on wide data: every name readable, nothing out of sight without a sign."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

PHONE = {"width": 390, "height": 844}
NAMES = """() => [...document.querySelectorAll('.columns .name')].map((name) => {
  const box = name.getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom, parseFloat(getComputedStyle(name).fontSize), name.scrollHeight - name.clientHeight];
})"""


@pytest.mark.parametrize("name", ["seeds", "many"])
def test_a_link_into_the_network_of_a_phone_draws_what_the_click_has_left(view: Callable[..., Any], name: str) -> None:
    drawn = "[...document.querySelectorAll('.columns [data-node]')].map((one) => one.dataset.node)"
    seen = view(name, "#/network", **PHONE)
    usual = seen.run(drawn)
    for node in (next(one for one in usual if one[0] == "p"), usual[-1], usual[-7]):
        key = seen.run("(id) => nodeKey(id[0], Number(id.slice(1)))", node)
        assert view(name, f"#/network?focus={key}", **PHONE, fresh=True).run(drawn) == usual


def test_what_is_chosen_is_in_sight_above_the_panel_of_a_phone(view: Callable[..., Any]) -> None:
    """Also where a search or a link of the page chooses what stands far down."""
    seen = view("seeds", "#/network", **PHONE, fresh=True)
    last = seen.run("nodeKey('i', columnsPart().nodes.at(-1).number)")
    seen.run("(key) => { location.hash = `#/network?focus=${key}`; }", last)
    seen.page.wait_for_function(
        """() => { const [one, panel] = [find(".columns [aria-pressed='true']"), find('#panel')].map((part) => part?.getBoundingClientRect());
        return one && panel && one.bottom <= panel.top + 1 && one.top > 0; }""",
        timeout=60_000,
    )


@pytest.mark.parametrize("name", ["seeds", "many", "hostile"])
def test_the_network_of_a_phone_names_everything_it_draws(view: Callable[..., Any], name: str) -> None:
    """Two columns: no name covers another, none is small, no line runs through one, every initiative has a line."""
    seen = view(name, "#/network", **PHONE)
    boxes = seen.run(NAMES)
    assert len(boxes) == seen.run("columnsPart().nodes.length") >= 5
    assert all(size >= 12 and right <= 390 for _, _, right, _, size, _ in boxes)
    lines = seen.run("(() => { const box = find('.columns svg').getBoundingClientRect(); return [box.left, box.right]; })()")
    assert all(right <= lines[0] or left >= lines[1] for left, _, right, _, _, _ in boxes)
    for at, a in enumerate(boxes):
        assert not [b for b in boxes[at + 1 :] if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 1 and b[1] < a[3] - 1]
    assert seen.run(
        "columnsPart().nodes.filter((node) => node.row).every((node) => columnsPart().edges.some((edge) => edge.from === node.id))"
    )


def test_the_network_of_a_phone_says_how_much_it_draws_and_leads_to_the_rest(view: Callable[..., Any]) -> None:
    seen = view("many", "#/network", **PHONE)
    assert re.search(r"画出 30 / 900 个符合条件的举措、16 / 500 个街道", seen.page.inner_text("#shown"))
    assert seen.run("[...document.querySelectorAll('#shown a')].map((one) => one.getAttribute('href'))") == [
        "#/initiatives",
        "#/matrix",
    ]


def test_the_network_of_a_phone_opens_places_initiatives_and_lines(view: Callable[..., Any]) -> None:
    """A tap fades what is no neighbour, hides nothing, and opens the sentences; what was out of the drawing is drawn when chosen."""
    seen = view("seeds", "#/network", **PHONE, fresh=True)
    nodes = seen.run("document.querySelectorAll('.columns [data-node]').length")
    seen.page.click(".columns .name >> text=垃圾分类")
    seen.page.wait_for_selector("#panel blockquote mark")
    assert "focus=i:" in seen.run("decodeURIComponent(location.hash)")
    faded = seen.run("[...document.querySelectorAll('.columns .faded[data-node]')].map((one) => one.dataset.node)")
    near = seen.run("[...brightNodes(columnsPart())]")
    assert nodes == len(faded) + len(near)
    assert not set(faded) & set(near)
    seen.page.go_back()
    seen.page.wait_for_function("() => !document.querySelector('.columns .faded')")
    seen.run("document.querySelector('.columns .touch').dispatchEvent(new MouseEvent('click'))")
    seen.page.wait_for_selector("#panel blockquote mark")
    assert "cell=" in seen.page.url
    last = view("many", "#/network", **PHONE).run("shown().pop().number")
    seen = view("many", "#/about", **PHONE)
    seen.turn(seen.run("(last) => address('network', null, { focus: nodeKey('i', last) })", last))
    assert seen.run("(last) => !!document.querySelector(`.columns [data-node='i${last}'][aria-pressed=true]`)", last)


@pytest.mark.parametrize("name", ["seeds", "many"])
def test_the_timeline_of_a_phone_says_who_was_first_and_who_followed_in_sight(view: Callable[..., Any], name: str) -> None:
    seen = view(name, "#/timeline", **PHONE)
    rows = seen.run(
        "[...document.querySelectorAll('tr.order p')].map((one) => [one.textContent, one.getBoundingClientRect().right])"
    )
    assert len(rows) == seen.run("document.querySelectorAll('.years td[data-level]:nth-child(2)').length")
    assert all(right <= 390 for _, right in rows)
    assert all(re.fullmatch(r"最早见于 .+；其后 .+|同年", text) for text, _ in rows)
    heights = seen.run(
        "[...document.querySelectorAll('tr.order')].map((one) => one.offsetHeight + one.previousElementSibling.offsetHeight)"
    )
    assert max(heights) < 100


@pytest.mark.parametrize("address", ["#/matrix", "#/matrix?mode=places", "#/matrix?mode=sets"])
@pytest.mark.parametrize("width", [390, 1440])
def test_columns_out_of_sight_are_announced(view: Callable[..., Any], address: str, width: int) -> None:
    seen = view("many", address, width=width, height=844 if width == 390 else 900)
    seen.page.wait_for_selector(".beyond:not([hidden])")
    said = seen.page.inner_text(".beyond")
    assert re.fullmatch(r"右边还有 \d+ 列 →", said)
    seen.page.click(".beyond")
    seen.page.wait_for_function("(said) => find('.beyond').textContent !== said", arg=said)
    seen.run("find('.wide .scroller').scrollLeft = 1e6")
    seen.page.wait_for_selector(".beyond", state="hidden")


def test_what_is_in_sight_is_not_announced(view: Callable[..., Any]) -> None:
    seen = view("seeds", "#/matrix")
    seen.page.wait_for_timeout(200)
    assert not seen.page.is_visible(".beyond")


@pytest.mark.parametrize(
    ("name", "address"), [("many", "#/timeline"), ("many", "#/matrix"), ("seeds", "#/timeline"), ("five", "#/matrix")]
)
def test_the_classes_of_colour_fit_the_counts(view: Callable[..., Any], name: str, address: str) -> None:
    """Each class of the key has cells, each cell is in the class that the key says, and large counts are told apart."""
    seen = view(name, address)
    keys = seen.run("[...document.querySelectorAll('.key .swatch:not(.planned)')].map((one) => one.textContent)")
    cells = seen.run(
        "[...document.querySelectorAll('td[data-level] button[data-cell]')].map((one) => [Number(one.textContent), Number(one.closest('td').dataset.level)])"
    )
    bounds = [[int(number) for number in re.findall(r"\d+", key)] for key in keys]
    for count, level in cells:
        low, *rest = bounds[level - 1]
        high = rest[0] if rest else 10**9 if keys[level - 1].endswith("+") else low
        assert low <= count <= high
    seen_classes = len({level for _, level in cells})
    if not seen.run("document.querySelectorAll('.pager').length"):  # else the largest may stand on another page
        assert max(level for _, level in cells) == len(keys)
    largest = max(count for count, _ in cells)
    assert seen_classes >= (3 if largest > 3 else min(2, largest))
    planned = seen.run("document.querySelectorAll('td.planned').length > 0")
    assert seen.run("!!document.querySelector('.key .planned')") is planned


@pytest.mark.parametrize("width", [390, 1440])
def test_english_glosses_stand_in_network_and_combinations(view: Callable[..., Any], width: int) -> None:
    seen = view("seeds", "#/network", width=width, height=900, fresh=True)
    seen.page.click("#language")
    seen.page.wait_for_function("() => document.querySelector('#menu').textContent.includes('Network')")
    glosses = seen.run("shown().filter((row) => row.item.en).map((row) => [row.number, row.item.en.split(' ')[0]])")
    assert len(glosses) >= 10
    labels = seen.run(
        "Object.fromEntries([...document.querySelectorAll('.columns [data-node]')].map((one) => [one.dataset.node, one.textContent]))"
        if width == 390
        else "Object.fromEntries(network.body.nodeIndices.map((id) => [id, network.body.nodes[id].options.label]))"
    )
    assert [gloss for number, gloss in glosses if gloss not in labels[f"i{number}"]] == []
    seen.turn("#/matrix?mode=sets")
    assert "Waste sorting" in seen.page.inner_text("table.sets")
    assert "Waste sorting" in seen.run("new XMLSerializer().serializeToString(offered.picture())")


@pytest.mark.parametrize("name", ["seeds", "five", "many"])
def test_labels_stand_where_fewer_lines_run(view: Callable[..., Any], name: str) -> None:
    """Beside the room below each node, as a drawing without choice would have it, fewer lines run through the labels."""
    seen = view(name, "#/network")
    through, below = seen.run("""() => {
      const lines = crossings(drawn.nodes, drawn.edges);
      const labels = labelsAt(drawn.nodes, 1, null, drawn.edges);
      let [through, below] = [0, 0];
      for (const node of drawn.nodes) {
        const found = labels.get(node.id);
        if (!found) continue;
        const rooms = labelRooms(node, Math.max(node.size, SMALLEST_NODE), found.size, found.text);
        through += lines(rooms.find((room) => room.shift === found.shift).box);
        below += lines(rooms[0].box);
      }
      return [through, below];
    }""")
    assert through < below
