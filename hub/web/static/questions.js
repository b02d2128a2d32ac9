// What people are asked: a card for each question, with the answers that it takes.

import { make } from "./parts.js";

const WORDS = {
  yes: "Yes", lower: "Yes, but less", later: "Not now", no: "No", always: "Always", never: "Never",
};

export class Questions {
  #cards = new Map();

  /** Show questions in a section; `answer` sends what is said, and says whether it counted. */
  constructor(section, answer) {
    this.section = section;
    this.answer = answer;
  }

  /** Show what is asked, and nothing that is not asked any more. */
  show(prompts) {
    const asked = new Map(prompts.map((prompt) => [JSON.stringify(prompt), prompt]));
    for (const [key, card] of this.#cards) {
      if (!asked.has(key)) {
        card.remove();
        this.#cards.delete(key);
      }
    }
    for (const [key, prompt] of asked) {
      if (!this.#cards.has(key)) {
        this.#cards.set(key, this.#card(prompt));
        this.section.append(this.#cards.get(key));
      }
    }
    this.section.hidden = this.#cards.size === 0;
  }

  #card(prompt) {
    const title = make("h2", "question-title", prompt.title);
    const why = prompt.sentences.map((sentence) => make("p", "question-why", sentence));
    const row = make("div", "question-row");
    const buttons = prompt.answers.map((word) => make("button", `question-button ${word}`, WORDS[word]));
    prompt.answers.forEach((word, at) => {
      buttons[at].type = "button";
      buttons[at].addEventListener("click", () => this.#say(prompt.id, word, buttons));
    });
    row.append(...buttons);
    return make("article", "question", title, ...why, row);
  }

  async #say(id, word, buttons) {
    for (const button of buttons) button.disabled = true;
    const counted = await this.answer(id, word);
    // What counted takes the card away as soon as the hub says so.
    if (!counted) for (const button of buttons) button.disabled = false;
  }
}
