// A dot plot with its figures in columns, as SVG: ratios are distances, because its axis is logarithmic.

const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";
const SHAPES = [
  (r) => `M${-r},0A${r},${r} 0 1 1 ${r},0A${r},${r} 0 1 1 ${-r},0Z`, // a circle
  (r) => `M0,${-1.3 * r}L${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0Z`, // a diamond
  (r) => `M${-r},${-r}H${r}V${r}H${-r}Z`, // a square
  (r) => `M0,${-1.2 * r}L${1.2 * r},${r}H${-1.2 * r}Z`, // a triangle
];
const shapeOf = (at) => SHAPES[at % SHAPES.length];

function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const svgText = (x, y, text, more = {}) =>
  svg("text", { x, y, fill: css("--ink"), "font-size": 13, "font-family": FONT, ...more }, text);

/** From a figure to a place, with ticks at 1, 2, 5, 10, ...; closer ones where these would be too few. */
function logarithmicAxis(values, from, to) {
  const least = Math.min(...values) * 0.94;
  const most = Math.max(...values) * 1.06;
  const place = (value) =>
    from + (Math.log(Math.min(Math.max(value, least), most) / least) / Math.log(most / least)) * (to - from);
  const ticksOf = (steps) => {
    const ticks = [];
    for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
      ticks.push(
        ...steps.map((step) => +(step * 10 ** power).toPrecision(3)).filter((tick) => tick >= least && tick <= most),
      );
    }
    return ticks;
  };
  const steps = [[1], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8], Array.from({ length: 90 }, (_, at) => 1 + at / 10)];
  const isApart = (tick, other) =>
    Math.abs(place(tick) - place(other)) >= (tickText(tick).length + tickText(other).length) * 3.6 + 8;
  const candidates = steps.map(ticksOf);
  const fitting = candidates
    .filter((ticks) => ticks.every((tick, at) => at === 0 || isApart(tick, ticks[at - 1])))
    .at(-1);
  const thinned = (ticks) =>
    ticks.reduce((kept, tick) => (kept.length && !isApart(tick, kept.at(-1)) ? kept : [...kept, tick]), []);
  const ticks = fitting?.length > 1 ? fitting : thinned(candidates.find((all) => all.length > 1) ?? candidates.at(-1));
  return { place, ticks, isBeyond: (value) => value < least || value > most };
}

const tickText = (tick) => (tick >= 1000 ? whole(tick) : String(tick));

/** Stripes in a colour, for a mark of IPv6. */
const hatching = (id, ink) =>
  svg(
    "pattern",
    { id, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 4, height: 4, fill: css("--paper") }),
    svg("rect", { width: 2.2, height: 4, fill: ink }),
  );

let hatchings = 0;

/** Draws a mark of a row; colour says which transport, shape which lane. */
function markOf(row, shape, x, y, defs, attributes = {}) {
  const ink = colour(row);
  let fill = ink;
  if (fillOf(row) === "hollow") fill = css("--paper");
  if (fillOf(row) === "hatched") {
    const id = `hatching-${hatchings++}`;
    defs.append(hatching(id, ink));
    fill = `url(#${id})`;
  }
  return svg("path", {
    d: shape(5.5),
    transform: `translate(${x.toFixed(1)},${y})`,
    fill,
    stroke: ink,
    "stroke-width": 1.8,
    class: "mark",
    ...attributes,
  });
}

const shortened = (text, length) => (text.length > length ? text.slice(0, Math.max(1, length - 1)) + "…" : text);

/**
 * A plot.
 *
 * lanes: what the shapes stand for, in words; none is said if there is one.
 * groups: {title, lines: [{name, row, marks: [{lane, value, interval, said}], cells: [text]}]}.
 * heads: [{text, width, start, soft, isStrong}], one for each cell; axis: what is drawn; linked: whether the marks of a line are a pair.
 */
function dotPlot({ width, lanes, groups, heads, axis, linked = false, description }) {
  const lines = groups.flatMap((group) => group.lines);
  const shown = lines.flatMap((line) => line.marks).filter(({ value }) => value > 0 && Number.isFinite(value));
  const defs = svg("defs");
  const parts = [];
  const columns = heads.reduce((sum, head) => sum + head.width, 0);
  const labelWidth = Math.min(Math.max(60, ...lines.map(({ name }) => name.length * 7.6 + 14)), width * 0.34);
  const [left, right] = [labelWidth + 10, width - columns - 14];
  const laneCount = linked ? 1 : Math.max(1, lanes.length);
  const lineHeight = Math.max(24, 9 + 10 * laneCount);
  const values = shown.map(({ value }) => value);
  // An interval may reach as far as it likes; the axis goes no further than ten times the figures.
  const bounds = shown
    .flatMap(({ interval }) => interval ?? [])
    .filter((bound) => bound > Math.min(...values) / 10 && bound < Math.max(...values) * 10);
  const { place, ticks, isBeyond } = logarithmicAxis(values.length ? [...values, ...bounds] : [1, 10], left, right);
  const soft = { fill: css("--soft"), "font-size": 12 };

  let y = 16;
  if (lanes.length > 1) {
    const needed = lanes.reduce((sum, words) => sum + 36 + words.length * 6.8, 0);
    const room = needed > right ? width : right; // beside the heads of the columns, or above them
    let x = 4;
    for (const [at, words] of lanes.entries()) {
      const space = 20 + words.length * 6.8 + 16;
      if (x + space > room && x > 4) {
        x = 4;
        y += 20;
      }
      parts.push(
        svg("path", { d: shapeOf(at)(5), transform: `translate(${x + 6},${y - 4})`, fill: css("--soft") }),
        svgText(x + 18, y, words, soft),
      );
      x += space;
    }
    if (room > right) y += 22;
  }
  const top = y - 2;
  let x = width - columns;
  for (const head of heads) {
    x += head.width;
    parts.push(
      svgText(head.start ? x - head.width + 10 : x, y, head.text, {
        ...soft,
        "text-anchor": head.start ? "start" : "end",
      }),
    );
  }
  y += 6;
  const grid = svg("g");
  parts.push(grid);
  for (const { title, lines: members } of groups) {
    if (title) {
      y += 18;
      parts.push(svgText(0, y, title, { ...soft, "font-weight": 600 }));
      y += 3;
    }
    for (const { name, row, marks, cells } of members) {
      const middle = y + lineHeight / 2;
      const line = svg("g", { class: "line", "data-row": name });
      line.append(
        svgText(labelWidth, middle + 4.5, shortened(name, Math.floor(labelWidth / 7.4)), {
          "text-anchor": "end",
        }),
      );
      const own = marks.filter(({ value }) => value > 0 && Number.isFinite(value));
      if (linked && own.length > 1) {
        const ends = own.map((mark) => place(mark.value));
        line.append(
          svg("path", {
            d: `M${Math.min(...ends)},${middle}H${Math.max(...ends)}`,
            stroke: colour(row),
            "stroke-width": 2.5,
            fill: "none",
            class: "link",
          }),
        );
      }
      for (const { lane, value, interval, said: words } of own) {
        const at = linked ? middle : middle + (lane - (laneCount - 1) / 2) * 10;
        const mark = svg("g", {}, svg("title", {}, words));
        if (interval) {
          const [low, high] = interval.map((bound) => place(bound).toFixed(1));
          const caps = interval
            .filter((bound) => !isBeyond(bound))
            .map((bound) => `M${place(bound).toFixed(1)},${at - 3.5}v7`)
            .join("");
          mark.append(
            svg("path", {
              d: `M${low},${at}H${high}${caps}`,
              stroke: colour(row),
              "stroke-width": 1.8,
              fill: "none",
              class: "whisker",
            }),
          );
        }
        mark.append(
          markOf(row, shapeOf(lane), place(value), at, defs, {
            "data-lane": lanes[lane] ?? "",
            "data-value": value,
          }),
        );
        line.append(mark);
      }
      let edge = width - columns;
      cells.forEach((text, at) => {
        edge += heads[at].width;
        const start = heads[at].start;
        line.append(
          svgText(start ? edge - heads[at].width + 10 : edge, middle + 4.5, text, {
            "text-anchor": start ? "start" : "end",
            style: "font-variant-numeric: tabular-nums",
            ...(heads[at].soft ? { fill: css("--soft") } : {}),
            ...(heads[at].isStrong?.(text) ? { "font-weight": 700 } : {}),
          }),
        );
      });
      parts.push(line);
      y += lineHeight;
    }
  }
  y += 4;
  for (const tick of ticks) {
    grid.append(
      svg("path", { d: `M${place(tick).toFixed(1)},${top + 10}V${y}`, stroke: css("--line"), "stroke-width": 1 }),
    );
    parts.push(
      svgText(place(tick), y + 15, tickText(tick), {
        ...soft,
        "text-anchor": "middle",
      }),
    );
  }
  parts.push(svgText(left, y + 33, axis, soft));
  return svg(
    "svg",
    { width, height: y + 42, viewBox: `0 0 ${width} ${y + 42}`, role: "img", "aria-label": description },
    defs,
    ...parts,
  );
}
