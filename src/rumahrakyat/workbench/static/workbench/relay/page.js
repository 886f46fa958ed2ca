// What both offline apps do with their page: words, views by the part of the address after #, signal, updates.
export const words = document.getElementById("kata").dataset;
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const one = (selector, root = document) => root.querySelector(selector);
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");

export function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function icon(name) {
  const shapes = document.body.dataset.icons;
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${shapes}#${name}`);
  for (const [key, value] of Object.entries({ class: "icon", "aria-hidden": "true", fill: "none", stroke: "currentColor" })) {
    drawing.setAttribute(key, value);
  }
  drawing.append(use);
  return drawing;
}

export function button(words_, act, css = "button button--secondary") {
  const made_ = made("button", { type: "button", className: css }, words_);
  made_.addEventListener("click", act);
  return made_;
}

export function chip(state, name, text) {
  return made("span", { className: `chip chip--${state}` }, icon(name), made("span", {}, text));
}

export function moment(iso) {
  return new Date(iso).toLocaleString("id-ID", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

// Views: <section data-view="tulis">; #tulis shows it, #tulis/x gives its reader "x". Focus follows the heading.
export function views(readers, first) {
  const show = (moved) => {
    const [name, ...rest] = location.hash.slice(1).split("/");
    const wanted = one(`[data-view="${CSS.escape(name || first)}"]`) ?? one(`[data-view="${first}"]`);
    all("[data-view]").forEach((view) => { view.hidden = view !== wanted; });
    all("[data-tab]").forEach((tab) => {
      if (tab.dataset.tab === wanted.dataset.view) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    });
    readers[wanted.dataset.view]?.(rest.join("/"));
    if (!moved) return;
    scrollTo(0, 0);
    one("h2", wanted)?.focus();
  };
  addEventListener("hashchange", () => show(true));
  show(false);
}

// Sends when there is something and a signal may have come: at the start, on "online", every minute while open, and,
// where the browser knows Background Sync, also when the page is closed.
export function keepSending(queue, told) {
  let running = false;
  let again = false;
  const go = async () => {
    if (running) { again = true; return; }
    if (navigator.onLine === false) { told("offline"); return; } // "true" says little, "false" is certain
    running = true;
    do {
      again = false;
      told("busy");
      told(await queue.run());
    } while (again);
    running = false;
  };
  addEventListener("online", go);
  addEventListener("offline", () => told("offline"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
  setInterval(go, 60_000);
  go();
  return go;
}

export async function wakeLater() {
  try {
    const registration = await navigator.serviceWorker.ready;
    await registration.sync?.register("kirim");
  } catch { /* no Background Sync here: the page sends when it is open */ }
}

// The worker keeps the page itself. A new version waits until somebody asks for it: nothing changes under a form.
export async function register(scope) {
  if (!("serviceWorker" in navigator)) return;
  navigator.storage?.persist?.().catch(() => {});
  const registration = await navigator.serviceWorker.register(`${scope}sw.js`, { scope, type: "module", updateViaCache: "none" });
  const offer = (worker) => {
    if (!worker || !navigator.serviceWorker.controller) return;
    const note = one("#versi");
    note.hidden = false;
    one("button", note).onclick = () => worker.postMessage("now");
  };
  offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => { if (fresh.state === "installed") offer(fresh); });
  });
  let had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (had) location.reload(); had = true; });
}

export const states = {
  busy: ["send", words.sending], ok: ["check-circle", words.connected], offline: ["hidden", words.offline],
  signin: ["lock", words.signin], ended: ["warning", words.ended],
};

export function status(state, waiting) {
  const box = one("#sinyal");
  const [name, text] = states[state] ?? states.busy;
  const parts = [text, waiting ? fill(words.waiting, { n: waiting }) : words.nothing];
  if (state === "busy" && !waiting) parts.splice(0, 2, words.asking);
  const link = state === "signin" ? made("a", { href: `/masuk/?next=${document.body.dataset.scope}` }, words.enter) : null;
  box.replaceChildren(icon(name), made("span", {}, parts.join(" "), " ", link));
  box.dataset.state = state;
}

export function faults(box, found) {
  box.hidden = found.length === 0;
  const list = found.map(({ field, message }) => made("li", {}, made("a", { href: `#${field}` }, message)));
  one("ul", box).replaceChildren(...list);
  all("a", box).forEach((link, nth) => link.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById(found[nth].field)?.focus();
  }));
  if (found.length) box.focus();
}

export function locate(element, taken) {
  const said = document.getElementById(element.getAttribute("aria-describedby"));
  if (!("geolocation" in navigator)) { element.hidden = true; return; }
  element.addEventListener("click", () => {
    said.textContent = words.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        taken(coords);
        said.textContent = fill(words.located, { n: Math.round(coords.accuracy) });
      },
      () => { said.textContent = words.nowhere; },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 120_000 },
    );
  });
}

export function aloud(text) {
  if (!("speechSynthesis" in self)) return false;
  speechSynthesis.cancel();
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: "id-ID", rate: 0.9 }));
  return true;
}
