// Locks the page when nobody did anything for a while, and unlocks it in place, so that a half-typed form stays.
// The server has the say: it locks by itself, and is asked before this page believes that it is open or locked.
const data = document.getElementById("session").dataset;
const status = document.getElementById("session-status");
const endBanner = document.getElementById("session-end");
const others = "BroadcastChannel" in window ? new BroadcastChannel("casemark-session") : null;

const SECOND = 1000;
const PING_EVERY = 60 * SECOND;
const WARN_LOCK = 120 * SECOND;
const WARN_END = 900 * SECOND;
const ASK_EVERY = 15 * SECOND;

const title = document.title;
let locksAt = Date.now() + data.idle * SECOND;
let endsAt = data.endsAt * SECOND;
let pinged = Date.now();
let asked = 0;
let panel = null;
let focused = null;

// The rest of the page, without scripts and what this one needs.
const content = () => [...document.body.children].filter((part) => part !== panel && !part.matches("script, template"));

function lock(state) {
  const isNew = !panel;
  if (isNew) {
    focused = document.activeElement;
    panel = document.createElement("div");
    panel.append(document.getElementById("session-panel").content.cloneNode(true));
    content().forEach((part) => {
      part.dataset.wasHidden = part.hidden;
      part.hidden = true;
    });
    document.body.prepend(panel);
    panel.querySelector("form").addEventListener("submit", unlockHere);
    panel.querySelector("h1").focus();
  }
  document.title = state === "ended" ? "You are signed out – Casemark" : "Locked – Casemark";
  panel.querySelector("h1").textContent = state === "ended" ? "You are signed out" : "Your session is locked";
  panel.querySelectorAll("[data-when]").forEach((part) => (part.hidden = part.dataset.when !== state));
}

function unlock(token) {
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  if (!panel) return;
  panel.remove();
  panel = null;
  content().forEach((part) => {
    part.hidden = part.dataset.wasHidden === "true";
    delete part.dataset.wasHidden;
  });
  document.title = title;
  status.textContent = "";
  focused?.focus();
  others?.postMessage("unlocked");
  document.dispatchEvent(new Event("casemark-session-open"));
}

// What the server says of the session: open, locked or ended, and how long it still has.
function believe(answer) {
  if (answer.state !== "open") return lock(answer.state);
  // Somebody else has signed in meanwhile: nothing of this page is for them.
  if (answer.whose !== data.whose) return window.location.reload();
  locksAt = Date.now() + answer.idle_left * SECOND;
  endsAt = Date.now() + answer.left * SECOND;
  unlock(answer.token);
}

async function ask(method = "GET") {
  asked = Date.now();
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const response = await fetch(data.activity, { method, headers: { "X-CSRFToken": token }, cache: "no-store" });
    if (response.ok) believe(await response.json());
  } catch {
    // Without a connection nothing is known; the clock below goes on.
  }
}

async function unlockHere(event) {
  event.preventDefault();
  const form = event.target;
  const error = document.getElementById("session-error");
  error.hidden = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    form.elements.password.value = "";
    if (response.headers.get("Content-Type")?.includes("json")) return believe(await response.json());
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const words = page.querySelector(".govuk-error-message") ?? page.querySelector("h1");
    error.textContent = words?.textContent.trim() ?? "";
  } catch {
    error.textContent = "There is no connection. Try again";
  }
  error.hidden = false;
  form.elements.password.focus();
}

function isActive() {
  if (panel || Date.now() - pinged < PING_EVERY) return;
  pinged = Date.now();
  ask("POST");
}

function look() {
  const now = Date.now();
  endBanner.hidden &&= endsAt - now > WARN_END;
  if (panel || now >= Math.min(locksAt, endsAt)) {
    if (!panel) lock(now >= endsAt ? "ended" : "locked");
    if (now - asked >= ASK_EVERY) ask();
  } else if (locksAt - now <= WARN_LOCK) {
    const words = "This page locks in less than 2 minutes. Press a key or click to keep it open.";
    if (status.textContent !== words) status.textContent = words;
  } else {
    status.textContent = "";
  }
}

if (!("locked" in data)) {
  ["keydown", "input", "pointerdown", "scroll"].forEach((name) => document.addEventListener(name, isActive, true));
  others?.addEventListener("message", () => ask());
  document.addEventListener("casemark-session-lost", () => ask()); // another script was refused
  document.addEventListener("visibilitychange", () => document.hidden || !panel || ask());
  window.addEventListener("focus", () => panel && ask());
  window.addEventListener("pageshow", (event) => event.persisted && ask());
  setInterval(look, SECOND);
}
