// The village head's app: writing down, the list, what to tell. Everything works without a signal.
import { all, aloud, button, chip, faults, fill, icon, keepSending, locate, made, moment, one, register, status, views, wakeLater, words } from "./page.js";
import { small, tile } from "./pictures.js";
import { Queue, SENT, WAITING, WRONG, newItem } from "./queue.js";
import { Store } from "./store.js";

const SCOPE = document.body.dataset.scope;
const MOST_PHOTOS = 4;
const ROUTES = { report: "kirim/", told: "sampai/", reply: "kata/", objection: "kata/", confirmation: "kata/", photo: "foto/" };
const form = document.getElementById("laporan");
const store = await Store.open("desa");
const queue = new Queue(store, { base: SCOPE, routes: ROUTES, changed: () => paint() });
let photos = [];
let editing = "";
let state = "busy";

const account = async () => (await store.kept("data"))?.account?.id ?? 0;
const go = keepSending(queue, (said) => { state = said; paint(); });

async function hand(item) {
  await store.put(item);
  wakeLater(); // not waited for: without a worker it never answers
  go();
}

// The list: newest first, what needs a hand above everything else.
async function paint() {
  const items = (await store.all()).reverse();
  const data = await store.kept("data");
  const reports = items.filter((item) => item.kind === "report");
  status(state, items.filter((item) => item.state === WAITING).length);
  const order = { [WRONG]: 0, [WAITING]: 1, [SENT]: 2 };
  reports.sort((a, b) => order[a.state] - order[b.state]);
  const facts = reports.map(({ uuid, noted, state: reached, number, tries, errors, photos: files }) => (
    [uuid, noted, reached, number, tries, errors, files.map(({ done, error }) => [done, error])]));
  anew("daftar", [facts, data?.account?.id], () => one("#daftar").replaceChildren(...reports.map((item) => row(item, data))));
  one("#kosong").hidden = reports.length > 0;
  one("#simpanan").hidden = !(state === "ended" && items.some((item) => item.state !== SENT));
  paintVillages(data);
  paintNews(data, items);
}

// Drawn again only when there is something new, and never under somebody's hands: focus and words stay.
const drawn = {};
function anew(name, facts, draw) {
  const now = JSON.stringify(facts);
  if (drawn[name] === now) return;
  if (all(`#${name} textarea`).some((field) => field.value || field === document.activeElement)) return;
  drawn[name] = now;
  draw();
}

function row(item, data) {
  const title = item.fields.nama || words.unnamed;
  const parts = [made("b", {}, title)];
  if (item.fields.teks) parts.push(made("p", { className: "row__words" }, item.fields.teks));
  if (item.number) parts.push(made("p", { className: "row__number" }, item.number));
  parts.push(made("p", { className: "chips" }, shownState(item), made("span", { className: "muted" }, moment(item.noted))));
  if (item.until && item.state !== WRONG) parts.push(made("p", { className: "small" }, fill(words.until, { when: item.until })));
  for (const error of item.errors) parts.push(made("p", { className: "field__error" }, icon("warning"), made("span", {}, error.message || words.refused)));
  for (const photo of item.photos) if (photo.error) parts.push(made("p", { className: "field__error" }, icon("warning"), made("span", {}, photo.error)));
  if (data && item.account !== data.account.id && item.state !== SENT) parts.push(made("p", { className: "small" }, words.other));
  const acts = actsOf(item);
  if (acts.length) parts.push(made("p", { className: "row__acts" }, ...acts));
  return made("li", { className: `row row--${item.state}` }, ...parts);
}

function shownState(item) {
  if (item.state === WRONG) return chip("late", "warning", words.wrong);
  if (item.state === SENT) return chip("met", "check-circle", words.sent);
  if (item.number) return chip("paused", "camera", fill(words.photosleft, { n: item.photos.filter((photo) => !photo.done).length }));
  return chip("soon", "clock", words.waits);
}

// What was under way once may have arrived: only what the server refused, or never saw, can be changed here.
function actsOf(item) {
  if (item.photos.some((photo) => photo.error)) return [button(words.dropphoto, () => drop(item))];
  if (item.number || item.state === SENT || (item.tries && item.state !== WRONG)) return [];
  return [button(words.change, () => edit(item)), button(words.remove, () => remove(item), "button button--bare")];
}

async function drop(item) {
  item.photos = item.photos.filter((photo) => !photo.error);
  item.state = WAITING;
  await hand(item);
}

async function remove(item) {
  if (!confirm(words.sure)) return;
  await store.remove(item.uuid);
  await paint();
  one("#beranda-judul").focus();
}

// The form. What stands in it is kept with every stroke: a telephone that goes out loses nothing.
const radio = (name) => one(`[name=${name}]:checked`, form)?.value ?? "";
const written = () => Object.fromEntries(
  ["desa", "nama", "hp", "teks", "tempat", "lat", "lon"].map((name) => [name, form.elements[name].value]),
);
const values = () => ({
  ...written(), identitas: radio("identitas"), persetujuan: radio("persetujuan"),
  dibacakan: form.elements.dibacakan.checked ? "ya" : "",
});

let keeping = 0;
function keepDraft() {
  clearTimeout(keeping);
  keeping = setTimeout(() => store.keep("draft", { fields: values(), photos, editing }), 200);
}

function put(fields) {
  for (const name of ["nama", "hp", "teks", "tempat", "lat", "lon"]) form.elements[name].value = fields[name] ?? "";
  if (fields.desa) form.elements.desa.value = fields.desa;
  all("[name=identitas]", form).forEach((choice) => { choice.checked = choice.value === (fields.identitas || "named"); });
  all("[name=persetujuan]", form).forEach((choice) => { choice.checked = choice.value === (fields.persetujuan || "said"); });
  form.elements.dibacakan.checked = fields.dibacakan === "ya";
  named();
  counted();
  paintPhotos();
}

function named() {
  const nobody = radio("identitas") === "anonymous";
  one("#bernama").hidden = nobody;
}

function counted() {
  const left = 10_000 - form.elements.teks.value.length;
  one("#sisa").textContent = left < 500 ? fill(words.left, { n: left }) : "";
}

function paintVillages(data) {
  const select = form.elements.desa;
  const villages = data?.villages ?? [];
  if (select.options.length !== villages.length) {
    select.replaceChildren(...villages.map(({ code, name }) => made("option", { value: code }, name)));
  }
  select.closest(".field").hidden = villages.length < 2;
}

function paintPhotos() {
  one("#foto-daftar").replaceChildren(...photos.map((photo, nth) => made("li", {}, tile(photo, fill(words.photo, { n: nth + 1 })),
    button(words.leaveout, () => { photos.splice(nth, 1); paintPhotos(); keepDraft(); }, "button button--bare"))));
  one("#foto-tambah").hidden = photos.length >= MOST_PHOTOS;
}

form.addEventListener("input", () => { named(); counted(); keepDraft(); });
form.elements.foto.addEventListener("change", async () => {
  const said = one("#foto-kata");
  for (const file of [...form.elements.foto.files].slice(0, MOST_PHOTOS - photos.length)) {
    said.textContent = words.shrinking;
    try {
      const photo = await small(file);
      const twice = photos.some((other) => other.digest === photo.digest);
      if (!twice) photos.push(photo);
      said.textContent = twice ? words.twice : fill(words.kept, { n: Math.round(photo.size / 1024) });
    } catch {
      said.textContent = words.broken;
    }
  }
  form.elements.foto.value = "";
  paintPhotos();
  keepDraft();
});
locate(one("#posisi"), (coords) => {
  form.elements.lat.value = coords.latitude.toFixed(6);
  form.elements.lon.value = coords.longitude.toFixed(6);
  keepDraft();
});
one("#bacakan").addEventListener("click", () => {
  const text = form.elements.teks.value.trim();
  if (text && !aloud(text)) one("#bacakan").hidden = true;
});

function wrong() {
  const found = [];
  const given = values();
  if (given.identitas !== "anonymous" && !given.nama.trim()) found.push({ field: "nama", message: words.noname });
  if (!given.teks.trim()) found.push({ field: "teks", message: words.notext });
  if (given.teks.length > 10_000) found.push({ field: "teks", message: words.toolong });
  if (!given.dibacakan) found.push({ field: "dibacakan", message: words.notread });
  return found;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const found = wrong();
  faults(one("#salah"), found);
  if (found.length) return;
  const fields = values();
  if (fields.identitas === "anonymous") fields.nama = fields.hp = "";
  const before = editing ? await store.get(editing) : null;
  const item = { ...newItem("report", await account(), fields, photos) };
  if (before && !before.number) item.uuid = before.uuid; // refused or not sent yet: still the same report
  clearTimeout(keeping);
  await store.put(item);
  await store.keep("draft", null);
  const village = fields.desa;
  [photos, editing] = [[], ""];
  put({ desa: village });
  one("#tersimpan").textContent = fill(words.saved, { name: fields.nama || words.unnamed });
  location.hash = "#beranda";
  await hand(item);
});

async function edit(item) {
  [photos, editing] = [[...item.photos], item.uuid];
  put(item.fields);
  location.hash = "#tulis";
  faults(one("#salah"), item.errors.filter(({ field }) => document.getElementById(field)));
}

// What is to be told: grouped by villager, the untold first; ticks and answers wait in the same queue.
function paintNews(data, items) {
  const cases = data?.cases ?? [];
  const pending = new Map(items.filter((item) => item.kind === "told").map((item) => [item.fields.nomor, Number(item.fields.kabar)]));
  const told = (one_) => one_.told || (pending.get(one_.number) ?? 0) >= one_.word;
  const untold = cases.filter((one_) => !told(one_)).length;
  one("#jumlah-kabar").textContent = untold ? untold : "";
  one("#kabar-kosong").hidden = cases.length > 0;
  const people = new Map();
  for (const one_ of cases) {
    const key = one_.name || `${words.unnamed} ${one_.number}`;
    people.set(key, [...(people.get(key) ?? []), one_]);
  }
  const sorted = [...people].sort(([, a], [, b]) => a.every(told) - b.every(told));
  const said = items.filter((item) => item.kind !== "report").map(({ uuid, state: reached, errors }) => [uuid, reached, errors]);
  anew("orang", [cases, said], () => {
    const open = new Set(all("#orang details[open]").map((box) => box.dataset.number));
    one("#orang").replaceChildren(...sorted.map(([name, own]) => person(name, own, told, items, open)));
  });
}

function person(name, own, told, items, open) {
  const text = own.map((one_) => `${one_.title}. ${one_.sentence} ${one_.next}`).join(" ");
  const head = made("div", { className: "person__head" }, made("h3", {}, name),
    button(words.readout, () => aloud(`${name}. ${text}`), "button button--bare no-print"),
    button(words.print, (event) => printed(event.target.closest("article")), "button button--bare no-print"));
  return made("article", { className: "person" }, head, ...own.map((one_) => news(one_, told(one_), items, open)));
}

function news(one_, told, items, open) {
  const said = items.filter((item) => ["reply", "objection", "confirmation"].includes(item.kind) && item.fields.nomor === one_.number);
  const box = made("div", { className: "news" },
    made("p", { className: "news__title" }, made("b", {}, one_.title), " ", made("span", { className: "muted" }, `${one_.number}, ${one_.day}`)),
    made("p", { className: "chips" }, made("span", { className: "chip" }, one_.stage), told ? chip("met", "check-circle", words.told) : chip("soon", "megaphone", words.untold)),
    made("p", { className: "news__sentence" }, one_.sentence),
    one_.next ? made("p", { className: "news__next" }, one_.next) : null,
    one_.direct ? made("p", { className: "small muted" }, words.direct) : null);
  if (!told) box.append(made("p", { className: "row__acts no-print" }, button(words.tick, () => tick(one_), "button")));
  box.append(...said.map((item) => made("p", { className: "small" }, shownState(item), " ", item.fields.teks ?? "",
    ...item.errors.map((error) => made("span", { className: "field__error" }, error.message)))));
  const answer = answering(one_, open.has(one_.number));
  if (answer) box.append(answer);
  return box;
}

function answering(one_, open) {
  const kinds = [[one_.asks, "reply", words.answer], [!one_.asks && !one_.object, "reply", words.add], [one_.object, "objection", words.objection], [one_.confirm, "confirmation", words.solved]].filter(([may]) => may);
  if (!kinds.length) return null;
  const id = `kata-${one_.number}`;
  const field = made("textarea", { className: "input", id, rows: 3 });
  const acts = kinds.map(([, kind, label]) => button(label, async () => {
    if (kind !== "confirmation" && !field.value.trim()) { field.focus(); return; }
    const fields = { nomor: one_.number, jenis: kind, teks: field.value };
    field.value = "";
    await hand(newItem(kind, await account(), fields));
    await paint();
    one("#kabar-judul").focus();
  }));
  const box = made("details", { className: "say no-print", open }, made("summary", {}, one_.asks ? words.asked : words.speak),
    made("label", { className: "field__label", htmlFor: id }, words.says), field, made("p", { className: "row__acts" }, ...acts));
  box.dataset.number = one_.number;
  return box;
}

async function tick(one_) {
  await hand(newItem("told", await account(), { nomor: one_.number, kabar: one_.word }));
  await paint();
  one("#kabar-judul").focus();
}

// One villager on one sheet, in big letters.
function printed(article) {
  all(".person").forEach((other) => other.classList.toggle("sheet", other === article));
  document.body.classList.add("one-sheet");
  print();
  document.body.classList.remove("one-sheet");
}

one("#simpanan button").addEventListener("click", async () => {
  const left = (await store.all()).filter((item) => item.state !== SENT);
  const text = left.map((item) => [moment(item.noted), ...Object.values(item.fields)].filter(Boolean).join("\n")).join("\n\n");
  const link = made("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain" })), download: "laporan-warga.txt" });
  link.click();
});

const draft = await store.kept("draft");
if (draft) {
  [photos, editing] = [draft.photos, draft.editing];
  await paint();
  put(draft.fields);
} else put({});
views({}, "beranda");
await paint();
document.body.dataset.ready = "ya";
await register(SCOPE);
