// Small parts of the page; whatever comes from the hub is only ever text.

const SVG = "http://www.w3.org/2000/svg";
/** Our own icons, each one stroke of a pen on 24 by 24. */
const HOUSE = "m4 12 8-7 8 7M6.5 10.5V19h11v-8.5";
const DRAWN = {
  lamp: "M12 3a6.2 6.2 0 0 0-3.6 11.2c.7.5 1.1 1.3 1.1 2.1V17h5v-.7c0-.8.4-1.6 1.1-2.1A6.2 6.2 0 0 0 12 3ZM10 20.5h4",
  switch: "M9 3v4M15 3v4M6.5 7h11v4a5.5 5.5 0 0 1-11 0V7ZM12 16.5V21",
  hand: "M8 12V6.5a1.5 1.5 0 0 1 3 0V11V5a1.5 1.5 0 0 1 3 0v6V6.5a1.5 1.5 0 0 1 3 0V14c0 4-2 6.5-5.5 6.5-3 0-4.5-1.5-6-4.5l-1.5-3a1.5 1.5 0 0 1 2.6-1.4Z",
  person: "M12 4.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2ZM5 20c.6-4 3.4-6 7-6s6.4 2 7 6",
  agent: "M8 8h8a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3ZM12 8V4.5M9.5 12.800v1.4M14.5 12.800v1.4",
  house: HOUSE,
  "tab-home": ["4 4", "13 4", "4 13", "13 13"].map((at) => `M${at}m2 0h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2h-3a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2Z`).join(""),
  "tab-timeline": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 7.5V12l3 2",
  "tab-balance": "M12 4v16M7 20h10M5 7h14M5 7l-2.5 6a3 3 0 0 0 5 0ZM19 7l-2.5 6a3 3 0 0 0 5 0Z",
  "tab-house": HOUSE,
};

/** The part of the page that is always there under this id. */
export const find = (id) => document.getElementById(id);

/** Make an element of a class, with a text or children. */
export function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  // One by one: several at once would go by way of a fragment, which takes twice as long.
  for (const part of content) element.append(part);
  return element;
}

/** Make one of our own icons: two elements, since a tile has some and a home has many tiles. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWN[name]);
  svg.append(path);
  return svg;
}

/** Set a text only where it differs, so that nothing is read out twice. */
export function tell(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment as it is read now: its clock, and its day where that is another one. */
export function when(moment, now) {
  const day = moment.slice(0, 10);
  if (day === now.slice(0, 10)) return clock(moment);
  return `${clock(moment)} on ${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
}

/** The clock of a moment at home: its ISO form carries the home's own time. */
export function clock(moment) {
  return moment ? moment.slice(11, 16) : "";
}

/** Let fingers and the screen go first, so that no task is long. */
export const breath = () => globalThis.scheduler?.yield?.() ?? new Promise((go) => setTimeout(go));

const A_FRAME = 17;

/** Let the browser draw what there is, if it does so within a frame: after a reload it takes its time. */
export const drawn = () =>
  new Promise((go) => { requestAnimationFrame(go); setTimeout(go, A_FRAME); }).then(breath);

let dressed = null;

/** Fetch a module that the first sight does not need, and how such parts look. */
export async function later(load) {
  dressed ??= dress().catch((problem) => { dressed = null; throw problem; });
  return (await Promise.all([load(), dressed]))[0];
}

function dress() {
  const look = make("link");
  Object.assign(look, { rel: "stylesheet", href: new URL("later.css", import.meta.url).pathname });
  return new Promise((done, failed) => {
    look.addEventListener("load", done);
    look.addEventListener("error", () => { look.remove(); failed(new Error("The hub could not be reached.")); });
    document.head.append(look);
  });
}
