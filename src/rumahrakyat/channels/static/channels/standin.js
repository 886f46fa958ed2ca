// Comfort only: the page works without it. Enter sends, Shift+Enter makes a new line, the chosen file is named.
const composer = document.querySelector(".composer");

composer?.querySelector("textarea").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

composer?.querySelector("input[type=file]").addEventListener("change", (event) => {
  const file = event.target.files[0];
  document.getElementById("chosen").textContent = file ? file.name : "";
  event.target.parentElement.classList.toggle("composer__file--chosen", Boolean(file));
});
