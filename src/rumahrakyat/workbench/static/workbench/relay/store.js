// What this phone keeps: `outbox` holds what is to be handed over, `kept` one value under each name (data, draft, ...).
// Photos are stored as bytes, not as files: old browsers lose files that lie in a database.
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const settled = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onerror = transaction.onabort = () => reject(transaction.error);
});

export class Store {
  static async open(code) {
    const request = indexedDB.open(`rumah-rakyat-${code}`, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "uuid" });
      request.result.createObjectStore("kept");
    };
    const store = new Store();
    store.database = await done(request);
    store.database.onversionchange = () => store.database.close();
    return store;
  }

  async #write(name, act) {
    // Strict: written to the disk before we say that it is kept.
    const transaction = this.database.transaction(name, "readwrite", { durability: "strict" });
    act(transaction.objectStore(name));
    await settled(transaction);
  }

  #read(name) { return this.database.transaction(name).objectStore(name); }

  put(item) { return this.#write("outbox", (rows) => rows.put(item)); }
  remove(uuid) { return this.#write("outbox", (rows) => rows.delete(uuid)); }
  get(uuid) { return done(this.#read("outbox").get(uuid)); }
  async all() {
    const rows = await done(this.#read("outbox").getAll());
    return rows.sort((one, other) => one.noted.localeCompare(other.noted));
  }

  kept(name) { return done(this.#read("kept").get(name)); }
  keep(name, value) { return this.#write("kept", (rows) => rows.put(value, name)); }
}
