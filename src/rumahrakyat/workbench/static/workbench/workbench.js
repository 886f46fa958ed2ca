// Keys, drafts, and turning from case to case without loading the whole page. Everything works without this file.
const wide = window.matchMedia("(min-width: 900px)");
const list = () => document.getElementById("daftar");
const rows = () => [...document.querySelectorAll("#daftar [data-row]")];
const part = () => document.getElementById("kasus");
const typing = (element) => element?.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

// Which row is open: marked again after the list was refreshed or another case was opened.
function mark() {
  const number = part()?.dataset.number;
  const all = rows();
  for (const row of all) {
    if (row.dataset.row === number) row.setAttribute("aria-current", "page");
    else row.removeAttribute("aria-current");
  }
  const nth = all.findIndex((row) => row.dataset.row === number);
  const place = document.querySelector("[data-position]");
  if (place && nth >= 0) place.textContent = `${nth + 1}/${all.length}`;
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
}

// Another case into the same page; a whole page load whenever that is not possible.
// `into`: somebody opened a form, so that the next key belongs in its first field.
async function turn(address, { remember = true, into = false } = {}) {
  await saveNow();
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "kasus" } });
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.getElementById("kasus");
    if (!answer.ok || !fresh) throw new Error("no part");
    part().replaceWith(fresh);
    document.querySelector("main > h1.hidden")?.remove();
    window.htmx?.process(fresh);
    document.querySelector("main").classList.remove("panes--two");
    document.title = `${fresh.dataset.title} | Rumah Rakyat`;
    if (remember) history.pushState({ part: true }, "", answer.redirected ? answer.url : address);
    mark();
    document.querySelector("#daftar [aria-current]")?.scrollIntoView({ block: "nearest" });
    if (into) firstField(fresh)?.focus();
  } catch {
    window.location.assign(address);
  }
}

const firstField = (place) =>
  place.querySelector("[data-focus]") ??
  place.querySelector("details[open][data-key] :is(input:not([type=hidden]), select, textarea)");

function step(by) {
  const all = rows();
  const now = all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[now < 0 ? 0 : now + by];
  if (next) go(next);
}

function go(row) {
  if (wide.matches && part()) turn(row.getAttribute("href"));
  else window.location.assign(row.href);
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const copy = event.target.closest("[data-copy]");
  if (copy) return void navigator.clipboard.writeText(copy.dataset.copy);
  if (event.target.closest("[data-keys]") && wide.matches) {
    event.preventDefault();
    return void showKeys(event.target.closest("[data-keys]").getAttribute("href"));
  }
  const link = event.target.closest("#daftar [data-row], [data-swap]");
  if (!link || !wide.matches || !part()) return;
  event.preventDefault();
  turn(link.getAttribute("href"), { into: link.matches("[data-swap]") });
});
window.addEventListener("popstate", () => (part() ? window.location.reload() : undefined));

// Drafts: kept on the server a moment after the last key, and before anything replaces the form.
const waiting = new Map();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-save]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => save(form), 1200));
});
async function save(form) {
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  body.set("action", form.dataset.action);
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true });
    const sign = form.querySelector("[data-saved]");
    if (answer.ok && sign) sign.textContent = (await answer.json()).said;
  } catch {
    // No connection: the words stay in the field, and the next key tries again.
  }
}
const saveNow = () => Promise.all([...waiting.keys()].map(save));
window.addEventListener("pagehide", saveNow);

// One press is enough: the button shows it, the server's token makes sure.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-save], form[data-main]");
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.delete(form);
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  event.submitter?.classList.add("button--busy");
  setTimeout(() => { delete form.dataset.sent; event.submitter?.classList.remove("button--busy"); }, 8000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

// The number of chosen photos, in the picker's own words.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-photos]")) return;
  const words = event.target.closest("label").querySelector("[data-count]");
  words.dataset.plain ||= words.textContent;
  words.textContent = event.target.files.length ? `${words.dataset.plain}: ${event.target.files.length}` : words.dataset.plain;
});

// Keys
// What a form prints on itself as its key is its `data-key`; these letters are never looked up there.
const OWN = new Set(["j", "k", "x", "u", "f"]);
document.addEventListener("keydown", (event) => {
  const field = typing(event.target);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form[data-save], form[data-main]")?.requestSubmit();
    return;
  }
  if (event.key === "Escape" && field) return void field.blur();
  if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (press(event.key, event)) event.preventDefault();
});

function press(key, event) {
  const lower = key.toLowerCase();
  if (lower === "j") return step(1), true;
  if (lower === "k") return step(-1), true;
  if (key === "/") return document.getElementById("cari")?.focus(), true;
  if (key === "?") return showKeys(document.querySelector("[data-keys]")?.getAttribute("href")), true;
  if (key === "Enter" && !event.target.closest("a, button, summary, label, [type=radio]:not([name=holder])")) return confirm();
  if (/^[1-4]$/.test(key)) return pick(key);
  return /^[a-z]$/.test(lower) && !OWN.has(lower) ? openForm(lower) : false;
}
function confirm() {
  const form = part()?.querySelector("form[data-enter]");
  form?.requestSubmit(form.querySelector("button:not([name]):not(.hidden)"));
  return Boolean(form);
}
function pick(key) {
  const radio = part()?.querySelector(`input[type=radio][data-key="${key}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}
function openForm(key) {
  const target = part()?.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("a, button")) target.click();
  else if (target.matches("details")) {
    target.open = true;
    target.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  } else if (target.matches("button.tool")) target.click();
  else target.focus();
  return true;
}

async function showKeys(address) {
  if (!address) return;
  let dialog = document.querySelector("dialog.keys");
  if (!dialog) {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    dialog = document.createElement("dialog");
    dialog.className = "keys";
    const title = document.createElement("h2");
    title.textContent = page.querySelector("h1").textContent;
    const close = document.createElement("form");
    close.method = "dialog";
    close.className = "keys__close";
    const button = document.createElement("button");
    button.className = "button button--secondary";
    button.textContent = "OK";
    close.append(button);
    dialog.append(title, page.getElementById("daftar-tombol"), close);
    document.body.append(dialog);
  }
  dialog.showModal();
}

document.body.addEventListener("htmx:afterSwap", mark);
mark();
(document.querySelector("[data-focus]") ?? (document.body.matches(".on-form") ? firstField(part()) : null))?.focus();
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
if (list()) document.querySelector("#daftar [aria-current]")?.scrollIntoView({ block: "nearest" });
