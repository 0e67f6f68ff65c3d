// A file dropped anywhere on its box is as one chosen: the form does the rest, and works without this.
(() => {
  const zone = document.querySelector("[data-drop-zone]");
  const input = zone?.querySelector("input[type=file]");
  if (!input) return;
  zone.querySelector("[data-drop-hint]").hidden = false;
  const over = (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  };
  const away = () => zone.classList.remove("is-over");
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", away);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    away();
    if (!event.dataTransfer.files.length) return;
    const kept = new DataTransfer();
    kept.items.add(event.dataTransfer.files[0]);
    input.files = kept.files;
    input.focus();
  });
})();
