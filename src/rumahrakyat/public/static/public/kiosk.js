// The kiosk: one tap is one number, the slip goes away by itself, and the day's words stay fresh. Works without this file.
const slip = document.querySelector("[data-slip]");
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("data-sent", "");
  });
}
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((one) => delete one.dataset.sent));

// Back to the start: after a slip was shown, and now and then while nobody types.
const start = document.body.dataset.start;
const quiet = slip ? Number(slip.dataset.slip) * 1000 : 60000;
let timer;
const again = () => {
  clearTimeout(timer);
  timer = setTimeout(() => window.location.replace(start), quiet);
};
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, again);
again();
// A letter on the keyboard presses its button; the first button has the focus, so that Enter is enough.
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const wanted = [...document.querySelectorAll("button[name=huruf]")].find((one) => one.value === event.key.toUpperCase());
  if (wanted) wanted.click();
});
(document.getElementById("tolak") ? null : document.querySelector("[data-done], button[name=huruf]"))?.focus();
