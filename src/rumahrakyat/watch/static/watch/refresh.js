// The page is whole without this. Here it renews itself: every 20 seconds while somebody looks at it, in place, without
// moving the reader: what has focus keeps it, what is open stays open. Old figures are never left standing as new ones:
// without a connection the page says how old they are, and who may no longer see them loses them.
const board = document.getElementById("papan");
const every = Number(board.dataset.refresh) * 1000;
const language = document.documentElement.lang;
const clockWords = () => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(renewed);
let renewed = Date.now();
let over = false;

function mark() {
  const open = [...board.querySelectorAll("details")].map((one) => one.open);
  const all = [...board.querySelectorAll("a, button, summary")];
  return { open, focus: all.indexOf(document.activeElement) };
}

function restore({ open, focus }) {
  board.querySelectorAll("details").forEach((one, nth) => { one.open = open[nth] ?? false; });
  if (focus >= 0) board.querySelectorAll("a, button, summary")[focus]?.focus({ preventScroll: true });
}

function told(words, name) {
  const line = document.createElement("p");
  line.className = `flash ${name}`;
  line.setAttribute("role", "alert");
  line.textContent = words;
  return line;
}

function replace(html) {
  const kept = mark();
  const before = board.querySelector("[data-sight]");
  const part = new DOMParser().parseFromString(html, "text/html");
  const after = part.querySelector("[data-sight]");
  const changed = before && after && before.dataset.sight !== after.dataset.sight;
  const notice = board.querySelector(".sight-words");
  board.replaceChildren(...part.body.childNodes);
  restore(kept);
  if (changed) board.prepend(told(`${board.dataset.changed} ${after.dataset.whose || board.dataset.everybody}.`, "sight-words"));
  else if (notice) board.prepend(notice);
  renewed = Date.now();
  age();
}

// The session ended, or nothing may be seen any more: the figures go, and nothing is asked for again.
function end() {
  over = true;
  const line = told(board.dataset.over, "over");
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = board.dataset.overLink;
  line.append(" ", link);
  board.replaceChildren(line);
  link.focus();
}

async function renew(asked) {
  if (over || document.hidden || (asked !== true && Date.now() - renewed < every - 500)) return;
  if (board.querySelector(".choose[open]")) return;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.redirected || [401, 403, 404].includes(answer.status)) return end();
    if (!answer.ok && answer.status !== 422) return;
    replace(await answer.text());
  } catch {
    // Away from the network: the age of the figures keeps growing on the page, which says it plainly.
  }
}

function age() {
  if (over) return;
  const seconds = Math.round((Date.now() - renewed) / 1000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const stale = seconds > 90;
  board.classList.toggle("stale", stale);
  const warned = board.querySelector(".stale-words");
  if (stale && !warned) board.prepend(told(`${board.dataset.away} ${clockWords()}.`, "flash--error stale-words"));
  else if (!stale) warned?.remove();
  const place = board.querySelector("[data-age]");
  if (!place || seconds < 1) return;
  const ago = seconds < 90 ? words.format(-seconds, "second") : words.format(-Math.round(seconds / 60), "minute");
  place.textContent = `${place.dataset.age} ${ago}.`;
}

// A reprimand and its recall happen in place; the answer is the page as it is then.
board.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-in-place]")) return;
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, credentials: "same-origin" });
    if (!answer.ok) return location.reload();
    if (location.search) await renew(true);
    else replace(await answer.text());
  } catch {
    button.disabled = false;
  }
});

function count() {
  for (const place of board.querySelectorAll("[data-seconds]")) {
    const left = Number(place.textContent) - 1;
    if (left > 0) place.textContent = left;
    else renew(true);
  }
}

setInterval(count, 1000);
setInterval(renew, 2000);
setInterval(age, 1000);
document.addEventListener("visibilitychange", renew);
