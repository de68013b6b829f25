// Which labels of the drawing are shown at a zoom, and how large.

const FACE =
  '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';
const SMALLEST_NODE = 3.5; // px on the screen, radius
const SMALLEST = 10.5; // px on the screen, below which a label is left out or drawn larger

const wide = (line, size) => [...line].reduce((sum, char) => sum + (char > "\u2e7f" ? size : size * 0.58), 0);

/** How large a label is drawn at a zoom, so that it can be read on the screen. */
const labelSize = (node, scale) =>
  node.layer === "place" ? Math.max(17, 12 / scale) : Math.max(14, SMALLEST / scale);

/** What may stand beside a node: in English its name with the gloss below, where that has no room the name alone. */
const labelTexts = (node) => [...new Set([node.gloss || node.label, node.label])];

/** Whether a line between two points runs through a box. */
function runsThrough(x1, y1, x2, y2, [left, top, right, bottom]) {
  if (Math.max(x1, x2) < left || Math.min(x1, x2) > right || Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return false;
  let [from, to] = [0, 1];
  for (const [step, before, after] of [[x2 - x1, left - x1, right - x1], [y2 - y1, top - y1, bottom - y1]]) {
    if (!step) continue; // the box test above has seen to it
    const [a, b] = step > 0 ? [before / step, after / step] : [after / step, before / step];
    [from, to] = [Math.max(from, a), Math.min(to, b)];
  }
  return from < to;
}

/** A function that counts the lines of the drawing that run through a box. */
function crossings(nodes, edges) {
  const where = new Map(nodes.map((node) => [node.id, node]));
  const ends = edges.map((edge) => [where.get(edge.from), where.get(edge.to)]);
  return (box) => ends.filter(([a, b]) => runsThrough(a.x, a.y, b.x, b.y, box)).length;
}

/** The room of a label below and above its node, each with how far that is from where vis-network draws it. */
function labelRooms(node, radius, size, text) {
  const lines = text.split("\n");
  const half = Math.max(...lines.map((line) => wide(line, size))) / 2;
  const height = lines.length * size * 1.2 + 6;
  const room = (top) => [node.x - half, top, node.x + half, top + height];
  return [
    { text, box: room(node.y + radius), shift: -2 },
    { text, box: room(node.y - radius - height), shift: -2 * radius - (lines.length + 0.75) * size - 6 },
  ];
}

/**
 * Choose size and place of the labels for a zoom: what is chosen, the most widely shared, places, the rest. One that would
 * cover another is left out; so is one that would cover another node, unless it is among the first two. Of two rooms
 * the one is taken through which fewer lines run.
 */
function labelsAt(looks, scale, bright, edges) {
  const radius = (node) => Math.max(node.size, SMALLEST_NODE / scale);
  const widest = new Set(
    [...looks]
      .filter((node) => node.layer !== "place")
      .sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1))
      .slice(0, 15)
      .map((node) => node.id),
  );
  const faded = (node) => Boolean(bright && !bright.has(node.id));
  const rank = (node) => (faded(node) ? 4 : bright ? 0 : widest.has(node.id) ? 1 : node.layer === "place" ? 2 : 3);
  const discs = looks.map((node) => [node.x - radius(node), node.y - radius(node), node.x + radius(node), node.y + radius(node)]);
  const taken = [];
  const covers = (box) => (one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3];
  const order = [...looks].sort((a, b) => rank(a) - rank(b) || b.size - a.size || (a.id < b.id ? -1 : 1));
  const chosen = new Map();
  const lines = crossings(looks, edges);
  const roomFor = (node, radius, size) => {
    let free = [];
    for (const text of labelTexts(node)) {
      free = labelRooms(node, radius, size, text).filter(({ box }) => !taken.some(covers(box)));
      const clear = free.filter(({ box }) => !discs.some(covers(box)));
      if (clear.length > 1) return lines(clear[1].box) < lines(clear[0].box) ? clear[1] : clear[0];
      if (clear.length) return clear[0];
    }
    return rank(node) < 2 ? free[0] : null;
  };
  for (const node of order) {
    const size = labelSize(node, scale);
    const room = roomFor(node, radius(node), size);
    if (!room) continue;
    const [left, top, right, bottom] = room.box;
    const air = size * 0.1; // vis-network draws a little beside what is reckoned here
    taken.push([left - 2 * air, top - air, right + 2 * air, bottom + air]);
    chosen.set(node.id, { size, shift: room.shift, text: room.text, faded: faded(node) });
  }
  return chosen;
}

function refreshLabels() {
  if (!network || !drawn) return;
  const bright = brightNodes(drawn);
  const labels = labelsAt(drawn.nodes, network.getScale(), bright, drawn.edges);
  const updates = drawn.nodes.map((node) => {
    const found = labels.get(node.id);
    return {
      id: node.id,
      label: found ? found.text : " ",
      font: {
        size: found?.size || 14,
        color: colour(found?.faded ? "edge" : "fg"),
        vadjust: found?.shift ?? -2,
        strokeWidth: found?.text.includes("\n") ? 2 : 5, // of several lines the lower would wipe off the feet of the upper
      },
      size: Math.max(node.size, SMALLEST_NODE / network.getScale()),
    };
  });
  drawn.dataset.update(updates);
}
