/* « Tous présents », « tous pour »: fills what is still empty, without losing what is typed. */
"use strict";

document.querySelectorAll("a[data-fill]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const { fill, end = "", value } = link.dataset;
    document.querySelectorAll(".sheet input[type=radio], .sheet select").forEach((field) => {
      if (!field.name.startsWith(fill) || !field.name.endsWith(end)) return;
      if (field.type === "radio") {
        const isFree = !document.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`);
        if (isFree && field.value === value) field.checked = true;
      } else if (!field.value) field.value = value;
    });
  });
});
