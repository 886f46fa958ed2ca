// Comfort only: the page works without it. Enter sends, Shift+Enter makes a new line (a letter is sent by its button),
// the chosen file is named.
const composer = document.querySelector(".composer");
const isLetter = composer?.classList.contains("composer--mail");

composer?.querySelector("textarea").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !isLetter) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

composer?.querySelector("input[type=file]")?.addEventListener("change", (event) => {
  const file = event.target.files[0];
  document.getElementById("chosen").textContent = file ? file.name : "";
  event.target.parentElement.classList.toggle("composer__file--chosen", Boolean(file));
});
