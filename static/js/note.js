/* A small editor over the plain boxes marked data-rich. The box stays the truth: what is written here is put back into it
   as HTML, and the server keeps only what its restricted subset knows. Without this file the box is typed in as it is.
   « lines » is a box of one text a line; data-private offers to mark words that the public copy hides. */
(() => {
  "use strict";

  const TOOLS = {
    block: [
      ["bold", "Gras", "Gras"],
      ["italic", "Italique", "Italique"],
      ["insertUnorderedList", "Liste à puces", "• Liste"],
      ["insertOrderedList", "Liste numérotée", "1. Liste"],
    ],
    line: [
      ["italic", "Italique", "Italique"],
      ["superscript", "Exposant, comme dans 1er", "x²"],
    ],
    lines: [
      ["bold", "Gras", "Gras"],
      ["italic", "Italique", "Italique"],
      ["superscript", "Exposant, comme dans 1er", "x²"],
    ],
  };
  const PRIVATE = ["private", "Privé : passage occulté dans la copie publique", "Privé"];

  /* Text without any tag is given as text: the server escapes it itself. */
  const written = (node) => (node.children && node.children.length ? node.innerHTML : node.textContent);
  const WRITTEN = {
    block: (text) => `<p></p>${text.innerHTML}`,
    line: written,
    lines: (text) => [...text.childNodes].map(written).join("\n"),
  };

  const markAt = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("mark");

  /* What is chosen of each text that the selection crosses: the node, from where, to where. */
  const chosenParts = (text, range) => {
    const { startContainer, startOffset, endContainer, endOffset } = range;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const start = node === startContainer ? startOffset : 0;
      const end = node === endContainer ? endOffset : node.length;
      if (range.intersectsNode(node) && start < end) found.push({ node, start, end });
    }
    return found;
  };
  const rangeIn = (text) => {
    const selection = window.getSelection();
    return selection.rangeCount && text.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
  };

  /* The private passage of each part chosen, null for one that is not; without any, that of the cursor. */
  const marksOf = (text) => {
    const range = rangeIn(text);
    if (!range) return [];
    const parts = chosenParts(text, range);
    return parts.length ? parts.map(({ node }) => markAt(node)) : [markAt(range.startContainer)];
  };
  const isPrivate = (marks) => marks.length > 0 && marks.every(Boolean);

  /* Marking loses what was chosen: these nodes are chosen again, so that the same button undoes it. */
  const choose = (nodes) => {
    if (!nodes.length) return;
    const range = document.createRange();
    range.setStartBefore(nodes[0]);
    range.setEndAfter(nodes[nodes.length - 1]);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
  };

  /* The words chosen become private, whatever tags they cross; those that all are become plain again. */
  const togglePrivate = (text) => {
    const range = rangeIn(text);
    if (!range) return;
    const marks = marksOf(text);
    if (isPrivate(marks)) {
      const inside = [...new Set(marks)].flatMap((mark) => {
        const nodes = [...mark.childNodes];
        mark.replaceWith(...nodes);
        return nodes;
      });
      choose(inside);
      return;
    }
    choose(chosenParts(text, range).map(({ node, start, end }) => {
      if (markAt(node)) return markAt(node);
      const part = document.createRange();
      part.setStart(node, start);
      part.setEnd(node, end);
      const mark = document.createElement("mark");
      mark.setAttribute("data-private", "");
      part.surroundContents(mark);
      return mark;
    }));
  };

  const makeText = (box, isLine) => {
    const text = document.createElement("div");
    text.className = "rich-text";
    text.id = `${box.id}_riche`;
    text.contentEditable = "true";
    text.innerHTML = box.dataset.html || "";
    text.setAttribute("role", "textbox");
    text.setAttribute("aria-multiline", isLine ? "false" : "true");
    if (box.required) text.setAttribute("aria-required", "true");
    const label = document.querySelector(`label[for="${box.id}"]`);
    if (label) {
      label.id = label.id || `${box.id}_nom`;
      text.setAttribute("aria-labelledby", label.id);
      label.addEventListener("click", () => text.focus());
    }
    ["aria-describedby", "aria-invalid"].forEach((name) => {
      if (box.hasAttribute(name)) text.setAttribute(name, box.getAttribute(name));
    });
    return text;
  };

  const makeTool = ([command, name, sign], text, put) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.setAttribute("aria-pressed", "false");
    button.dataset.command = command;
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      text.focus();
      if (command === "private") {
        togglePrivate(text);
        text.dispatchEvent(new Event("input", { bubbles: true }));
      } else document.execCommand(command);
      put();
    });
    return button;
  };

  const showPressed = (tools, text) => {
    if (!text.contains(document.activeElement)) return;
    tools.querySelectorAll("button").forEach((button) => {
      const { command } = button.dataset;
      const isOn = command === "private" ? isPrivate(marksOf(text)) : document.queryCommandState(command);
      button.setAttribute("aria-pressed", String(isOn));
    });
  };

  const enhance = (box) => {
    const isLine = box.dataset.rich === "line";
    const text = makeText(box, isLine);
    const frame = document.createElement("div");
    frame.className = box.classList.contains("is-invalid") ? "rich rich-invalid" : "rich";
    const tools = document.createElement("div");
    tools.className = "rich-tools";
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", "Mise en forme");
    const put = () => {
      box.value = text.textContent.trim() ? WRITTEN[box.dataset.rich](text) : "";
    };
    const offered = "private" in box.dataset ? [...TOOLS[box.dataset.rich], PRIVATE] : TOOLS[box.dataset.rich];
    offered.forEach((tool) => tools.append(makeTool(tool, text, put)));
    text.addEventListener("input", put);
    text.addEventListener("keydown", (event) => {
      if (isLine && event.key === "Enter") event.preventDefault();
    });
    text.addEventListener("paste", (event) => {
      if (!isLine) return;
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replace(/\s+/g, " "));
    });
    document.addEventListener("selectionchange", () => showPressed(tools, text));
    frame.append(tools, text);
    box.hidden = true;
    box.required = false;
    box.after(frame);
  };

  document.execCommand("defaultParagraphSeparator", false, "p");
  document.querySelectorAll("[data-rich]").forEach(enhance);

  /* A link of the error summary leads to a box that is now hidden: go to its editor instead. */
  document.querySelectorAll(".error-summary a").forEach((link) => {
    const text = document.getElementById(`${link.hash.slice(1)}_riche`);
    if (text) link.addEventListener("click", (event) => { event.preventDefault(); text.focus(); });
  });
})();
