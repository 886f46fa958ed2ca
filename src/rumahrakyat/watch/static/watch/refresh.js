// The page is whole without this. Here it renews itself: every 20 seconds while somebody looks at it, in place, without
// moving the reader: what has focus keeps it, what is open stays open.
const board = document.getElementById("papan");
const every = Number(board.dataset.refresh) * 1000;
const language = document.documentElement.lang;
let renewed = Date.now();

function mark() {
  const open = [...board.querySelectorAll("details")].map((one) => one.open);
  const all = [...board.querySelectorAll("a, button, summary")];
  return { open, focus: all.indexOf(document.activeElement) };
}

function restore({ open, focus }) {
  board.querySelectorAll("details").forEach((one, nth) => { one.open = open[nth] ?? false; });
  if (focus >= 0) board.querySelectorAll("a, button, summary")[focus]?.focus({ preventScroll: true });
}

function replace(html) {
  const kept = mark();
  const part = new DOMParser().parseFromString(html, "text/html");
  board.replaceChildren(...part.body.childNodes);
  restore(kept);
  renewed = Date.now();
}

async function renew(asked) {
  if (document.hidden || (asked !== true && Date.now() - renewed < every - 500)) return;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.redirected || answer.status === 404) return location.reload();
    if (!answer.ok) return;
    replace(await answer.text());
  } catch {
    // Away from the network: the age of the figures keeps growing on the page, which says it plainly.
  }
}

function age() {
  const seconds = Math.round((Date.now() - renewed) / 1000);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const place = board.querySelector("[data-age]");
  if (!place || seconds < 1) return;
  const ago = seconds < 90 ? words.format(-seconds, "second") : words.format(-Math.round(seconds / 60), "minute");
  place.textContent = `${place.dataset.age} ${ago}.`;
  board.classList.toggle("stale", seconds > 90);
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
