// Finds a theme by typing: a combobox over a list of checkboxes, which works without it. What is ticked stays in view,
// the rest of the list is offered under the words. The checkboxes hold what is sent.
const MOST = 12;

const part = (tag, attributes, text = "") => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};

const enhance = (list) => {
  const items = [...list.querySelectorAll(".govuk-checkboxes__item")].map((item) => {
    const hint = item.querySelector(".govuk-checkboxes__hint")?.textContent.trim() ?? "";
    const label = item.querySelector("label").textContent.trim();
    return { item, box: item.querySelector("input"), label, hint, words: `${label} ${hint}`.toLowerCase() };
  });
  const id = `${items[0].box.name}-finder`;
  const legend = list.closest("fieldset").querySelector("legend").textContent.trim();
  const finder = part("div", { class: "casemark-finder" });
  const name = part("label", { class: "govuk-label", for: id }, "Type to find a theme");
  name.append(part("span", { class: "govuk-visually-hidden" }, ` for: ${legend}`));
  const field = part("input", {
    class: "govuk-input",
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
  });
  const options = part("ul", {
    class: "casemark-finder__list",
    id: `${id}-list`,
    role: "listbox",
    "aria-label": legend,
    hidden: "",
  });
  const status = part("p", { class: "govuk-visually-hidden", role: "status" });
  finder.append(name, field, options, status);
  list.before(finder);

  let found = [];
  let at = -1;

  const hide = () => {
    options.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const keep = ({ item, box }) => (item.hidden = !box.checked);
  const mark = (place) => {
    at = place;
    [...options.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    const option = options.children[at];
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const offer = () => {
    const words = field.value.trim().toLowerCase().split(/\s+/);
    found = items.filter((one) => !one.box.checked && words.every((word) => one.words.includes(word))).slice(0, MOST);
    const rows = found.map((one, index) => part("li", { id: `${id}-${index}`, role: "option" }, one.label));
    options.replaceChildren(...rows);
    options.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    status.textContent = found.length ? `${found.length} to choose from` : "Nothing found";
    mark(-1);
  };
  const choose = (one) => {
    if (!one) return;
    one.box.checked = true;
    one.box.dispatchEvent(new Event("change", { bubbles: true }));
    keep(one);
    field.value = "";
    hide();
    status.textContent = `Chosen: ${one.label}`;
    field.focus();
  };

  field.addEventListener("input", offer);
  field.addEventListener("keydown", (event) => {
    const isOpen = !options.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return offer();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((at + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      // Never sends the form from here.
      event.preventDefault();
      if (isOpen) choose(found[at] ?? (found.length === 1 ? found[0] : null));
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      hide();
    }
  });
  field.addEventListener("blur", () => setTimeout(hide, 150));
  options.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(found[[...options.children].indexOf(event.target.closest("li"))]);
  });
  // What is unticked stays until the page is opened anew, so that a slip can be undone in place.
  items.forEach(keep);
};

document.querySelectorAll("[data-casemark-finder] .govuk-checkboxes").forEach(enhance);
