// Saves the grading form as somebody types: a draft on the server, nothing in the browser's storage. It writes no
// history. Whatever the answer, what was typed stays in the page.
const form = document.querySelector("form[data-casemark-autosave]");
const saved = document.getElementById("saved");

const PAUSE = 3000;
const LONGEST = 15000;
const RETRY = 20000;
const PATIENCE = 20000;
const OWN_WORK = new Set(["csrfmiddlewaretoken", "lock"]);

let first = 0; // when the oldest change was typed that is not saved
let waiting;
let running = null;
let leaving = false;
let retries = 0;

const content = () => {
  const fields = [...new FormData(form)].filter(([name]) => !OWN_WORK.has(name));
  return new URLSearchParams(fields).toString();
};
let last = form ? content() : "";

const say = (words, state) => {
  if (saved.textContent !== words) saved.textContent = words;
  saved.dataset.state = state;
};

const show = (answer) => {
  form.elements.lock.value = answer.lock;
  for (const [field, words] of Object.entries(answer.durations)) {
    document.querySelector(`[data-duration="${field}"]`).textContent = words;
  }
  for (const [anchor, words] of Object.entries(answer.steps)) {
    document.querySelector(`[data-open="${anchor}"]`).textContent = words;
  }
  const reason = document.getElementById("reason-wanted");
  if (reason) {
    reason.textContent = answer.reason;
    reason.hidden = !answer.reason;
  }
  say(`Saved at ${answer.saved}`, "saved");
};

const LOST = "Not saved: your session is locked or has ended. What you typed stays here, and is saved when you are back.";
const OFFLINE = "Not saved: there is no connection. What you typed stays here, and is sent again in a moment.";

const post = async (keepalive) => {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(new FormData(form)),
    redirect: "manual", // to the page for signing in: the session has ended, and the server keeps what was sent
    keepalive,
    signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE),
  });
  if (answer.type === "opaqueredirect" || answer.status === 403) return { lost: true };
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  if (!isJson) throw new Error(answer.status);
  return answer.json();
};

const save = async ({ keepalive = false } = {}) => {
  clearTimeout(waiting);
  const sent = content();
  if (sent === last || leaving) return;
  try {
    const answer = await post(keepalive);
    if (answer.lost) {
      document.dispatchEvent(new Event("casemark-session-lost"));
      return say(LOST, "refused");
    }
    if (answer.refused) return say(answer.refused, "refused");
    last = sent;
    first = 0;
    retries = 0;
    show(answer);
    if (content() !== sent) typed();
  } catch {
    later(OFFLINE);
  }
};

// A few times only: a page that nobody types in must not keep its session open.
const later = (words) => {
  say(words, "refused");
  if (retries++ < 3) waiting = setTimeout(next, RETRY);
};

// One after the other, for each answer brings the number that the next one starts from.
const next = (options) => {
  if (running) return running;
  running = save(options).finally(() => (running = null));
  return running;
};

const typed = () => {
  first ||= Date.now();
  clearTimeout(waiting);
  const left = Math.max(0, first + LONGEST - Date.now());
  waiting = setTimeout(next, Math.min(PAUSE, left));
};

if (form) {
  form.addEventListener("input", () => {
    retries = 0;
    typed();
  });
  form.addEventListener("change", typed);
  form.addEventListener("submit", (event) => {
    // What is on its way comes first: it changes the number that this form starts from.
    if (running && !leaving) {
      event.preventDefault();
      running.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    clearTimeout(waiting);
    leaving = true;
  });
  document.addEventListener("visibilitychange", () => document.hidden && next({ keepalive: true }));
  window.addEventListener("pagehide", () => next({ keepalive: true }));
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  // Unlocked, or signed in again elsewhere: session.js has put the new token into the form.
  document.addEventListener("casemark-session-open", () => next());
}
