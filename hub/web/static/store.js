// What the page knows: the truth comes only from the hub; a wish lies on top until it is answered.

const LINES_KEPT = 60;

export class Store {
  house = null;
  devices = new Map();
  lines = [];
  /** "Humans only" was asked for, and the hub has not answered yet. */
  freezing = false;
  #wishes = new Map();

  /** Take in one event of the stream. */
  apply(name, data) {
    if (name === "snapshot") {
      this.house = data.house;
      this.devices = new Map(data.devices.map((device) => [device.id, device]));
      this.lines = data.lines;
    } else if (name === "house") {
      this.house = data;
    } else if (name === "device") {
      this.devices.set(data.id, data);
      if (this.#wishes.get(data.id)?.answered) this.#wishes.delete(data.id);
    } else if (name === "gone") {
      this.devices.delete(data.id);
    } else if (name === "line") {
      this.lines = [data, ...this.lines.filter((line) => line.id !== data.id)];
      this.lines.length = Math.min(this.lines.length, LINES_KEPT);
    }
  }

  /** Lay a wish over a device; the ticket that comes back ends this wish and no other. */
  wish(id, values) {
    const ticket = {};
    this.#wishes.set(id, { ticket, values, answered: false });
    return ticket;
  }

  /** The hub took the wish: from its next word on, the hub says what comes of it. */
  answered(id, ticket) {
    const wish = this.#wishes.get(id);
    if (wish?.ticket === ticket) wish.answered = true;
  }

  /** The wish is over. */
  drop(id, ticket) {
    if (this.#wishes.get(id)?.ticket === ticket) this.#wishes.delete(id);
  }

  /** What is held on the whole house, or null; what was asked for counts at once. */
  get held() {
    return this.house.held ?? (this.freezing ? { verb: "freeze" } : null);
  }

  /** How a device is to be shown: what it is, or what was asked of it and is on its way. */
  shown(id) {
    const device = this.devices.get(id);
    if (!device) return null;
    const wish = this.#wishes.get(id)?.values;
    const asked = { ...device.asked, ...wish };
    const power = asked.power ?? device.values.power;
    const percent = asked.percent ?? device.values.percent;
    const waiting = Boolean(wish) || (device.asked !== null && asked.power !== device.values.power);
    const words = wish ? wishWords(wish) : device.words;
    return { ...device, on: power === "on", percent: percent ?? null, waiting, words };
  }

  /** The devices of each room, rooms as the household ordered them; the homeless last. */
  rooms() {
    const rooms = this.house.areas.map((area) => ({ ...area, devices: [] }));
    const known = new Map(rooms.map((room) => [room.id, room]));
    const rest = { id: "", name: "Elsewhere", held: null, devices: [] };
    for (const device of this.devices.values()) {
      (known.get(device.area) ?? rest).devices.push(device);
    }
    return [...rooms, rest].filter((room) => room.devices.length > 0);
  }
}

function wishWords(wish) {
  if (wish.power === "off") return "Turning off";
  return wish.percent === undefined ? "Turning on" : `Turning to ${wish.percent} %`;
}
