// The counter and intake: keys, the live line, drafts kept with every pause. Everything works without this file.
const typing = (element) => element?.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");

// In the capturing phase, before the keys of cases: the same letters mean something else there.
document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const target = document.querySelector(`[data-desk-key="${CSS.escape(event.key.toLowerCase())}"]:not(:disabled)`);
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  target.click();
}, true);

// One press is enough: the button shows it, the server makes sure.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest(".desk, .desk__choices") || form.matches("[data-main]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 6000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((one) => delete one.dataset.sent));

// The line, every few seconds, unless somebody is in it.
const line = document.getElementById("antre");
async function refresh() {
  if (!document.hidden && !line.contains(document.activeElement)) {
    try {
      const answer = await fetch(line.dataset.line, { headers: { "HX-Request": "true" } });
      if (answer.status === 200) line.innerHTML = await answer.text();
    } catch {
      // No connection: the next look tries again.
    }
  }
  setTimeout(refresh, 4000);
}
if (line) setTimeout(refresh, 4000);

// The receipt page: the agency is found a moment later.
const holder = document.getElementById("pemegang");
let looks = 0;
async function look() {
  if (!holder.querySelector("[data-again]") || looks++ > 20) return;
  try {
    const answer = await fetch(holder.dataset.poll, { headers: { "HX-Request": "true" } });
    if (answer.ok) holder.innerHTML = await answer.text();
  } catch {
    // No connection: the next look tries again.
  }
  setTimeout(look, 1500);
}
if (holder) setTimeout(look, 1000);

// Intake
const form = document.querySelector("[data-intake]");
if (form) {
  const said = document.getElementById("simpan");
  const read = document.getElementById("dibaca");
  let later;
  const words = () => {
    const body = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    return body;
  };
  const post = (address, body) => fetch(address, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: !body.has("photos") });
  const trouble = (answer) => {
    said.textContent = answer?.status === 401 ? form.dataset.out : form.dataset.away;
  };
  const keep = async () => {
    clearTimeout(later);
    later = undefined;
    try {
      const answer = await post(form.dataset.keep, words());
      if (!answer.ok) return trouble(answer);
      said.textContent = (await answer.json()).said;
    } catch {
      trouble();
    }
  };
  const find = async () => {
    const place = document.getElementById("temuan");
    try {
      const answer = await post(form.dataset.find, words());
      if (answer.ok && !place.contains(document.activeElement)) place.innerHTML = await answer.text();
    } catch {
      // Suggestions are help, not duty.
    }
  };
  const readBack = () => {
    const text = form.elements.text.value.trim();
    const place = form.elements.place.value.trim();
    read.textContent = `${read.dataset.you} “${text || "…"}” ${place ? `${read.dataset.there} ${place}. ` : ""}${read.dataset.right}`;
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(later);
    later = setTimeout(keep, 900);
    readBack();
  });
  form.addEventListener("change", async (event) => {
    if (["text", "place", "identity"].includes(event.target.name)) return void find();
    if (!event.target.matches("[data-upload]") || !event.target.files.length) return;
    const body = words();
    for (const file of event.target.files) body.append("photos", file);
    try {
      const answer = await post(form.dataset.keep, body);
      if (!answer.ok) return trouble(answer);
      document.getElementById("foto-daftar").innerHTML = await answer.text();
      event.target.value = "";
    } catch {
      trouble();
    }
  });
  window.addEventListener("pagehide", () => { if (later) keep(); });
  form.addEventListener("submit", () => { clearTimeout(later); later = undefined; });
  readBack();
  if (!document.querySelector(".errors")) form.elements.text.focus();
}
