/* « Chercher un réglage »: only the settings whose name or examples hold the words, their parts opened. */
(() => {
  "use strict";
  const form = document.getElementById("presentation");
  if (!form) return;
  const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").replace(/[’]/g, "'").toLowerCase();
  const parts = [...form.querySelectorAll("details")].map((fold) => {
    const blocks = [...fold.querySelectorAll(".look-block")];
    const rows = blocks.length ? blocks : [...fold.querySelectorAll('[id^="div_id_"]')];
    const name = plain(fold.querySelector("summary").textContent);
    return { fold, name, rows: rows.map((row) => ({ row, words: plain(row.textContent) })) };
  });
  let before = null;

  const box = document.getElementById("chercher");
  const input = box.querySelector("input");
  const told = box.querySelector('[role="status"]');
  box.hidden = false; // without this file there is nothing to look with

  function show(words) {
    let found = 0;
    for (const { fold, name, rows } of parts) {
      const isWhole = words.every((word) => name.includes(word));
      let here = 0;
      for (const each of rows) {
        const isFound = isWhole || words.every((word) => each.words.includes(word));
        each.row.classList.toggle("is-not-found", !isFound);
        here += isFound;
      }
      fold.hidden = !here;
      fold.open = Boolean(here);
      found += here;
    }
    told.textContent = found === 0 ? "Aucun réglage ne porte ces mots."
      : found === 1 ? "1 réglage trouvé." : `${found} réglages trouvés.`;
  }

  function showAll() {
    for (const { fold, rows } of parts) {
      fold.hidden = false;
      for (const { row } of rows) row.classList.remove("is-not-found");
    }
    if (before) parts.forEach(({ fold }, index) => { fold.open = before[index]; });
    before = null;
    told.textContent = "";
  }

  input.addEventListener("input", () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    if (!words.length) { showAll(); return; }
    before ??= parts.map(({ fold }) => fold.open);
    show(words);
  });
})();
