// Comforts for the two disclosures that work without scripts: the filter starts closed where it would push the list
// down, and the person's links close as a menu does.
const filter = document.querySelector(".casemark-filter");
const beside = window.matchMedia("(min-width: 48.0625em)");

if (filter) {
  const fit = () => (filter.open = beside.matches);
  fit();
  beside.addEventListener("change", fit);
}

const account = document.querySelector(".casemark-account");

if (account) {
  document.addEventListener("click", (event) => {
    if (!account.contains(event.target)) account.open = false;
  });
  account.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !account.open) return;
    account.open = false;
    account.querySelector("summary").focus();
  });
}
