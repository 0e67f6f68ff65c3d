/* A name is put in the text with one click. Without this file the names are typed. */
(() => {
  "use strict";

  document.querySelectorAll("[data-names]").forEach((row) => {
    const box = row.closest("form").querySelector("textarea[data-rich]");
    if (!box) return;
    row.hidden = false;
    row.addEventListener("mousedown", (event) => event.preventDefault());
    row.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert]");
      if (!button) return;
      const text = document.getElementById(`${box.id}_riche`);
      const words = `${button.dataset.insert} `;
      if (text) {
        text.focus();
        document.execCommand("insertText", false, words);
        text.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        box.focus();
        box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
      }
    });
  });
})();
