/** Where a number lies on an axis, in SVG units. */
export type Scale = (value: number) => number;

/** Equal distances for equal differences. */
export const linear =
  ([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale =>
  (value) =>
    from + ((value - low) / (high - low)) * (to - from);

/** Equal distances for equal ratios. */
export const logarithmic = ([low, high]: readonly [number, number], span: readonly [number, number]): Scale => {
  const scale = linear([Math.log(low), Math.log(high)], span);
  return (value) => scale(Math.log(value));
};

/** A rectangle to draw in, with its two scales; y grows upwards for readers, downwards in SVG. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
}

/** A mark on an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** A point of a series, in the units of the axes. */
export type Point = readonly [x: number, y: number];

const short = (n: number): string => String(Math.round(n * 10) / 10);
const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Words; `anchor` says which end of them is at x. */
export const words = (x: number, y: number, text: string, style = "", anchor = "start"): string =>
  `<text x="${short(x)}" y="${short(y)}" text-anchor="${anchor}"${style === "" ? "" : ` class="${style}"`}>${escaped(text)}</text>`;

/** Grid, tick labels and axis titles of a panel. */
export function axes(panel: Panel, x: readonly Tick[], y: readonly Tick[], titles: { x: string; y: string }): string[] {
  const { left, top, width, height } = panel;
  const bottom = top + height;
  const grid = y.map(({ at }) => {
    const line = short(panel.y(at));
    return `<path class="grid" d="M${short(left)} ${line}H${short(left + width)}"/>`;
  });
  const marks = x.map(({ at }) => `<path class="axis" d="M${short(panel.x(at))} ${short(bottom)}v4"/>`);
  return [
    ...grid,
    `<path class="axis" d="M${short(left)} ${short(bottom)}H${short(left + width)}"/>`,
    ...marks,
    ...x.map(({ at, label }) => words(panel.x(at), bottom + 18, label, "tick", "middle")),
    ...y.map(({ at, label }) => words(left - 8, panel.y(at) + 4, label, "tick", "end")),
    words(left + width / 2, bottom + 38, titles.x, "", "middle"),
    words(left - 58, top - 20, titles.y),
  ];
}

/** A line through points, with a dot at each. */
export function series({ x, y }: Panel, points: readonly Point[], style: string): string[] {
  const at = points.map(([px, py]) => [short(x(px)), short(y(py))] as const);
  return [
    `<path class="line ${style}" d="M${at.map((pair) => pair.join(" ")).join("L")}"/>`,
    ...at.map(([cx, cy]) => `<circle class="dot ${style}" cx="${cx}" cy="${cy}" r="3.5"/>`),
  ];
}

/** A hollow mark: a figure that somebody else measured. */
export const ring = ({ x, y }: Panel, [px, py]: Point, style: string): string =>
  `<circle class="ring ${style}" cx="${short(x(px))}" cy="${short(y(py))}" r="6"/>`;
