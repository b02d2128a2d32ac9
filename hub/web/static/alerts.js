// What nobody should miss: water, smoke, an empty battery, a sensor that fell silent.

import { make } from "./parts.js";

const SHOWN = 3;

/** Show the alerts of a house above its screens; dangers come first. */
export function showAlerts({ alerts }) {
  const place = document.getElementById("alerts") ?? made();
  const first = [...alerts.filter((one) => one.danger), ...alerts.filter((one) => !one.danger)];
  const texts = first.slice(0, SHOWN).map((one) => one.sentence);
  const more = first.length - texts.length;
  if (more > 0) texts.push(`And ${more} more in the timeline.`);
  const said = JSON.stringify(texts);
  place.hidden = texts.length === 0;
  place.classList.toggle("danger", first.some((one) => one.danger));
  // Said again only where it is another word.
  if (place.dataset.said === said) return;
  place.dataset.said = said;
  place.replaceChildren(...texts.map((text) => make("p", "", text)));
}

function made() {
  const place = make("div", "alerts");
  place.id = "alerts";
  place.setAttribute("role", "alert");
  document.getElementById("main").before(place);
  return place;
}
