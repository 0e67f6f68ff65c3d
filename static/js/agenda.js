/* The order of the agenda by mouse and by keyboard. The server alone knows the order: each gesture asks it, and the list
   that comes back replaces this one. Without this file the buttons « Monter » and « Descendre » do the same. */
(() => {
  "use strict";

  const KEYS = { ArrowUp: "monter", ArrowDown: "descendre", Home: "debut", End: "fin" };
  let held = null;
  let focusNext = null;

  const send = (item, values) => {
    const form = item.querySelector(".agenda-move");
    if (!form) return;
    focusNext = item.dataset.item;
    window.htmx.ajax("POST", form.getAttribute("action"), {
      source: form,
      target: "#agenda",
      swap: "outerHTML",
      values,
    });
  };

  const rowOf = (event) => (event.target instanceof Element ? event.target.closest(".agenda-item") : null);

  const clear = () => {
    document.querySelectorAll(".agenda-drop-before, .agenda-drop-after").forEach((row) => {
      row.classList.remove("agenda-drop-before", "agenda-drop-after");
    });
  };

  const isBelowMiddle = (row, event) => {
    const box = row.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  };

  document.addEventListener("dragstart", (event) => {
    const grip = event.target instanceof Element && event.target.closest(".agenda-grip");
    if (!grip) return;
    held = grip.closest(".agenda-item");
    held.classList.add("agenda-item-held");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.item);
    event.dataTransfer.setDragImage(held, 20, 20);
  });

  document.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!held || !row) return;
    event.preventDefault();
    clear();
    if (row !== held) row.classList.add(isBelowMiddle(row, event) ? "agenda-drop-after" : "agenda-drop-before");
  });

  document.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!held || !row) return;
    event.preventDefault();
    const above = isBelowMiddle(row, event) ? row : row.previousElementSibling;
    if (row !== held && above !== held) send(held, { apres: above ? above.dataset.item : "" });
  });

  document.addEventListener("dragend", () => {
    clear();
    if (held) held.classList.remove("agenda-item-held");
    held = null;
  });

  document.addEventListener("keydown", (event) => {
    const row = rowOf(event);
    const gesture = KEYS[event.key];
    if (!row || !gesture || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    send(row, { sens: gesture });
  });

  const ready = () => {
    document.querySelectorAll(".agenda-list").forEach((list) => list.classList.add("has-drag"));
  };

  document.addEventListener("htmx:afterSettle", () => {
    ready();
    const row = focusNext && document.querySelector(`[data-item="${focusNext}"]`);
    focusNext = null;
    if (!row) return;
    row.classList.add("agenda-item-moved");
    const link = row.querySelector("h3 a");
    if (link) link.focus();
  });

  const failed = () => {
    const live = document.getElementById("agenda-dit");
    if (live) live.textContent = "Le déplacement n'a pas été enregistré : vérifiez la connexion, puis recommencez.";
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);

  ready();
})();
