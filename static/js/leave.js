/* A form marked data-leave warns before it is left unsaved. With data-autosave it keeps itself once the typing pauses: the
   server answers with the new mark of the text, or with what is to be corrected. Without this file the button saves. */
(() => {
  "use strict";

  const SAVE_AFTER = 8000;
  const form = document.querySelector("form[data-leave]");
  if (!form) return;
  const state = document.getElementById("etat");
  const mark = form.elements.mark;
  let dirty = false, saving = false, timer = 0;

  const hour = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");

  async function save() {
    if (saving || !dirty) return;
    saving = true;
    dirty = false;
    const told = new FormData(form);
    told.set("autosave", "1");
    try {
      const answer = await fetch(form.action || window.location.href, { method: "POST", body: told });
      const said = await answer.json();
      if (answer.ok) mark.value = said.mark;
      else dirty = true;
      state.textContent = answer.ok ? `Enregistré à ${hour()}` : `Pas encore enregistré : ${said.message}`;
    } catch {
      dirty = true;
      state.textContent = "Pas encore enregistré : le serveur ne répond pas. Votre texte reste dans cette page.";
    }
    saving = false;
    form.dispatchEvent(new CustomEvent("garde"));
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    if ("autosave" in form.dataset) timer = setTimeout(save, SAVE_AFTER);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      form.addEventListener("garde", () => form.requestSubmit(event.submitter), { once: true });
      return;
    }
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => { if (dirty || saving) event.preventDefault(); });
})();
