
"use strict";
(() => {
  const page = JSON.parse(document.getElementById("data").textContent);
  const at = id => document.getElementById(id);
  const compared = page.lines.some(line => line.compared);
  const settled = page.lines.filter(line => line.rests !== "open").length;
  const collator = new Intl.Collator("en", { numeric: true });
  const ROOMY = 500;

  /** Makes an element with a class and children; texts become text, never markup. */
  const make = (tag, name, ...children) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  };
  const number = n => n.toLocaleString("en");
  const counted = (n, what) => number(n) + " " + what + (n === 1 ? "" : "s");
  const LIBRARIES = { haiku: "Haiku", nnx: "NNX" };
  const separator = side => side.style === "haiku" ? "/" : ".";
  const text = (side, entry) => (entry.in ? entry.in + separator(side) : "") + entry.path.join(separator(side));

  // What is shown or hidden together: a line with its arrays, or an array that has none.
  const units = [];
  const owners = { left: new Map(), right: new Map() };
  const tintOf = line => line.compared ? `var(--h${line.compared.level})` : `var(--${line.rests === "map" ? "map-line" : line.rests})`;
  const groupOf = line => line.compared ? (line.compared.equal ? "equal" : "differs") : line.rests;
  const keyOf = entry => `${entry.in ?? ""}/${entry.path.join("/")} ${entry.in ?? ""}.${entry.path.join(".")} ${entry.spec}`;
  const own = (unit, side, indices) => indices.forEach(i => owners[side].set(i, [...owners[side].get(i) ?? [], unit]));
  page.lines.forEach(line => {
    const texts = [...line.from.map(i => page.left.entries[i]), ...line.to.map(i => page.right.entries[i])];
    const unit = { line, left: line.from, right: line.to, group: groupOf(line), tint: tintOf(line), key: "" };
    unit.key = [...texts.map(entry => keyOf(entry)), line.kind, line.rests].join("\n").toLowerCase();
    own(unit, "left", unit.left);
    own(unit, "right", unit.right);
    units.push(unit);
  });
  for (const side of ["left", "right"]) {
    page[side].entries.forEach((entry, i) => {
      if (owners[side].has(i)) return;
      const key = keyOf(entry).toLowerCase();
      const unit = { left: [], right: [], [side]: [i], group: "unmatched", tint: "var(--open)", key };
      own(unit, side, [i]);
      units.push(unit);
    });
  }

  // Both trees. The left one is put in the order of its partners, so that lines run straight.
  const tree = side => {
    const root = { children: new Map(), side };
    page[side].entries.forEach((entry, i) => {
      let node = root;
      entry.path.forEach((name, level) => {
        const leaf = level === entry.path.length - 1;
        const key = (leaf ? `array ${entry.in} ` : "scope ") + name;
        if (!node.children.has(key)) {
          node.children.set(key, { name, children: new Map(), parent: node, side, open: false });
        }
        node = node.children.get(key);
        if (leaf) node.entry = i;
      });
    });
    return root;
  };
  const finish = (node, rank) => {
    while (node.parent && node.children.size === 1) { // a scope of one is written with what is in it
      const [only] = node.children.values();
      node.name += separator(page[node.side]) + only.name;
      node.children = only.children;
      node.entry = only.entry;
    }
    node.kids = [...node.children.values()];
    node.kids.forEach(kid => { kid.parent = node; finish(kid, rank); });
    node.size = node.kids.reduce((sum, kid) => sum + kid.size, node.entry === undefined ? 0 : 1);
    if (rank) {
      node.rank = node.entry === undefined ? Math.min(...node.kids.map(kid => kid.rank)) : rank(node.entry);
      node.kids.sort((a, b) => a.rank === b.rank ? 0 : a.rank - b.rank);
    } else if (node.kids.every((kid, i) => i === 0 || node.kids[i - 1].name <= kid.name)) {
      node.kids.sort((a, b) => collator.compare(a.name, b.name));
    }
  };
  const roots = { left: tree("left"), right: tree("right") };
  finish(roots.right);
  const places = new Map();
  (function place(node) {
    if (node.entry !== undefined) places.set(node.entry, places.size);
    node.kids.forEach(place);
  })(roots.right);
  finish(roots.left, i => Math.min(...owners.left.get(i).flatMap(unit => unit.right.map(other => places.get(other))), Infinity));

  const unfoldTo = (root, room) => {
    let level = [root];
    let rows = root.kids.length;
    while (level.length > 0) {
      const next = level.flatMap(node => node.kids.filter(kid => kid.kids.length > 0));
      rows += next.reduce((sum, node) => sum + node.kids.length, 0);
      if (rows > room) return;
      next.forEach(node => { node.open = true; });
      level = next;
    }
  };
  const each = (node, action) => { action(node); node.kids.forEach(kid => each(kid, action)); };
  unfoldTo(roots.left, ROOMY);
  unfoldTo(roots.right, ROOMY);

  // What is shown.
  let words = [];
  let chosen = null;
  const wanted = new Set();
  const visible = unit => (wanted.size === 0 || wanted.has(unit.group)) && words.every(word => unit.key.includes(word));
  const filtered = () => words.length > 0 || wanted.size > 0;
  let shown = new Set(units);
  let rows = { left: [], right: [] };
  const arrays = node => {
    const found = [];
    each(node, inner => { if (inner.entry !== undefined) found.push(inner.entry); });
    return found;
  };
  const unitsOf = node => arrays(node).flatMap(i => owners[node.side].get(i)).filter(unit => shown.has(unit));

  const flatten = side => {
    const found = [];
    const alive = new Set();
    each(roots[side], node => {
      if (node.entry !== undefined && owners[side].get(node.entry).some(unit => shown.has(unit))) {
        for (let up = node; up && !alive.has(up); up = up.parent) alive.add(up);
      }
    });
    const crowded = filtered() && shown.size > ROOMY;
    (function walk(node, depth) {
      node.kids.filter(kid => alive.has(kid)).forEach(kid => {
        found.push(kid);
        kid.depth = depth;
        kid.unfolded = kid.kids.length > 0 && (filtered() && !crowded ? !kid.shut : kid.open);
        if (kid.unfolded) walk(kid, depth + 1);
      });
    })(roots[side], 0);
    return found;
  };

  const marked = name => {
    const low = name.toLowerCase();
    const word = words.find(each => low.includes(each));
    if (!word || low.length !== name.length) return [name];
    const start = low.indexOf(word);
    return [name.slice(0, start), make("mark", "", name.slice(start, start + word.length)), name.slice(start + word.length)];
  };

  const row = (node, position) => {
    const entry = node.entry === undefined ? null : page[node.side].entries[node.entry];
    const element = make("div", entry ? "row" : "row scope", make("span", "name", ...marked(node.name)));
    const spec = make("span", "spec", entry ? (entry.in === "state" ? "state  " : "") + entry.spec : counted(node.size, "array"));
    if (entry) {
      const unit = owners[node.side].get(node.entry)[0];
      if (!unit.line) element.classList.add("alone");
      if (node.side === "right" && unit.line?.compared && !unit.line.compared.equal) {
        spec.textContent = unit.line.compared.short;
        spec.classList.add("tint");
        spec.style.setProperty("--tint", unit.tint);
      }
    } else {
      element.setAttribute("aria-expanded", String(node.unfolded));
    }
    element.title = entry ? text(page[node.side], entry) + "  " + entry.spec : node.name;
    element.append(spec);
    element.style.setProperty("--depth", node.depth);
    element.setAttribute("role", "treeitem");
    element.setAttribute("aria-level", node.depth + 1);
    element.tabIndex = position === 0 ? 0 : -1;
    element.node = node;
    node.element = element;
    return element;
  };

  /** The longest run of lines that do not cross: for these, both rows stand at one height. */
  const straight = bundles => {
    const tops = [], before = new Map();
    const inOrder = [...bundles].sort((x, y) => x.b - y.b || y.a - x.a);
    for (const bundle of inOrder) {
      let low = 0, high = tops.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (tops[middle].a < bundle.a) low = middle + 1; else high = middle;
      }
      before.set(bundle, tops[low - 1]);
      tops[low] = bundle;
    }
    const chain = [];
    for (let bundle = tops.at(-1); bundle; bundle = before.get(bundle)) chain.unshift(bundle);
    return chain;
  };
  /** Puts both columns level with each other: whoever is ahead waits. Returns how many rows high they are. */
  const level = bundles => {
    const gaps = { left: new Map(), right: new Map() };
    const wait = (side, i, gap) => { // with the scopes that it is the first in
      while (i > 0 && rows[side][i].parent === rows[side][i - 1]) i--;
      gaps[side].set(i, (gaps[side].get(i) ?? 0) + gap);
    };
    let a = 0, b = 0;
    for (const bundle of straight(bundles)) {
      const ahead = (bundle.a + a) - (bundle.b + b);
      if (ahead > 0) { wait("right", bundle.b, ahead); b += ahead; }
      if (ahead < 0) { wait("left", bundle.a, -ahead); a -= ahead; }
    }
    for (const side of ["left", "right"]) {
      let place = 0;
      rows[side].forEach((node, i) => {
        const gap = gaps[side].get(i) ?? 0;
        place += gap;
        node.element.style.setProperty("--gap", gap);
        node.place = place++;
      });
    }
    return Math.max(rows.left.length + a, rows.right.length + b, 1);
  };

  const SVG = "http://www.w3.org/2000/svg";
  const drawLines = () => {
    const height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
    const ends = {};
    for (const side of ["left", "right"]) {
      ends[side] = new Map();
      const index = new Map(rows[side].map((node, i) => [node, i]));
      each(roots[side], node => {
        if (node.entry === undefined) return;
        for (let up = node; up; up = up.parent) {
          if (index.has(up) && (up === node || !up.unfolded)) { ends[side].set(node.entry, index.get(up)); break; }
        }
      });
    }
    const bundles = new Map();
    shown.forEach(unit => {
      if (!unit.line) return;
      unit.left.forEach(from => unit.right.forEach(to => {
        const a = ends.left.get(from), b = ends.right.get(to);
        if (a === undefined || b === undefined) return;
        const bundle = bundles.get(a + " " + b) ?? { a, b, units: [] };
        bundle.units.push(unit);
        bundles.set(a + " " + b, bundle);
      }));
    });
    const total = level(bundles.values()) * height;
    const svg = at("lines");
    svg.setAttribute("viewBox", `0 0 100 ${total}`);
    svg.style.height = total + "px";
    const rankOf = unit => unit.line.compared ? unit.line.compared.level : -page.bases.indexOf(unit.line.rests);
    svg.replaceChildren(...[...bundles.values()].map(({ a, b, units: all }) => {
      const path = document.createElementNS(SVG, "path");
      const y1 = (rows.left[a].place + .5) * height, y2 = (rows.right[b].place + .5) * height;
      const worst = all.reduce((worst, unit) => rankOf(unit) > rankOf(worst) ? unit : worst);
      path.setAttribute("d", `M0 ${y1}C45 ${y1} 55 ${y2} 100 ${y2}`);
      path.style.setProperty("--tint", (compared ? worst : all.reduce((w, u) => rankOf(u) < rankOf(w) ? u : w)).tint);
      if (compared && all.every(unit => unit.line.compared?.equal)) path.classList.add("quiet");
      if (all.every(unit => unit.line.rests === "open")) path.classList.add("open");
      path.units = all;
      return path;
    }));
  };

  /** Lights a unit's rows and lines; those of the chosen one stay lit. */
  const light = hovered => {
    const lit = new Set([chosen, ...hovered].filter(unit => shown.has(unit)));
    at("lines").parentElement.classList.toggle("choosing", lit.size > 0);
    for (const path of at("lines").children) path.classList.toggle("lit", path.units.some(unit => lit.has(unit)));
    for (const side of ["left", "right"]) {
      rows[side].forEach(node => {
        const mine = node.entry === undefined ? [] : owners[side].get(node.entry);
        node.element.classList.toggle("chosen", mine.includes(chosen));
        node.element.setAttribute("aria-selected", String(mine.includes(chosen)));
        node.element.classList.toggle("lit", mine.some(unit => lit.has(unit)));
      });
    }
  };

  const draw = () => {
    shown = new Set(units.filter(visible));
    for (const side of ["left", "right"]) {
      rows[side] = flatten(side);
      at(side).replaceChildren(...rows[side].map(row));
    }
    drawLines();
    at("nothing").hidden = shown.size > 0;
    const drawn = [...shown].filter(unit => unit.line);
    const open = drawn.filter(unit => unit.group === "open").length;
    const lines = drawn.length - open;
    at("count").textContent = (filtered() ? `${number(lines)} of ` : "") + number(settled) + (settled === 1 ? " match" : " matches")
      + (open > 0 ? `, ${counted(open, "candidate")}` : "")
      + (shown.size > drawn.length ? `, ${number(shown.size - drawn.length)} unmatched` : "");
    for (const cell of at("cells").children) cell.classList.toggle("away", !shown.has(cell.unit));
    light([]);
  };

  // Details of the chosen one.
  const facts = pairs => make("dl", "", ...pairs.flatMap(([name, value, tint]) => {
    const dd = make("dd", tint ? "tint" : "", value);
    if (tint) dd.style.setProperty("--tint", tint);
    return [make("dt", "", name), dd];
  }));
  const titles = (unit, side) => {
    const all = unit[side].map(i => page[side].entries[i]);
    const listed = all.length > 4 ? [all[0], all[1], null, all.at(-1)] : all;
    return listed.map(entry => entry
      ? make("h3", "", text(page[side], entry) + " ", make("small", "", entry.spec))
      : make("h3", "", make("small", "", `and ${number(all.length - 3)} more`)));
  };
  const heat = map => {
    const grid = make("div", map.rows === 1 ? "heat flat" : "heat");
    grid.style.gridTemplateColumns = `repeat(${map.columns}, 1fr)`;
    grid.setAttribute("role", "img");
    grid.setAttribute("aria-label", `Where the differences are, in ${map.rows} by ${map.columns} parts`);
    grid.append(...[...map.levels].map(level => {
      const cell = make("i");
      cell.style.background = `var(--h${level})`;
      return cell;
    }));
    return [grid, make("p", "", "Where the array differs: each square is a part of it, the strongest colour is the largest difference.")];
  };
  const WHY = {
    shape: "shape: nothing else fits", block: "block: numbered blocks keep their order",
    number: "number: ordinals that the authors wrote", name: "name: what somebody called it",
    order: "order: definition order, as --assume-order says", map: "map: your own line",
    open: "open: not decided; each dashed line is a candidate"
  };
  const explain = unit => {
    if (!unit) {
      return [make("p", "", "Choose an array to see where it goes and what the match rests on."),
        make("p", "", make("kbd", "", "/"), " searches, ", make("kbd", "", "↑"), " ", make("kbd", "", "↓"), " ", make("kbd", "", "←"), " ",
          make("kbd", "", "→"), " move in a tree, ", make("kbd", "", "m"), " goes to the match, ", make("kbd", "", "c"), " to the next candidate of an open one, ", make("kbd", "", "Esc"), " clears.")];
    }
    const { line } = unit;
    if (!line) {
      const side = unit.left.length > 0 ? "left" : "right";
      const remark = page[side].entries[unit[side][0]].remark;
      return [...titles(unit, side), make("p", "", remark || "Nothing on the other side belongs to it.")];
    }
    const pairs = line.rests === "open" ? [["decided", WHY.open, "var(--open)"], ["settle with", line.how]]
      : [["rule", line.kind || "none: arrays as they are"], ["rests on", WHY[line.rests] ?? line.rests, `var(--${line.rests === "map" ? "map-line" : line.rests})`],
      ["operation", line.how]];
    const parts = [...titles(unit, "left"), ...titles(unit, "right")];
    if (line.compared) {
      pairs.push(...line.compared.facts.map(([name, value], i) => [name, value, i === 0 ? unit.tint : ""]));
    }
    parts.push(facts(pairs));
    if (line.compared?.heat) parts.push(...heat(line.compared.heat));
    return parts;
  };

  const reveal = (side, index) => {
    const find = node => node.entry === index ? node : node.kids.map(find).find(Boolean);
    const node = find(roots[side]);
    for (let up = node?.parent; up; up = up.parent) { up.open = true; up.shut = false; }
    return node;
  };
  const choose = unit => {
    chosen = unit;
    at("details").replaceChildren(...explain(unit));
    at("details").classList.toggle("empty", !unit);
    for (const cell of at("cells").children) cell.classList.toggle("chosen", cell.unit === unit && unit !== null);
    light([]);
  };
  const focus = element => {
    if (!element) return;
    for (const other of element.parentElement.children) other.tabIndex = -1;
    element.tabIndex = 0;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  };
  const toggle = (node, open) => {
    node.open = open;
    node.shut = !open;
    draw();
    focus(node.element);
  };
  const goTo = (side, index) => {
    const node = reveal(side, index);
    if (!rows[side].includes(node)) draw();
    if (!node.element?.isConnected) return;
    focus(node.element);
    node.element.scrollIntoView({ block: "center" });
  };

  for (const side of ["left", "right"]) {
    const box = at(side);
    box.addEventListener("click", event => {
      const node = event.target.closest(".row")?.node;
      if (!node) return;
      if (node.entry === undefined) toggle(node, !node.unfolded);
      else { focus(node.element); choose(owners[side].get(node.entry).find(unit => shown.has(unit))); }
    });
    box.addEventListener("mouseover", event => {
      const node = event.target.closest(".row")?.node;
      light(node ? unitsOf(node) : []);
    });
    box.addEventListener("mouseleave", () => light([]));
    box.addEventListener("keydown", event => {
      const node = event.target.node;
      if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
      const here = rows[side].indexOf(node);
      const go = i => focus(rows[side][Math.max(0, Math.min(rows[side].length - 1, i))].element);
      const keys = {
        ArrowDown: () => go(here + 1),
        ArrowUp: () => go(here - 1),
        Home: () => go(0),
        End: () => go(rows[side].length - 1),
        ArrowRight: () => node.entry === undefined && (node.unfolded ? go(here + 1) : toggle(node, true)),
        ArrowLeft: () => node.unfolded ? toggle(node, false) : node.parent.element && focus(node.parent.element),
        Enter: () => box.ownerDocument.activeElement.click(),
        " ": () => box.ownerDocument.activeElement.click(),
        c: () => {
          const mine = unitsOf(node);
          if (mine.length > 0) choose(mine[(mine.indexOf(chosen) + 1) % mine.length]);
        },
        m: () => {
          const mine = node.entry === undefined ? unitsOf(node) : owners[side].get(node.entry);
          const unit = mine.includes(chosen) ? chosen : mine[0];
          const other = side === "left" ? "right" : "left";
          if (unit?.[other].length) { choose(unit); goTo(other, unit[other][0]); }
        }
      };
      if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    });
  }
  at("lines").addEventListener("click", event => event.target.units && choose(event.target.units[0]));
  at("lines").addEventListener("mouseover", event => light(event.target.units ?? []));
  at("lines").addEventListener("mouseleave", () => light([]));

  // The heat map of all arrays.
  if (compared) {
    const squares = units.filter(unit => unit.line?.compared);
    at("map").hidden = false;
    at("cells").classList.toggle("many", squares.length > 400);
    at("cells").append(...squares.map((unit, i) => {
      const cell = make("button");
      cell.type = "button";
      cell.unit = unit;
      cell.tabIndex = i === 0 ? 0 : -1;
      cell.style.background = unit.tint;
      cell.title = text(page.right, page.right.entries[unit.right[0]]) + ": " + unit.line.compared.short;
      cell.setAttribute("aria-label", cell.title);
      return cell;
    }));
    at("cells").addEventListener("click", event => {
      const unit = event.target.unit;
      if (!unit) return;
      if (!shown.has(unit)) clear();
      choose(unit);
      goTo("right", unit.right[0]);
      event.target.focus({ preventScroll: true });
    });
    at("cells").addEventListener("keydown", event => {
      const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
      if (step && event.target[step]) { event.preventDefault(); focus(event.target[step]); choose(event.target[step]?.unit); }
    });
    const ramp = make("b");
    for (let level = 0; level <= 9; level++) {
      const step = make("i");
      step.style.background = `var(--h${level})`;
      ramp.append(step);
    }
    at("scale").append(make("span", "", "One square for each array, the worst first."), make("span", "", "equal"), ramp,
      make("span", "", "far apart, in ULP on a log scale"));
  }

  // Search, groups, folding, theme.
  const clear = () => {
    at("query").value = "";
    words = [];
    wanted.clear();
    for (const chip of at("groups").children) chip.setAttribute("aria-pressed", "false");
    draw();
  };
  at("query").addEventListener("input", () => {
    words = at("query").value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const side of ["left", "right"]) each(roots[side], node => { node.shut = false; });
    draw();
  });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && event.target !== at("query")) {
      event.preventDefault();
      at("query").focus();
      at("query").select();
    } else if (event.key === "Escape") {
      clear();
      choose(null);
    }
  });
  const groups = Map.groupBy(units, unit => unit.group);
  const tints = { differs: "var(--h7)", equal: "var(--h0)", map: "var(--map-line)", unmatched: "var(--open)" };
  const placeOf = group => group === "unmatched" ? page.bases.length : page.bases.indexOf(group);
  [...groups.keys()].sort((a, b) => placeOf(a) - placeOf(b)).forEach(group => {
    const chip = make("button", "", `${group} ${number(groups.get(group).length)}`);
    chip.type = "button";
    chip.setAttribute("aria-pressed", "false");
    chip.dataset.group = group;
    chip.title = WHY[group] ?? "";
    chip.style.setProperty("--tint", tints[group] ?? `var(--${group})`);
    chip.addEventListener("click", () => {
      const on = !wanted.has(group);
      if (on) wanted.add(group); else wanted.delete(group);
      chip.setAttribute("aria-pressed", String(on));
      draw();
    });
    at("groups").append(chip);
  });
  const foldAll = open => {
    for (const side of ["left", "right"]) each(roots[side], node => { node.open = open; node.shut = !open; });
    draw();
  };
  at("unfold").addEventListener("click", () => foldAll(true));
  at("fold").addEventListener("click", () => foldAll(false));
  at("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  matchMedia("(max-width: 40rem)").addEventListener("change", draw);

  const brief = side => page[side].name.split(/[/\\]/).at(-1);
  const names = brief("left") === brief("right") ? [page.left.name, page.right.name] : [brief("left"), brief("right")];
  document.title = names.join(` ${page.arrow} `);
  at("heading").append(names[0], make("i", "", page.arrow), names[1]);
  at("outcome").textContent = page.outcome;
  at("outcome").className = page.tone;
  for (const side of ["left", "right"]) {
    at(side + "-name").append(LIBRARIES[page[side].style] + " ", make("span", "", counted(page[side].entries.length, "array")));
    at(side + "-name").title = page[side].name;
    at(side).setAttribute("aria-label", page[side].name);
  }
  page.sections.forEach(section => at("sections").append(make("h2", "", section.title),
    make("ul", "", ...section.lines.map(line => make("li", "", line)))));
  draw();
  choose(null);
})();
