// Selecting in the list, taking back, and a list that refreshes itself without moving the reader. All of it works
// without this file, by ticking and pressing.
const boxes = () => [...document.querySelectorAll("#daftar [data-pick]")];
const inField = (element) => element?.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
let lastTicked = null;

function count() {
  const picked = boxes().filter((box) => box.checked).length;
  for (const sign of document.querySelectorAll("[data-picked]")) sign.textContent = picked;
}

function currentBox() {
  const focused = document.activeElement?.closest("#daftar li");
  const row = focused ?? document.querySelector("#daftar [aria-current]")?.closest("li") ?? document.querySelector("#daftar li");
  return row?.querySelector("[data-pick]");
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-pick]");
  if (!box) return;
  const all = boxes();
  if (event.shiftKey && lastTicked && all.includes(lastTicked)) {
    const [from, to] = [all.indexOf(lastTicked), all.indexOf(box)].sort((one, other) => one - other);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  lastTicked = box;
  count();
});

document.addEventListener("keydown", (event) => {
  if (inField(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "x" && event.shiftKey) document.getElementById("banyak")?.requestSubmit();
  else if (key === "x") toggle(currentBox());
  else if (key === "u") document.querySelector("[data-undo]")?.click();
  else if (key === "f") document.querySelector("[data-narrow]")?.click();
  else return;
  event.preventDefault();
});
function toggle(box) {
  if (!box) return;
  box.checked = !box.checked;
  lastTicked = box;
  count();
}

// The list is drawn anew every half minute: what was ticked stays ticked, the focus stays on its case, and the case at
// the top of the view stays where it is even when others came before it.
let kept = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "daftar") return;
  const pane = document.querySelector(".pane--queue");
  const top = pane?.getBoundingClientRect().top ?? 0;
  const seen = [...document.querySelectorAll("#daftar [data-row]")].find((row) => row.getBoundingClientRect().bottom > top + 60);
  const active = document.activeElement;
  kept = {
    ticked: new Set(boxes().filter((box) => box.checked).map((box) => box.value.split(":")[0])),
    focus: active?.dataset?.row ?? (active?.matches?.("[data-pick]") ? active.value.split(":")[0] : null),
    onBox: Boolean(active?.matches?.("[data-pick]")),
    row: seen?.dataset.row,
    at: seen?.getBoundingClientRect().top,
    scrolled: (pane?.scrollTop ?? 0) + window.scrollY > 0,
  };
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "daftar" || !kept) return count();
  for (const box of boxes()) box.checked = kept.ticked.has(box.value.split(":")[0]);
  const focused = kept.focus && document.querySelector(`#daftar [data-row="${kept.focus}"]`);
  if (focused) (kept.onBox ? focused.closest("li").querySelector("[data-pick]") : focused)?.focus({ preventScroll: true });
  const seen = kept.row && document.querySelector(`#daftar [data-row="${kept.row}"]`);
  if (seen && kept.scrolled) {
    const moved = seen.getBoundingClientRect().top - kept.at;
    const pane = document.querySelector(".pane--queue");
    if (pane && pane.scrollHeight > pane.clientHeight) pane.scrollTop += moved;
    else window.scrollBy(0, moved);
  }
  kept = null;
  count();
});

// Whether something is being written is told to whoever has the same case open.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-here]")) return;
  if (document.hidden) return event.preventDefault();
  const fields = [...document.querySelectorAll("#kasus form[data-save] textarea")];
  event.detail.parameters.menulis = fields.some((field) => field.value.trim()) ? "1" : "";
});

count();
document.querySelector("[data-focus]")?.focus();
