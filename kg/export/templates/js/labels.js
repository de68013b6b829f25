// Which labels of the drawing are shown at a zoom, and how large.

const FACE =
  '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';
const SMALLEST_NODE = 3.5; // px on the screen, radius
const SMALLEST = 10.5; // px on the screen, below which a label is left out or drawn larger

const wide = (line, size) => [...line].reduce((sum, char) => sum + (char > "\u2e7f" ? size : size * 0.58), 0);

/** How large a label is drawn at a zoom, so that it can be read on the screen. */
const labelSize = (node, scale) =>
  node.layer === "place" ? Math.max(17, 12 / scale) : Math.max(14, SMALLEST / scale);

/** The room of a label below and above its node, each with how far that is from where vis-network draws it. */
function labelRooms(node, radius, size) {
  const lines = node.label.split("\n");
  const half = Math.max(...lines.map((line) => wide(line, size))) / 2;
  const height = lines.length * size * 1.2 + 6;
  const room = (top) => [node.x - half, top, node.x + half, top + height];
  return [
    { box: room(node.y + radius), shift: -2 },
    { box: room(node.y - radius - height), shift: -2 * radius - (lines.length + 0.75) * size - 6 },
  ];
}

/**
 * Choose size and place of the labels for a zoom: what is chosen, the most widely shared, places, the rest. One that would
 * cover another is left out; so is one that would cover another node, unless it is among the first two.
 */
function labelsAt(looks, scale, bright) {
  const radius = (node) => Math.max(node.size, SMALLEST_NODE / scale);
  const widest = new Set(
    [...looks]
      .filter((node) => node.layer !== "place")
      .sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))
      .slice(0, 15)
      .map((node) => node.id),
  );
  const rank = (node) => (bright?.has(node.id) ? 0 : widest.has(node.id) ? 1 : node.layer === "place" ? 2 : 3);
  const discs = looks.map((node) => [node.x - radius(node), node.y - radius(node), node.x + radius(node), node.y + radius(node)]);
  const taken = [];
  const covers = (box) => (one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3];
  const order = [...looks].sort((a, b) => rank(a) - rank(b) || b.size - a.size || (a.id < b.id ? -1 : 1));
  const chosen = new Map();
  for (const node of order) {
    if (bright && !bright.has(node.id)) continue;
    const size = labelSize(node, scale);
    const free = labelRooms(node, radius(node), size).filter(({ box }) => !taken.some(covers(box)));
    const room = free.find(({ box }) => !discs.some(covers(box))) || (rank(node) < 2 && free[0]);
    if (!room) continue;
    const [left, top, right, bottom] = room.box;
    const air = size * 0.1; // vis-network draws a little beside what is reckoned here
    taken.push([left - 2 * air, top - air, right + 2 * air, bottom + air]);
    chosen.set(node.id, { size, shift: room.shift });
  }
  return chosen;
}

function refreshLabels() {
  if (!network || !drawn) return;
  const bright = brightNodes(drawn);
  const labels = labelsAt(drawn.nodes, network.getScale(), bright);
  const updates = drawn.nodes.map((node) => {
    const found = labels.get(node.id);
    return {
      id: node.id,
      label: found ? node.label : " ",
      font: { size: found?.size || 14, vadjust: found?.shift ?? -2 },
      size: Math.max(node.size, SMALLEST_NODE / network.getScale()),
    };
  });
  drawn.dataset.update(updates);
}
