// The grid of case files and questions: arrow keys and Enter move from cell to cell, and a block that was copied from a
// spreadsheet fills the cells from the one it is pasted into.
const grid = document.querySelector("[data-casemark-grid]");

const rows = () => [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input[type=text]")]);

const placeOf = (field) => {
  const all = rows();
  const row = all.findIndex((cells) => cells.includes(field));
  return { all, row, column: all[row].indexOf(field) };
};

const go = (field, down, right) => {
  const { all, row, column } = placeOf(field);
  const target = all[row + down]?.[column + right];
  target?.focus();
  target?.select();
  return Boolean(target);
};

// Left and right leave a cell only from its ends, so that what stands in it can be mended.
const atStart = (field) => field.selectionEnd === 0 || field.selectionEnd - field.selectionStart === field.value.length;
const atEnd = (field) =>
  field.selectionStart === field.value.length || field.selectionEnd - field.selectionStart === field.value.length;
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1, atStart],
  ArrowRight: [0, 1, atEnd],
};

const move = (event) => {
  const field = event.target;
  if (field.type !== "text" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const [down, right, may] = MOVES[event.key] ?? [];
  if (down === undefined || (may && (event.shiftKey || !may(field)))) return;
  const back = event.key === "Enter" && event.shiftKey;
  const moved = go(field, back ? -1 : down, right);
  if (moved || event.key === "Enter") event.preventDefault(); // Enter never sends the page from a cell
};

// Excel puts cells with line breaks or quotation marks into quotation marks.
const cellsOf = (text) => {
  const unquote = (cell) => (/^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim();
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t").map(unquote));
};

const paste = (event) => {
  const block = cellsOf(event.clipboardData.getData("text/plain"));
  if (event.target.type !== "text" || (block.length === 1 && block[0].length === 1)) return;
  event.preventDefault();
  const { all, row, column } = placeOf(event.target);
  let left = 0;
  block.forEach((cells, down) =>
    cells.forEach((cell, right) => {
      const field = all[row + down]?.[column + right];
      if (field) field.value = cell;
      else if (cell) left++;
    }),
  );
  status.textContent = left
    ? `Pasted. ${left} ${left === 1 ? "cell" : "cells"} did not fit into the grid and are left out.`
    : "Pasted. Nothing is saved yet.";
};

const status = document.createElement("p");

if (grid) {
  status.className = "govuk-body";
  status.setAttribute("role", "status");
  grid.closest("form").querySelector(".casemark-grid").after(status);
  grid.addEventListener("keydown", move);
  grid.addEventListener("paste", paste);
}
