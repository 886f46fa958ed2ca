// The field officer's app: places in order, and what was found there. Everything works without a signal.
import { all, button, chip, faults, fill, icon, keepSending, locate, made, moment, one, register, status, views, wakeLater, words } from "./page.js";
import { asPhoto, small, tile } from "./pictures.js";
import { Queue, SENT, WAITING, WRONG, newItem } from "./queue.js";
import { Store } from "./store.js";

const SCOPE = document.body.dataset.scope;
const form = document.getElementById("temuan");
const pad = document.getElementById("paraf");
const store = await Store.open("lapangan");
const queue = new Queue(store, { base: SCOPE, routes: { visit: "kirim/", photo: "foto/" }, changed: () => paint() });
let state = "busy";
let visit = 0;
let photos = [];
let drawn = false;

const go = keepSending(queue, (said) => { state = said; paint(); });

async function paint() {
  const [items, data] = [(await store.all()).reverse(), await store.kept("data")];
  const waiting = items.filter((item) => item.state === WAITING).length;
  status(state, waiting);
  one("#jumlah").textContent = items.filter((item) => item.state !== SENT).length || "";
  const handed = new Set(items.filter((item) => item.state !== WRONG).map((item) => Number(item.fields.tugas ?? item.task)));
  const left = (data?.visits ?? []).filter(({ id }) => !handed.has(id));
  one("#daftar").replaceChildren(...left.map(place));
  one("#kosong").hidden = left.length > 0;
  one("#keluar").replaceChildren(...items.map(row));
}

function place(given, nth) {
  const acts = [made("a", { className: "button", href: `#kunjungan/${given.id}` }, words.open)];
  if (given.geo) acts.push(made("a", { className: "button button--secondary", href: given.geo }, words.go), made("a", { className: "button button--bare", href: given.map, rel: "noreferrer", target: "_blank" }, words.map));
  const far = given.km ? fill(words.far, { n: given.km }) : "";
  return made("li", { className: "row place" }, made("span", { className: "order" }, String(nth + 1)), made("div", {},
    made("b", {}, given.what), made("p", {}, given.place), made("p", { className: "small muted" }, fill(words.called, { title: given.title })),
    given.name ? made("p", { className: "small" }, given.name) : null,
    made("p", { className: "chips" }, chip(given.late ? "late" : "soon", "clock", fill(words.due, { when: given.due })), far ? made("span", { className: "muted" }, far) : null),
    made("p", { className: "row__acts" }, ...acts)));
}

function row(item) {
  const shown = { [WAITING]: ["soon", "clock", item.number ? fill(words.photosleft, { n: item.photos.filter((photo) => !photo.done).length }) : words.waits], [WRONG]: ["late", "warning", words.wrong], [SENT]: ["met", "check-circle", words.sent] }[item.state];
  const wrong = [...item.errors.map((error) => error.message || words.refused), ...item.photos.map((photo) => photo.error).filter(Boolean)];
  const acts = [];
  if (item.photos.some((photo) => photo.error)) acts.push(button(words.dropphoto, () => drop(item)));
  else if (item.state === WRONG && !item.number) acts.push(button(words.change, () => edit(item)), button(words.remove, () => remove(item), "button button--bare"));
  return made("li", { className: `row row--${item.state}` }, made("b", {}, item.number || item.title || ""),
    item.fields.teks ? made("p", { className: "row__words" }, item.fields.teks) : null,
    made("p", { className: "chips" }, chip(...shown), made("span", { className: "muted" }, moment(item.noted))),
    ...wrong.map((text) => made("p", { className: "field__error" }, icon("warning"), made("span", {}, text))),
    acts.length ? made("p", { className: "row__acts" }, ...acts) : null);
}

async function drop(item) {
  item.photos = item.photos.filter((photo) => !photo.error);
  item.state = WAITING;
  await store.put(item);
  go();
}

async function remove(item) {
  if (!confirm(words.sure)) return;
  await store.remove(item.uuid);
  paint();
}

async function edit(item) {
  await store.keep(`draft ${item.fields.tugas}`, { fields: item.fields, photos: item.photos, uuid: item.uuid });
  location.hash = `#kunjungan/${item.fields.tugas}`;
}

// The form of one visit, kept with every stroke under the visit's own name.
const fields = () => ({
  tugas: visit, hasil: one("[name=hasil]:checked", form)?.value ?? "",
  ...Object.fromEntries(["teks", "lat", "lon", "teliti", "nama"].map((name) => [name, form.elements[name].value])),
});
let again = "";
let keeping = 0;
function keep() {
  clearTimeout(keeping);
  keeping = setTimeout(() => store.keep(`draft ${visit}`, { fields: fields(), photos, uuid: again }), 200);
}

async function show(id) {
  visit = Number(id);
  const given = (await store.kept("data"))?.visits.find((other) => other.id === visit);
  const kept = await store.kept(`draft ${visit}`);
  one("#tentang").replaceChildren(made("b", {}, given?.what ?? ""), made("br"), given?.place ?? "", made("br"), made("span", { className: "muted" }, given?.words ?? ""));
  for (const name of ["teks", "lat", "lon", "teliti", "nama"]) form.elements[name].value = kept?.fields[name] ?? "";
  all("[name=hasil]", form).forEach((choice) => { choice.checked = choice.value === kept?.fields.hasil; });
  [photos, again] = [(kept?.photos ?? []).filter((photo) => photo.phase !== "signature"), kept?.uuid ?? ""];
  faults(one("#salah"), []);
  clear();
  tiles();
}

function tiles() {
  for (const [phase, list] of [["before", "#sebelum"], ["after", "#sesudah"]]) {
    const own = photos.filter((photo) => photo.phase === phase);
    one(list).replaceChildren(...own.map((photo) => made("li", {}, tile(photo, words[phase]),
      button(words.leaveout, () => { photos = photos.filter((other) => other !== photo); tiles(); keep(); }, "button button--bare"))));
  }
}

all("input[type=file]", form).forEach((input) => input.addEventListener("change", async () => {
  const said = one("#foto-kata");
  for (const file of input.files) {
    said.textContent = words.shrinking;
    try {
      const photo = { ...await small(file), phase: input.dataset.phase };
      const twice = photos.some((other) => other.digest === photo.digest);
      if (!twice) photos.push(photo);
      said.textContent = twice ? words.twice : fill(words.kept, { n: Math.round(photo.size / 1024) });
    } catch { said.textContent = words.broken; }
  }
  input.value = "";
  tiles();
  keep();
}));

// A signature drawn with a finger; whoever has none, or no pointer, has the typed name.
const ink = pad.getContext("2d");
function clear() {
  ink.fillStyle = "#fff";
  ink.fillRect(0, 0, pad.width, pad.height);
  drawn = false;
}
const at = (event) => [event.offsetX * pad.width / pad.clientWidth, event.offsetY * pad.height / pad.clientHeight];
pad.addEventListener("pointerdown", (event) => {
  pad.setPointerCapture(event.pointerId);
  Object.assign(ink, { lineWidth: 5, lineCap: "round", strokeStyle: "#15211e" });
  ink.beginPath();
  ink.moveTo(...at(event));
});
pad.addEventListener("pointermove", (event) => {
  if (!pad.hasPointerCapture(event.pointerId)) return;
  ink.lineTo(...at(event));
  ink.stroke();
  drawn = true;
});
one("#hapus-paraf").addEventListener("click", clear);

async function signature() {
  const blob = await new Promise((resolve) => { pad.toBlob(resolve, "image/jpeg", 0.7); });
  return { ...await asPhoto(blob), phase: "signature" };
}

form.addEventListener("input", keep);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = fields();
  const found = [];
  if (!given.hasil) found.push({ field: "hasil-done", message: words.noresult });
  if (!given.teks.trim()) found.push({ field: "teks", message: words.notext });
  faults(one("#salah"), found);
  if (found.length) return;
  const own = drawn ? [...photos, await signature()] : photos;
  given.paraf = drawn ? "drawn" : given.nama.trim() ? "typed" : "";
  const data = await store.kept("data");
  const item = { ...newItem("visit", data?.account.id ?? 0, given, own), task: visit };
  item.title = data?.visits.find((other) => other.id === visit)?.number ?? "";
  if (again) item.uuid = again;
  clearTimeout(keeping);
  await store.put(item);
  await store.keep(`draft ${visit}`, null);
  location.hash = "#tempat";
  wakeLater(); // not waited for: without a worker it never answers
  go();
});
locate(one("#posisi"), (coords) => {
  Object.assign(form.elements.lat, { value: coords.latitude.toFixed(6) });
  Object.assign(form.elements.lon, { value: coords.longitude.toFixed(6) });
  form.elements.teliti.value = Math.round(coords.accuracy);
  keep();
});
locate(one("#dari-sini"), async (coords) => {
  await store.keep("start", `${coords.latitude.toFixed(4)},${coords.longitude.toFixed(4)}`);
  go();
});

clear();
views({ kunjungan: show }, "tempat");
await paint();
document.body.dataset.ready = "ya";
await register(SCOPE);
