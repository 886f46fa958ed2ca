// Keys of the social inbox: move with J and K, decide with one key. Everything works without this file.
const rows = () => [...document.querySelectorAll("[data-mention]")];
const current = () => document.querySelector("[data-mention][aria-current]");
const typing = (element) => element?.closest("input:not([type=hidden]), textarea, select, [contenteditable]");

function move(by) {
  const all = rows();
  const next = all[all.indexOf(current()) + by];
  if (!next) return;
  current()?.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
  next.scrollIntoView({ block: "nearest" });
}

function press(key) {
  if (key === "z") return document.querySelector("[data-undo] button");
  return current()?.querySelector(`[data-key="${key}"]`);
}

// In the capturing phase, before the keys of cases: the same letters mean something else there.
document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (/^[txzn123]$/.test(key)) {
    const target = press(key);
    if (!target) return;
    target.click();
    target.closest("details")?.querySelector("input:not([type=hidden])")?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
