/* Nothing typed is lost. A form whose data-keep names an element is saved by it a little after one types, and when the page
   is left or hidden: htmx posts the form, and the answer holds data-base, what is now stored, which goes back in the field
   that the data-base of the form names. It is saved every few seconds while one types or, where data-pause tells
   milliseconds, after each pause of that length. A script that changes the text says « texte-change » to the form; what is
   typed under data-unkept is no part of it. A form marked data-warn is recorded for good when it is sent: the browser asks
   before leaving it. Without this file the buttons save. */
(() => {
  "use strict";
  const SAVE_AFTER = 8000, AGAIN_AFTER = 10000;

  function keep(form, state) {
    const base = form.elements[form.dataset.base || "seen"], pause = Number(form.dataset.pause || 0);
    let dirty = false, lost = false, saving = false, changedWhileSaving = false, leaving = false, timer = 0;
    const save = () => document.body.dispatchEvent(new CustomEvent("texte-a-garder"));
    function later(delay) {
      if (pause) clearTimeout(timer);
      else if (timer) return;
      timer = setTimeout(() => { timer = 0; save(); }, delay);
    }
    function changed(event) {
      if (event.target.closest("[data-unkept]")) return;
      dirty = true;
      changedWhileSaving = saving;
      later(pause || SAVE_AFTER);
    }
    for (const name of ["input", "change", "texte-change"]) form.addEventListener(name, changed);
    document.body.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt !== state) return;
      saving = true;
      changedWhileSaving = false;
    });
    // A refusal says what to correct.
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      if (event.detail.target !== state || event.detail.xhr.status !== 422) return;
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    });
    document.body.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== state) return;
      saving = false;
      const told = state.querySelector("[data-base]");
      lost = !event.detail.successful || !told;
      if (event.detail.successful && told) {
        base.value = told.dataset.base;
        dirty = changedWhileSaving;
      } else if (!event.detail.successful) {
        state.textContent = "Non enregistré : le serveur ne répond pas. Votre texte reste dans cette page ; nouvel essai bientôt.";
        later(AGAIN_AFTER);
      }
      form.dispatchEvent(new CustomEvent("garde"));
    });
    // A click on a button while an automatic saving is on its way waits for it.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      timer = 0;
      if (saving) {
        event.preventDefault();
        form.addEventListener("garde", () => form.requestSubmit(event.submitter), { once: true });
        return;
      }
      leaving = true;
    });
    // A telephone may never come back to a page that is hidden.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && dirty && !leaving && !saving) save();
    });
    window.addEventListener("pagehide", () => {
      if (!dirty || leaving || saving) return;
      const told = new FormData(form);
      told.append("garder", "1");
      navigator.sendBeacon(state.getAttribute("hx-post"), told);
    });
    // What could not be saved just now could not be on the way out either.
    window.addEventListener("beforeunload", (event) => {
      if (dirty && lost && !leaving) event.preventDefault();
    });
    window.addEventListener("pageshow", () => { leaving = false; });
  }

  function warn(form) {
    let dirty = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("change", () => { dirty = true; });
    // What only opens another tab, as a PDF of the choices, records nothing.
    form.addEventListener("submit", (event) => { dirty = dirty && event.submitter?.formTarget === "_blank"; });
    window.addEventListener("beforeunload", (event) => {
      if (dirty) event.preventDefault();
    });
  }

  document.querySelectorAll("form[data-keep]").forEach((form) => keep(form, document.getElementById(form.dataset.keep)));
  document.querySelectorAll("form[data-warn]").forEach(warn);
})();
