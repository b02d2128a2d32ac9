// Small parts of the page; whatever comes from the hub is only ever text.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element of a class, with a text or children. */
export function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** Make one of our own icons. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
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
