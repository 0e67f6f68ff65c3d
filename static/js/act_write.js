// The page of the editor without reloads: rows that move, preview and remarks as one types. « keep.js » saves the text.
// Without this file the same buttons submit the form.
(() => {
  "use strict";
  const form = document.getElementById("act-form");
  if (!form) return;
  const state = document.getElementById("etat");
  const beside = document.getElementById("a-cote");
  const SHOW_AFTER = 900;
  let showTimer = 0, lastClause = null, count = 0;

  // --- telling that something changed

  function show(event) {
    if (event.target.closest("[data-unkept]")) return;
    clearTimeout(showTimer);
    showTimer = setTimeout(() => document.body.dispatchEvent(new CustomEvent("texte-a-montrer")), SHOW_AFTER);
  }
  form.addEventListener("input", show);
  form.addEventListener("texte-change", show);
  const changed = () => form.dispatchEvent(new CustomEvent("texte-change"));

  // --- rows

  const rowsOf = (row) => row.closest("[data-rows]");
  const fieldOf = (row) => row.querySelector("textarea") || row.querySelector("input");
  const announce = (text) => { state.textContent = text; };
  function focusRow(row) {
    const area = row.querySelector("[contenteditable=true]") || fieldOf(row);
    if (area) area.focus();
  }

  function addRow(list, after) {
    const row = list.lastElementChild.cloneNode(true);
    row.querySelectorAll(".prose-field, .row-remarks > *, .row-grip").forEach((each) => each.remove());
    row.querySelectorAll("textarea, input").forEach((each) => {
      each.value = "";
      each.defaultValue = "";
      each.hidden = false;
    });
    count += 1;
    row.querySelectorAll("[id]").forEach((each) => {
      const old = each.id;
      each.id = `${old}-n${count}`;
      row.querySelectorAll(`label[for="${old}"]`).forEach((label) => { label.htmlFor = each.id; });
    });
    if (after) after.after(row); else list.append(row);
    grip(row);
    row.dispatchEvent(new CustomEvent("ligne-ajoutee", { bubbles: true }));
    number();
    return row;
  }

  function move(row, way) {
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return false;
    if (way === "up") other.before(row); else other.after(row);
    number();
    changed();
    announce(`Ligne ${[...rowsOf(row).children].indexOf(row) + 1}`);
    return true;
  }

  function drop(row) {
    const list = rowsOf(row);
    const next = row.nextElementSibling || row.previousElementSibling || addRow(list, null);
    row.remove();
    focusRow(next);
    number();
    changed();
    announce("Ligne retirée");
  }

  // The remarks count the rows that are not blank, decisions across their parts.
  function number() {
    for (const name of ["visa", "decision"]) {
      let rank = 0;
      document.querySelectorAll(`[data-remarks="${name}"]`).forEach((place) => {
        if (fieldOf(place.closest("[data-row]")).value.trim()) place.id = `r-${name}-${++rank}`;
        else place.removeAttribute("id");
      });
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.move) {
      event.preventDefault();
      const row = button.closest("[data-row]");
      if (button.dataset.move === "drop") drop(row);
      else if (move(row, button.dataset.move)) button.focus();
    } else if (button.dataset.add) {
      event.preventDefault();
      const list = button.closest("section, fieldset").querySelector(`[data-rows="${button.dataset.add}"]`);
      focusRow(addRow(list, null));
    } else if ("insert" in button.dataset) {
      event.preventDefault();
      insert(button.dataset.kind, button.dataset.html);
    }
  });
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest('[data-rows="clause"] > [data-row]');
    if (row) lastClause = row;
  });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (move(row, event.key === "ArrowUp" ? "up" : "down")) focusRow(row);
  });
  form.addEventListener("ligne-suivante", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    const added = addRow(rowsOf(row), row), kind = row.querySelector("select");
    if (kind) added.querySelector("select").value = kind.value;
    focusRow(added);
  });
  // Enter in a line of the form adds a line; it never sends the text.
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || field.tagName !== "INPUT") return;
    event.preventDefault();
    if (field.name === "annex") field.dispatchEvent(new CustomEvent("ligne-suivante", { bubbles: true }));
  });

  // A clause of the library goes where one was writing: in that line when it is blank, after it otherwise.
  function insert(kind, html) {
    const list = form.querySelector('[data-rows="clause"]');
    let row = lastClause && lastClause.isConnected ? lastClause : null;
    if (!row) row = blankOf(list);
    else if (fieldOf(row).value.trim()) row = addRow(list, row);
    row.querySelector("select").value = kind;
    fieldOf(row).value = html;
    row.dispatchEvent(new CustomEvent("ligne-remplie", { bubbles: true }));
    lastClause = row;
    number();
    changed();
    focusRow(row);
    announce("Visa inséré");
  }
  const blankOf = (list) => [...list.children].find((row) => !fieldOf(row).value.trim()) || addRow(list, null);

  // --- dragging by the grip

  let dragged = null;
  function grip(row) {
    const handle = document.createElement("span");
    handle.className = "row-grip";
    handle.draggable = true;
    handle.setAttribute("aria-hidden", "true");
    handle.textContent = "⠿";
    handle.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      row.classList.add("is-dragged");
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      dragged = null;
    });
    row.prepend(handle);
  }
  form.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-row]");
    if (!dragged || !over || rowsOf(over) !== rowsOf(dragged)) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY > box.top + box.height / 2) over.after(dragged); else over.before(dragged);
  });
  form.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    number();
    changed();
  });
  form.querySelectorAll("[data-row]").forEach(grip);

  // --- remarks beside the block they are about

  function spread() {
    document.querySelectorAll(".row-remarks").forEach((place) => place.replaceChildren());
    beside.querySelectorAll("#liste-remarques > .remark").forEach((remark) => {
      const place = remark.dataset.anchor && document.getElementById(`r-${remark.dataset.anchor}`);
      if (place) place.append(remark);
    });
    const list = document.getElementById("liste-remarques");
    if (!list || list.children.length) return;
    const note = document.createElement("p");
    note.className = "form-text";
    note.textContent = "Chaque remarque est montrée sous le passage qu'elle concerne.";
    list.append(note);
  }
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== beside) return;
    number();
    spread();
  });
  number();
  spread();
})();
