// Everything here is help; every page works without it. Words come from the page, so that they are in its language.
const words = document.getElementById("words")?.dataset ?? {};
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const EDGE = 1600;
const KEPT = "rr-draft";

// Photographs: made smaller on the phone before they travel, counted in the label, shown as tiles.
async function smaller(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 400_000) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], "foto.jpg", { type: "image/jpeg" });
  } catch {
    return file; // the server says what is wrong with it
  }
}

function preview(input) {
  const tiles = input.closest("[data-tiles]");
  if (!tiles) return;
  all("[data-fresh]", tiles).forEach((tile) => tile.remove());
  for (const file of input.files) {
    const tile = document.createElement("div");
    const image = document.createElement("img");
    tile.dataset.fresh = "";
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.onload = () => URL.revokeObjectURL(image.src);
    tile.append(image);
    tiles.insertBefore(tile, input.closest("label"));
  }
}

for (const input of all("[data-photos]")) {
  const label = input.parentElement.querySelector("[data-count]");
  const plain = label?.textContent;
  input.addEventListener("change", async () => {
    const files = await Promise.all([...input.files].map(smaller));
    const bag = new DataTransfer();
    files.forEach((file) => bag.items.add(file));
    input.files = bag.files;
    if (label) label.textContent = files.length && words.photos ? words.photos.replace("{n}", files.length) : plain;
    preview(input);
  });
}

// Location: only when asked for, only into this form.
for (const button of all("[data-locate]")) {
  if (!("geolocation" in navigator)) continue;
  const form = button.form;
  const said = form.querySelector("[data-locate-said]");
  const say = (text) => { said.hidden = false; said.textContent = text; };
  button.hidden = false;
  button.addEventListener("click", () => {
    say(words.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lon.value = coords.longitude.toFixed(6);
        say(words.located);
        if (button.dataset.locate !== "send") return;
        all("input[name=tempat]", form).forEach((choice) => { choice.checked = false; });
        form.requestSubmit();
      },
      () => say(words.nowhere),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
for (const choice of all("input[name=tempat]")) {
  choice.addEventListener("change", () => { choice.form.elements.lat.value = choice.form.elements.lon.value = ""; });
}

// A copy of the story on this phone, until it was sent: a dead battery costs nothing.
for (const form of all("form[data-keep]")) {
  const text = form.elements.cerita;
  try {
    const kept = localStorage.getItem(KEPT);
    if (kept && !text.value) {
      text.value = kept;
      const said = form.querySelector("[data-locate-said]");
      if (said) { said.hidden = false; said.textContent = words.restored; }
    }
    text.addEventListener("input", () => localStorage.setItem(KEPT, text.value));
  } catch { /* storage is switched off: the server's draft remains */ }
}

// A form is sent once; the button says that it is under way, and wakes when the page is shown again.
for (const form of all("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.under === "way") { event.preventDefault(); return; }
    form.dataset.under = "way";
    const button = event.submitter;
    if (button?.classList.contains("button") && words.sending) {
      button.dataset.label = button.innerHTML;
      button.classList.add("button--busy");
      button.textContent = words.sending;
    }
    if ("sent" in form.dataset) try { localStorage.removeItem(KEPT); } catch { /* as above */ }
  });
}
addEventListener("pageshow", () => {
  for (const form of all("form[data-once]")) {
    delete form.dataset.under;
    for (const button of all("[data-label]", form)) {
      button.innerHTML = button.dataset.label;
      button.classList.remove("button--busy");
    }
  }
});

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const button of all("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.lastElementChild.textContent = button.dataset.done;
  });
}
document.querySelector("[data-focus]")?.focus();
