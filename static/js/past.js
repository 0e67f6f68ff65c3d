/* The folders of the files chosen, which a browser does not send, and too many files told before they are sent. Without
   this file each keeps its bare name, and the server refuses the whole. */
(() => {
  "use strict";
  const folder = document.querySelector("input[type=file][webkitdirectory]");
  const paths = document.querySelector('input[name="paths"]');
  if (!folder || !paths) return;
  const inputs = [...folder.form.querySelectorAll("input[type=file]")];
  const most = Number(folder.dataset.most);

  const count = () => {
    const total = inputs.reduce((sum, input) => sum + input.files.length, 0);
    const told = `${total} fichiers choisis, ${most} au plus à la fois : compressez le dossier en ZIP, ou faites plusieurs lots.`;
    for (const input of inputs) input.setCustomValidity(total > most && input.files.length ? told : "");
  };
  folder.addEventListener("change", () => {
    paths.value = JSON.stringify([...folder.files].map((file) => file.webkitRelativePath || file.name));
  });
  folder.form.addEventListener("change", () => {
    count();
    inputs.find((input) => !input.reportValidity());
  });
  folder.form.addEventListener("submit", (event) => {
    count();
    if (inputs.some((input) => !input.reportValidity())) event.preventDefault();
  });
})();
