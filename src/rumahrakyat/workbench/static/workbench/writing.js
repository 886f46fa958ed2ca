// Templates and hints while somebody writes. Everything works without this file, one button at a time.
const HINT_AFTER = 900;
let waiting = 0;

const composer = (element) => element?.closest("form#jawab");

// What stands in the form, judged by the server: hints, and what would be sent.
async function check(form) {
  const place = form.querySelector("[data-checked]");
  if (!place) return;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.ok) {
      const open = [...place.querySelectorAll("details[open]")].length > 0;
      place.innerHTML = await answer.text();
      if (open) place.querySelector("details")?.setAttribute("open", "");
    }
  } catch {
    // No connection: the hints stay as they were.
  }
}

// How a template reads, filled with an example.
async function example(form) {
  const answer = await fetch(form.dataset.example, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
  if (answer.ok) form.querySelector("[data-examples]").innerHTML = await answer.text();
}

document.addEventListener("input", (event) => {
  const form = composer(event.target);
  const edited = event.target.closest("form[data-example]");
  clearTimeout(waiting);
  if (event.target.closest("[data-picker]")) {
    waiting = setTimeout(() => pick(form, event.target.value), 250);
  } else if (form?.dataset.check) waiting = setTimeout(() => check(form), HINT_AFTER);
  else if (edited) waiting = setTimeout(() => example(edited), 400);
});

async function pick(form, words = "") {
  const place = form.querySelector("[data-picking]");
  const had = Boolean(place.querySelector("input"));
  const answer = await fetch(`${form.dataset.pick}?cari=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || (had && place.querySelector("input")?.value !== words)) return; // or other words were typed since
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text();
  if (had) place.querySelector(".picker__list, .picker > .muted")?.replaceWith(holder.content.querySelector(".picker__list, .picker > .muted"));
  else {
    place.replaceChildren(holder.content);
    place.querySelector("input")?.focus();
  }
}

function put(form, button) {
  const { action, text, stage, next, template, reason } = button.dataset;
  const target = action === "answer" ? form : document.querySelector("form[data-action=tanya]");
  if (!target) return false;
  target.closest("details")?.setAttribute("open", "");
  const field = target.querySelector("textarea[name=text]");
  field.value = field.value.trim() ? `${field.value.trimEnd()}\n\n${text}` : text;
  if (action === "answer") {
    form.querySelector("[name=template]").value = template;
    const radio = stage && form.querySelector(`[name=stage][value="${stage}"]`);
    if (radio) radio.checked = true;
    if (next) form.querySelector("[name=next_on]").value = next;
    if (reason) form.querySelector("[name=reason]").value = reason;
  }
  form.querySelector("[data-picking]").replaceChildren();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  const gap = field.value.search(/\{[a-z_]+\}/);
  if (gap >= 0) field.setSelectionRange(gap, field.value.indexOf("}", gap) + 1);
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const form = composer(button);
  if (!form) return;
  if (button.name === "templat" && form.dataset.pick) {
    event.preventDefault();
    const place = form.querySelector("[data-picking]");
    if (place.firstElementChild && !button.closest("[data-picker]")) place.replaceChildren();
    else pick(form, form.querySelector("[data-picker] input")?.value || "");
  } else if (button.matches("[data-pick]") && put(form, button)) event.preventDefault();
  else if (button.name === "periksa" && form.dataset.check) {
    event.preventDefault();
    check(form);
  }
});
document.addEventListener("keydown", (event) => {
  const place = event.target.closest?.("[data-picker]");
  if (!place || event.key !== "Escape") return;
  const form = composer(place);
  form.querySelector("[data-picking]").replaceChildren();
  form.querySelector("[name=templat]").focus();
});
