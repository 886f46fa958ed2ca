// The screen on the wall: asks for what has changed, says every new call once, keeps the clock. No library.
const board = document.getElementById("layar");
const tools = { sound: document.querySelector("[data-sound]"), repeat: document.querySelector("[data-repeat]"), away: document.querySelector("[data-away]") };
const EVERY = 2500;
const ahead = Date.parse(board.dataset.now) - Date.now();
let mark = "";
let last = Math.max(0, ...calls().map((one) => one.id));
let speaking = Promise.resolve();

function calls() {
  try {
    return JSON.parse(document.getElementById("panggilan")?.textContent || "[]");
  } catch {
    return [];
  }
}

async function look() {
  try {
    const headers = { "HX-Request": "true" };
    if (mark) headers["If-None-Match"] = mark;
    const answer = await fetch(board.dataset.board, { headers, cache: "no-store" });
    tools.away.hidden = true;
    if (answer.status === 200) {
      mark = answer.headers.get("ETag") || "";
      board.innerHTML = await answer.text();
      tick();
      const fresh = calls().filter((one) => one.id > last);
      for (const one of fresh) announce(one.said);
      last = Math.max(last, ...fresh.map((one) => one.id));
    }
  } catch {
    tools.away.hidden = false;
  }
  setTimeout(look, EVERY);
}

function tick() {
  const place = document.querySelector("[data-clock]");
  if (!place) return;
  const now = new Date(Date.now() + ahead);
  place.textContent = now.toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: board.dataset.zone || undefined }).replace(":", ".");
}

// Sound: switched on by hand once, because browsers allow none before; kept for this screen.
const wanted = () => board.dataset.voice === "1" && localStorage.getItem("suara") === "1";
let audio;
function chime() {
  audio ||= new AudioContext();
  const notes = [[659.25, 0], [523.25, 0.35]];
  for (const [pitch, after] of notes) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    const at = audio.currentTime + after;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.5, at + 0.03);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
    tone.connect(loud).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 1);
  }
  return new Promise((done) => setTimeout(done, 1300));
}
function say(words) {
  const voices = window.speechSynthesis?.getVoices() || [];
  const voice = voices.find((one) => one.lang.replace("_", "-").toLowerCase().startsWith("id"));
  if (!voice) return chime(); // nobody here speaks Indonesian: the chime is rung once more
  return new Promise((done) => {
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.voice = voice;
    spoken.lang = "id-ID";
    spoken.rate = 0.9;
    spoken.onend = spoken.onerror = done;
    setTimeout(done, 12000);
    window.speechSynthesis.speak(spoken);
  });
}
function announce(words) {
  document.documentElement.dataset.said = words;
  if (!wanted()) return;
  speaking = speaking.then(chime).then(() => say(words)).catch(() => undefined);
}
function show() {
  const on = wanted();
  tools.sound.hidden = tools.repeat.hidden = board.dataset.voice !== "1";
  tools.sound.setAttribute("aria-pressed", String(on));
  tools.sound.textContent = on ? tools.sound.dataset.on : tools.sound.dataset.off;
}
function toggle() {
  localStorage.setItem("suara", wanted() ? "0" : "1");
  show();
  if (wanted()) chime();
}
function repeat() {
  const all = calls();
  if (all.length) announce(all[all.length - 1].said);
}
tools.sound.addEventListener("click", toggle);
tools.repeat.addEventListener("click", repeat);
document.addEventListener("keydown", (event) => {
  if (event.target.closest("button")) return;
  if (event.key === "s") toggle();
  if (event.key === "u") repeat();
});

show();
tick();
setInterval(tick, 1000);
setTimeout(look, EVERY);
