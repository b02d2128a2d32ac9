// What people are asked: one card at a time, with what happens if nobody answers.

import { icon, make } from "./parts.js";

const WORDS = {
  yes: "Allow", later: "Not now", lower: "Allow, but less", no: "No", always: "Always allow", never: "Never",
};
const FIRST = ["yes", "later"];
const ALLOWED = ["yes", "lower"];
const NO_ACCIDENT = 400;
const READ_IN = 5_000;

export class Questions {
  #cards = new Map();
  #ended = new Set();

  /** Show cards in a section; `page` is what screens are given. */
  constructor(section, page) {
    this.element = section;
    this.page = page;
  }

  /** Show the first question, before anything is seen: later it would move what is tapped. */
  begin() {
    const [first] = this.page.store.house.prompts;
    if (first) this.#add(first);
    this.show();
  }

  /** End the cards of what is not asked any more. */
  show() {
    const { prompts } = this.page.store.house;
    const open = new Map(prompts.map((prompt) => [prompt.id, prompt]));
    for (const [id, card] of this.#cards) {
      if (!open.has(id) && !this.#ended.has(id)) this.#end(id, card);
    }
    this.element.hidden = this.#cards.size === 0;
  }

  /** Show the next question. */
  look() {
    const next = this.page.store.house.prompts.find((prompt) => !this.#cards.has(prompt.id));
    if (next) this.#add(next);
    this.element.hidden = this.#cards.size === 0;
    scrollTo({ top: 0 });
    this.#cards.get(next?.id)?.querySelector("h2").focus();
    this.page.changed();
  }

  #add(prompt) {
    const card = this.#card(prompt);
    this.#cards.set(prompt.id, card);
    this.page.cards.add(prompt.id);
    this.element.prepend(card);
  }

  /** It is answered or over: what became of it is said for a moment. */
  #end(id, card) {
    this.#ended.add(id);
    // The hub's own words come with the same news, but behind it.
    const ended = this.page.store.lines.find((line) => line.prompt === id);
    card.replaceChildren(make("p", "", ended?.text ?? "This question is over."));
    setTimeout(() => {
      card.remove();
      this.#cards.delete(id);
      this.#ended.delete(id);
      this.page.cards.delete(id);
      this.element.hidden = this.#cards.size === 0;
    }, READ_IN);
  }

  #card(prompt) {
    const title = make("h2", "question-title", prompt.title);
    title.tabIndex = -1;
    const who = make("p", "question-who", icon("agent"), make("span", "", prompt.asks));
    const said = prompt.sentences.map((sentence) => make("p", "question-why", sentence));
    const buttons = [];
    const choice = (word) => {
      const button = make("button", `question-button ${word}`, WORDS[word]);
      button.type = "button";
      button.disabled = true;
      button.addEventListener("click", () => this.#say(prompt, word, buttons));
      buttons.push(button);
      return button;
    };
    const row = make("div", "question-row", ...prompt.answers.filter((word) => FIRST.includes(word)).map(choice));
    const rest = prompt.answers.filter((word) => !FIRST.includes(word)).map(choice);
    const others = make("details", "question-more", make("summary", "", "Other answers"), make("div", "question-row", ...rest));
    const why = make("button", "question-why-button", "Why?");
    why.type = "button";
    why.setAttribute("aria-haspopup", "dialog");
    why.addEventListener("click", () => this.page.why(`/api/prompts/${encodeURIComponent(prompt.id)}/why`, prompt.title));
    const card = make("article", "question", who, title, ...said, row, make("div", "question-foot", why, rest.length ? others : ""));
    // Nobody has read a card that has only just come under the finger.
    setTimeout(() => buttons.forEach((one) => { one.disabled = false; }), NO_ACCIDENT);
    return card;
  }

  async #say({ id, things }, word, buttons) {
    for (const button of buttons) button.disabled = true;
    const counted = await this.page.answer(id, word);
    // What counted ends the card as soon as the hub says so.
    if (!counted) for (const button of buttons) button.disabled = false;
    else if (ALLOWED.includes(word)) this.page.notice("Allowed.", { Undo: () => this.#undo(things) });
  }

  /** A person's own hand puts lights back to how they were when it was asked. */
  #undo(things) {
    for (const { device, was: { power, percent } } of things) {
      if (power) this.page.wish(device, { power, ...(power === "on" && percent ? { percent } : {}) });
    }
  }
}
