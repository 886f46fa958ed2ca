// The page is whole without this. Here it renews itself: every 20 seconds while somebody looks at it, in place, without
// moving the reader: what has focus keeps it, what is open stays open.
const board = document.getElementById("papan");
const every = Number(board.dataset.refresh) * 1000;
const language = document.documentElement.lang;
let renewed = Date.now();

function mark() {
  const open = [...board.querySelectorAll("details")].map((one) => one.open);
  const all = [...board.querySelectorAll("a, summary")];
  return { open, focus: all.indexOf(document.activeElement) };
}

function restore({ open, focus }) {
  board.querySelectorAll("details").forEach((one, nth) => { one.open = open[nth] ?? false; });
  if (focus >= 0) board.querySelectorAll("a, summary")[focus]?.focus({ preventScroll: true });
}

async function renew() {
  if (document.hidden || Date.now() - renewed < every - 500) return;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.redirected || answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const kept = mark();
    const part = new DOMParser().parseFromString(await answer.text(), "text/html");
    board.replaceChildren(...part.body.childNodes);
    restore(kept);
    renewed = Date.now();
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

setInterval(renew, 2000);
setInterval(age, 1000);
document.addEventListener("visibilitychange", renew);
