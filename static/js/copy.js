// A button beside each text to be typed elsewhere. Without it the text is there, to be selected.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  for (const value of document.querySelectorAll("[data-copy]")) {
    const label = document.getElementById(value.getAttribute("aria-labelledby"));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary copy-button";
    button.append("Copier");
    const what = document.createElement("span");
    what.className = "visually-hidden";
    what.textContent = ` : ${label.textContent}`;
    button.append(what);
    const said = document.createElement("span");
    said.className = "copy-said";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(value.textContent.trim());
        said.textContent = "Copié";
      } catch {
        const range = document.createRange();
        range.selectNodeContents(value);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        said.textContent = "Sélectionné : Ctrl + C";
      }
    });
    value.after(button, said);
  }
});
