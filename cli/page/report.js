// The report's behaviour: filters, and the graph. Everything shown is set as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function make(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  if (text !== undefined) node.textContent = text;
  return node;
}

// ── filters of the inventory ──
const rows = [...document.querySelectorAll("#agents tbody tr")];
function filter() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const owner = byId("owner").value;
  const state = byId("state").value;
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits =
      words.every((word) => text.includes(word)) &&
      (owner === "" || row.dataset.owner === owner) &&
      (state === "" || row.dataset.state === state);
    row.hidden = !fits;
    if (fits) shown++;
  }
  byId("shown").textContent = `${shown} of ${rows.length} agents`;
}
for (const id of ["search", "owner", "state"]) byId(id).addEventListener("input", filter);
filter();

// ── the graph: owners, agents, scopes, systems; large ones begin with the agents of an owner folded into one node ──
const many = 40;
const columns = ["owner", "agent", "scope", "system"];
const titles = { owner: "Owners", agent: "Agents", scope: "Scopes", system: "Systems" };
const open = new Set();
let selected;

function folded(edge) {
  const fold = (id) => {
    const agent = data.graph.agents[id];
    return agent === undefined || data.graph.count <= many || open.has(agent.owner)
      ? id
      : `fold:${agent.owner}`;
  };
  return [fold(edge[0]), fold(edge[1])];
}

function labelOf(id) {
  if (!id.startsWith("fold:")) return data.graph.labels[id] ?? id;
  const owner = id.slice(5);
  const count = Object.values(data.graph.agents).filter((agent) => agent.owner === owner).length;
  return `${count} ${count === 1 ? "agent" : "agents"} of ${data.graph.labels[owner] ?? owner}`;
}

const columnOf = (id) => columns.indexOf(id.startsWith("fold:") ? "agent" : id.slice(0, id.indexOf(":")));

function draw() {
  const keys = new Set(data.graph.edges.map((edge) => folded(edge).join("\n")));
  const edges = [...keys].map((key) => key.split("\n"));
  const nodes = [[], [], [], []];
  const order = new Map();
  for (const id of new Set(edges.flat())) nodes[columnOf(id)]?.push(id);
  nodes.forEach((list, column) => {
    // Each node stands near what it is joined to on its left, so that lines cross less.
    const place = (id) => {
      const left = edges.filter((edge) => edge[1] === id).map((edge) => order.get(edge[0]) ?? 0);
      return left.length === 0 ? 0 : left.reduce((sum, one) => sum + one, 0) / left.length;
    };
    const places = new Map(list.map((id) => [id, column === 0 ? 0 : place(id)]));
    list.sort((a, b) => places.get(a) - places.get(b) || labelOf(a).localeCompare(labelOf(b)));
    for (const [index, id] of list.entries()) order.set(id, index);
  });
  const [width, gap, step] = [210, 70, 26];
  const height = 40 + step * Math.max(...nodes.map((list) => list.length), 1);
  const svg = make("svg", {
    viewBox: `0 0 ${4 * width + 3 * gap + 4} ${height}`,
    width: 4 * width + 3 * gap + 4,
    role: "group",
    "aria-label": "Graph of owners, agents, scopes and systems",
  });
  const at = (id) => ({ x: columnOf(id) * (width + gap) + 2, y: 34 + (order.get(id) ?? 0) * step });
  const near = selected === undefined ? undefined : reach(selected, edges);
  for (const [column, name] of columns.entries())
    svg.append(make("text", { x: column * (width + gap) + 2, y: 18, class: "column" }, titles[name]));
  for (const [from, to] of edges) {
    const [a, b] = [at(from), at(to)];
    const [x1, y1, x2, y2] = [a.x + width, a.y + 10, b.x, b.y + 10];
    const lit = near?.has(from) && near.has(to) ? " lit" : "";
    svg.append(
      make("path", {
        class: `edge${lit}`,
        d: `M${x1} ${y1}C${x1 + gap / 2} ${y1} ${x2 - gap / 2} ${y2} ${x2} ${y2}`,
      }),
    );
  }
  for (const id of nodes.flat()) {
    const { x, y } = at(id);
    const state = near === undefined ? "" : near.has(id) ? " lit" : " dim";
    const label = labelOf(id);
    const node = make("g", {
      class: `node${state}`,
      tabindex: 0,
      role: "button",
      "aria-pressed": String(id === selected),
      "aria-label": `${titles[columns[columnOf(id)]]}: ${label}`,
    });
    node.append(
      make("title", {}, label),
      make("rect", { x, y, width, height: 20, rx: 4 }),
      make("text", { x: x + 6, y: y + 14 }, label.length > 32 ? `${label.slice(0, 31)}…` : label),
    );
    const choose = () => {
      if (id.startsWith("fold:")) open.add(id.slice(5));
      else selected = selected === id ? undefined : id;
      draw();
      byId("graph")
        .querySelector(`[data-id="${CSS.escape(id)}"]`)
        ?.focus();
    };
    node.dataset.id = id;
    node.addEventListener("click", choose);
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
    svg.append(node);
  }
  byId("graph").replaceChildren(svg);
}

/** What a node leads to and comes from, along the direction of the lines. */
function reach(id, edges) {
  const found = new Set([id]);
  for (const [from, to] of [
    [0, 1],
    [1, 0],
  ]) {
    const queue = [id];
    const seen = new Set(queue);
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      for (const edge of edges)
        if (edge[from] === next && !seen.has(edge[to])) {
          seen.add(edge[to]);
          found.add(edge[to]);
          queue.push(edge[to]);
        }
  }
  return found;
}

byId("unfold")?.addEventListener("click", () => {
  for (const agent of Object.values(data.graph.agents)) open.add(agent.owner);
  draw();
});
byId("fold")?.addEventListener("click", () => {
  open.clear();
  selected = undefined;
  draw();
});
draw();

// ── on paper nothing can be unfolded ──
const folds = () => document.querySelectorAll("details");
addEventListener("beforeprint", () => {
  for (const fold of folds()) {
    fold.dataset.was = String(fold.open);
    fold.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const fold of folds()) fold.open = fold.dataset.was === "true";
});
document.documentElement.dataset.ready = "true";
