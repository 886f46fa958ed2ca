// Handing over, exactly once. Every item has an id that was made here; the server answers a repeat of it like the first
// time, so whatever got lost on the way may simply be sent again. Words travel before photos: the clock of an answer
// starts with the words, and a photo takes longer than all words together.
export const WAITING = "waiting";
export const WRONG = "wrong";
export const SENT = "sent";

const PIECE = 48 * 1024; // bytes of a photo at a time: half a minute on a thin link
const TRIES = 4; // of one request in a run
const LOST_IN_A_ROW = 6; // then there is no signal, whatever the phone believes
const SECONDS = 90;

class Stop extends Error {}
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export function newItem(kind, account, fields, photos = []) {
  return {
    uuid: crypto.randomUUID ? crypto.randomUUID() : uuid4(), kind, account, fields, photos,
    state: WAITING, errors: [], number: "", until: "", tries: 0, noted: new Date().toISOString(), sent: "",
  };
}

function uuid4() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Queue {
  // `base`: the address of the app. `routes`: where each kind of item goes. `changed` is called after each step.
  constructor(store, { base, routes, changed = () => {} }) {
    Object.assign(this, { store, base, routes, changed, lost: 0, token: "" });
  }

  // ok, offline, signin (the session ended), ended (the role did) or busy (another page of ours sends already).
  async run() {
    if (!navigator.locks) return this.#run();
    return navigator.locks.request(`kirim ${this.base}`, { ifAvailable: true }, (lock) => lock ? this.#run() : "busy");
  }

  async #run() {
    this.lost = 0;
    try {
      await this.refresh();
      const own = (await this.store.kept("data")).account.id;
      for (const item of await this.#mine(own)) if (item.state === WAITING && !item.number) await this.#words(item);
      for (const item of await this.#mine(own)) if (item.state === WAITING && item.number) await this.#photos(item);
      await this.refresh();
      return "ok";
    } catch (error) {
      if (error instanceof Stop) return error.message;
      throw error;
    }
  }

  async #mine(account) { return (await this.store.all()).filter((item) => item.account === account); }

  // The newest data and a fresh token. Nothing travels twice: the server is told what is here already.
  async refresh() {
    const headers = { Accept: "application/json" };
    const tag = await this.store.kept("tag");
    if (tag) headers["If-None-Match"] = tag;
    const start = await this.store.kept("start");
    if (start) headers["X-Start"] = start; // where a field officer sets out
    const answer = await this.#ask(`${this.base}data/`, { headers, cache: "no-store" });
    if (answer.status === 404) throw new Stop("ended");
    this.token = answer.headers.get("X-CSRFToken") ?? "";
    if (answer.status !== 200) return;
    await this.store.keep("data", await answer.json());
    await this.store.keep("tag", answer.headers.get("ETag"));
    this.changed();
  }

  async #words(item) {
    item.tries += 1;
    await this.store.put(item); // known to be under way: from now on its words cannot be changed here
    const fields = { ...item.fields, uuid: item.uuid, akun: item.account, dicatat: item.noted };
    const answer = await this.#post(this.routes[item.kind], fields);
    const said = await json(answer);
    if (answer.ok) {
      item.number = said.number;
      item.until = said.until ?? "";
      if (item.photos.every((photo) => photo.done)) finish(item);
    } else this.#refused(item, answer, said);
    await this.store.put(item);
    this.changed();
  }

  #refused(item, answer, said) {
    if (answer.status === 404 && item.kind === "report") throw new Stop("ended");
    item.state = WRONG;
    item.errors = said.errors ?? [{ field: "", message: "" }];
  }

  async #photos(item) {
    for (const photo of item.photos) {
      if (photo.done || photo.error) continue;
      await this.#photo(item, photo);
      await this.store.put(item);
      this.changed();
    }
    if (item.photos.every((photo) => photo.done)) finish(item);
    else if (item.photos.some((photo) => photo.error)) item.state = WRONG;
    await this.store.put(item);
    this.changed();
  }

  async #photo(item, photo) {
    // Twice the pieces there are is enough even when one arrives spoilt and the photo begins again.
    for (let left = 2 * Math.ceil(photo.size / PIECE) + 2; left > 0; left -= 1) {
      const from = photo.have ?? 0;
      const piece = new Blob([photo.bytes.slice(from, from + PIECE)]);
      const fields = { uuid: item.uuid, sidik: photo.digest, besar: photo.size, dari: from, tahap: photo.phase ?? "", potongan: piece };
      const answer = await this.#post(this.routes.photo, fields);
      const said = await json(answer);
      if (answer.status === 409) { item.number = ""; return; } // the words never arrived: they go again first
      if (!answer.ok) { photo.error = said.errors?.[0]?.message || "?"; return; }
      photo.have = said.have;
      if (photo.have >= photo.size) { photo.done = true; photo.bytes = null; return; }
      await this.store.put(item);
    }
  }

  async #post(path, fields) {
    const send = () => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value ?? "");
      body.append("dikirim", new Date().toISOString());
      const headers = { Accept: "application/json", "X-CSRFToken": this.token };
      return this.#ask(this.base + path, { method: "POST", headers, body: body });
    };
    const answer = await send();
    if (answer.status !== 403) return answer;
    await this.refresh(); // the token had grown old
    return send();
  }

  // One request until an answer comes. What the server stored without our hearing of it does no harm when repeated.
  async #ask(address, options) {
    for (let nth = 1; ; nth += 1) {
      const answer = await attempt(address, options);
      if (answer && answer.status < 500 && answer.status !== 429) {
        this.lost = 0;
        if (answer.status === 401 || answer.redirected) throw new Stop("signin");
        return answer;
      }
      this.lost += 1;
      if (nth >= TRIES || this.lost >= LOST_IN_A_ROW) throw new Stop("offline");
      await pause(150 * 2 ** nth);
    }
  }
}

async function attempt(address, options) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), SECONDS * 1000);
  try {
    const answer = await fetch(address, { ...options, credentials: "same-origin", signal: giveUp.signal });
    await answer.clone().arrayBuffer(); // an answer that breaks off half-way is none
    return answer;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function json(answer) {
  try { return await answer.json(); } catch { return {}; }
}

// What has arrived need not stay on a phone that others may hold: only the number and whose it was.
function finish(item) {
  item.state = SENT;
  item.errors = [];
  item.sent = new Date().toISOString();
  item.photos = item.photos.map(({ digest }) => ({ digest, done: true, bytes: null }));
  item.fields = { nama: item.fields.nama ?? "", nomor: item.fields.nomor ?? "", kabar: item.fields.kabar ?? "" };
}
