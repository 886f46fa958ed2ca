// {{ app.code }} {{ version }}. Keeps the app on the phone and sends what waits when a signal comes.
import { Queue } from "{{ queue }}";
import { Store } from "{{ store }}";

const SCOPE = "{{ app.scope }}";
const KEPT = "{{ app.code }}-{{ version }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const ROUTES = { report: "kirim/", visit: "kirim/", told: "sampai/", reply: "kata/", objection: "kata/", confirmation: "kata/", photo: "foto/" };

// All of a version, or none of it. A page that leads elsewhere (to the sign-in) is not ours to keep.
async function install() {
  const cache = await caches.open(KEPT);
  for (const file of [SCOPE, ...FILES]) {
    const answer = await fetch(file, { cache: "no-cache", credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(`${file}: ${answer.status}`);
    await cache.put(file, answer);
  }
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith("{{ app.code }}-") && name !== KEPT) await caches.delete(name);
  }
  await self.clients.claim();
}

async function found(request) {
  const cache = await caches.open(KEPT);
  return await cache.match(request.mode === "navigate" ? SCOPE : request, { ignoreVary: true }) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => { if (event.data === "now") self.skipWaiting(); });
self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if ((event.request.mode === "navigate" && pathname === SCOPE) || FILES.includes(pathname)) event.respondWith(found(event.request));
});
self.addEventListener("sync", (event) => {
  if (event.tag === "kirim") event.waitUntil(send());
});

// An open page sends by itself; a closed one is stood in for. A failure has the browser try again later.
async function send() {
  const store = await Store.open("{{ app.code }}");
  if (await new Queue(store, { base: SCOPE, routes: ROUTES }).run() === "offline") throw new Error("no signal yet");
}
