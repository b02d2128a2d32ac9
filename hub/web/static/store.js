// What the page knows: the truth comes only from the hub; a wish lies on top until it is answered.

const LINES_KEPT = 60;

export class Store {
  house = null;
  devices = new Map();
  lines = [];
  /** "Humans only" was asked for, and the hub has not answered yet. */
  freezing = false;
  #wishes = new Map();

  /** `onOvertaken` hears of a device that somebody else set after a wish that is still open. */
  constructor(onOvertaken = () => {}) {
    this.onOvertaken = onOvertaken;
  }

  /** Take in one event of the stream. */
  apply(name, data) {
    if (name === "snapshot") {
      this.house = data.house;
      this.devices = new Map(data.devices.map((device) => [device.id, device]));
      this.lines = data.lines;
      for (const id of [...this.#wishes.keys()]) this.#judge(id);
    } else if (name === "house") {
      this.house = data;
    } else if (name === "device") {
      this.devices.set(data.id, data);
      this.#judge(data.id);
    } else if (name === "beat") {
      this.house.now = data.now ?? this.house.now;
    } else if (name === "gone") {
      this.devices.delete(data.id);
      this.#wishes.delete(data.id);
    } else if (name === "line") {
      this.lines = [data, ...this.lines.filter((line) => line.id !== data.id)];
      this.lines.sort((one, other) => other.id - one.id);
      this.lines.length = Math.min(this.lines.length, LINES_KEPT);
    }
  }

  /** Lay a wish over a device; its ticket ends this wish and no other. */
  wish(id, values, ticket) {
    this.#wishes.set(id, { ticket, values, taken: false, lapsed: "", number: null });
  }

  /** The hub did it, with its change of this number: what comes later is somebody else's. */
  answered(id, ticket, number) {
    const wish = this.#of(id, ticket);
    if (!wish) return;
    wish.number = number;
    this.#judge(id);
  }

  /** Its time is over: the truth is shown again. Returns what was missing: "", "hub" or "device". */
  lapse(id, ticket) {
    const wish = this.#of(id, ticket);
    if (!wish || wish.lapsed) return "";
    wish.lapsed = JSON.stringify(this.devices.get(id)?.values ?? null);
    return wish.taken || wish.number !== null ? "device" : "hub";
  }

  /** The wish is over. */
  drop(id, ticket) {
    if (this.#of(id, ticket)) this.#wishes.delete(id);
  }

  #of(id, ticket) {
    const wish = this.#wishes.get(id);
    return wish?.ticket === ticket ? wish : null;
  }

  /** What the hub says of a device meets the wish that lies on it. */
  #judge(id) {
    const wish = this.#wishes.get(id);
    const device = this.devices.get(id);
    if (!wish || !device) return;
    if (device.ticket === wish.ticket) wish.taken = true;
    const later = wish.number !== null && device.number >= wish.number;
    if (device.ticket !== wish.ticket && (wish.taken || later)) {
      this.#wishes.delete(id);
      this.onOvertaken(device);
    } else if (wish.taken && !device.asked) {
      this.#wishes.delete(id);
    } else if (wish.lapsed && wish.lapsed !== JSON.stringify(device.values)) {
      this.#wishes.delete(id);
    }
  }

  /** What is held on the whole house, or null; what was asked for counts at once. */
  get held() {
    return this.house.held ?? (this.freezing ? { verb: "freeze" } : null);
  }

  /** How a device is to be shown: what it is, or what was asked of it and is on its way. */
  shown(id) {
    const device = this.devices.get(id);
    if (!device) return null;
    const wish = this.#wishes.get(id);
    if (wish?.lapsed) return { ...seen(device, {}), waiting: false, words: `No answer, was ${lower(device.words)}` };
    const wanted = wish && !wish.taken ? wish.values : null;
    const shown = seen(device, { ...device.asked, ...wanted });
    const waiting = Boolean(wish) || (device.asked !== null && shown.on !== (device.values.power === "on"));
    return { ...shown, waiting, words: wanted ? wishWords(wanted) : device.words };
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

function seen(device, asked) {
  const power = asked.power ?? device.values.power;
  const percent = asked.percent ?? device.values.percent;
  return { ...device, on: power === "on", percent: percent ?? null };
}

function lower(words) {
  const known = words.startsWith("Turning ") ? words.replace("Turning on", "off").replace("Turning off", "on") : words;
  return known.charAt(0).toLowerCase() + known.slice(1);
}

function wishWords(wish) {
  if (wish.power === undefined) return "Changing";
  if (wish.power === "off") return "Turning off";
  return wish.percent === undefined ? "Turning on" : `Turning to ${wish.percent} %`;
}
