/* The order of the blocks by « Monter » and « Descendre ». Without this file their places are typed as numbers. */
(() => {
  "use strict";
  const list = document.querySelector(".look-blocks");
  if (!list) return;
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  list.before(told);

  const rows = () => [...list.children];
  const placeOf = (row) => row.querySelector('input[name^="place_"]');
  const nameOf = (row) => row.querySelector("legend").firstChild.textContent.trim();

  function number() {
    const all = rows();
    all.forEach((row, index) => {
      placeOf(row).value = index + 1;
      row.querySelector('[data-way="up"]').disabled = index === 0;
      row.querySelector('[data-way="down"]').disabled = index === all.length - 1;
    });
  }

  function move(row, way) {
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (way === "up") other.before(row); else other.after(row);
    number();
    placeOf(row).dispatchEvent(new Event("change", { bubbles: true }));
    told.textContent = `${nameOf(row)} : place ${rows().indexOf(row) + 1} sur ${rows().length}`;
    const button = row.querySelector(`[data-way="${way}"]`);
    (button.disabled ? row.querySelector(`[data-way="${way === "up" ? "down" : "up"}"]`) : button).focus();
  }

  for (const row of rows()) {
    const name = nameOf(row);
    const tools = document.createElement("span");
    tools.className = "look-moves";
    for (const [way, sign, label] of [["up", "↑ Monter", "Monter"], ["down", "↓ Descendre", "Descendre"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline-primary";
      button.dataset.way = way;
      button.textContent = sign;
      button.setAttribute("aria-label", `${label} : ${name}`);
      button.addEventListener("click", () => move(row, way));
      tools.append(button);
    }
    row.querySelector("legend").after(tools);
  }
  list.classList.add("has-moves");
  document.querySelector('#presentation button[name="apercu"]').hidden = true; // the preview follows by itself
  number();
})();
