// The bell's key works while somebody types; the read-back and what others told follow the words. Works without this.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F9" || event.ctrlKey || event.altKey || event.metaKey) return;
  const link = document.querySelector("#bunyi [data-open]");
  if (!link) return;
  event.preventDefault();
  link.click(); // leaving the page keeps the draft first
});

let waiting = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-alike]");
  if (!form || event.target.name === "follow" || event.target.name === "dibacakan") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => refresh(form), 900);
});

async function refresh(form) {
  try {
    const answer = await fetch(form.dataset.alike, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.getElementById("terdengar");
    const shown = document.getElementById("terdengar");
    // Whoever chooses there just now is not disturbed.
    if (fresh && shown && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  } catch {
    // No connection: the next key tries again, and the server reads back once more when the form is sent.
  }
}

// A fresh sheet is for writing: nothing else was being typed on this page.
const field = document.getElementById("what");
if (field && !document.querySelector("[data-focus]")) field.focus();
