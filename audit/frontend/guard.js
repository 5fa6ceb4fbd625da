// Says while typing pauses what looks like personal data, and replaces it in place. The server looks and words it, so
// that a form without scripts says the same (audit/forms/guarded.py). The focus stays where it is.
const PAUSE = 700;
const LONGEST = 20000;
const PATIENCE = 10000;

const post = async (box, field, replace) => {
  const token = field.form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ text: field.value, name: field.name, id: field.id, replace });
  if (box.dataset.standsAside) body.set("stands_aside", "yes");
  const answer = await fetch(box.dataset.casemarkGuard, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

// Only the part that differs is set: so the caret stays beside the words where it stood.
const change = (field, text) => {
  const before = field.value;
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before[start] === text[start]) start++;
  let same = 0;
  while (same < most - start && before.at(-1 - same) === text.at(-1 - same)) same++;
  field.setRangeText(text.slice(start, text.length - same), start, before.length - same, "preserve");
};

const guard = (box) => {
  const field = document.getElementById(box.dataset.field);
  const shown = box.querySelector(".casemark-guard__shown");
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.append(status);
  const buttons = () => [...shown.querySelectorAll("button")];
  const described = field.getAttribute("aria-describedby") ?? "";
  const others = described.split(" ").filter((id) => id && id !== `${field.id}_seen`);
  let waiting;
  let last = Promise.resolve();

  const show = ({ html, said, certain }) => {
    const place = buttons().indexOf(document.activeElement);
    if (shown.innerHTML !== html) shown.innerHTML = html;
    shown.classList.toggle("casemark-guard__shown--certain", certain);
    const ids = buttons().length ? [...others, `${field.id}_seen`] : others;
    if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
    else field.removeAttribute("aria-describedby");
    if (status.textContent !== said) status.textContent = said;
    // A button that had the focus is gone: without this the focus would fall to the top of the page.
    if (place >= 0) (buttons()[place] ?? buttons().at(-1) ?? field).focus();
  };

  const look = async (replace) => {
    const sent = field.value;
    if (sent.length > LONGEST) return;
    try {
      const answer = await post(box, field, replace);
      if (field.value !== sent) return replace && look(replace); // typed on; the next pause looks again
      if (answer.text !== sent) change(field, answer.text);
      show(answer);
    } catch {
      // Without an answer nothing is said here; the form says it when it is sent.
    }
  };

  // One after the other, each on the text that the one before it made.
  const next = (tokenNow) => {
    clearTimeout(waiting);
    last = last.then(() => {
      const token = tokenNow();
      return token === undefined ? undefined : look(token);
    });
  };
  const tokenOf = (button) => button?.value.slice(button.value.indexOf(":") + 1);

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(next, PAUSE, () => "");
  });
  field.addEventListener("keydown", (event) => {
    if (event.code !== "KeyR" || !event.altKey || event.ctrlKey || event.metaKey || !buttons().length) return;
    event.preventDefault();
    next(() => tokenOf(buttons()[0]));
  });
  shown.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    next(() => tokenOf(button));
  });
};

document.querySelectorAll("[data-casemark-guard]").forEach(guard);
