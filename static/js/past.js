/* The folders of the files chosen, which a browser does not send. Without this file each keeps its bare name. */
(() => {
  "use strict";
  const folder = document.querySelector("input[type=file][webkitdirectory]");
  const paths = document.querySelector('input[name="paths"]');
  if (!folder || !paths) return;
  folder.addEventListener("change", () => {
    paths.value = JSON.stringify([...folder.files].map((file) => file.webkitRelativePath || file.name));
  });
})();
