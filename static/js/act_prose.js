// Rich editing of the fields marked « data-prose »: exactly the restricted HTML, which the server cleans again.
// The plain field stays in the form and keeps the value; without this file it is what one types in.
const own = document.getElementById("act-prose");
const tools = document.getElementById("prose-tools");
const form = document.getElementById("act-form");
const kit = await import(own.dataset.editor);
const { Editor, Document, Paragraph, Text, Bold, Italic, Underline, Subscript, Superscript, HardBreak, Heading,
  BulletList, OrderedList, ListItem, Table, TableRow, TableCell, TableHeader, History, Mark, Gapcursor } = kit;

const Private = Mark.create({
  name: "private",
  parseHTML: () => [{ tag: "mark" }],
  renderHTML: () => ["mark", { "data-private": "" }, 0],
});
const Address = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});
const OneLine = Document.extend({ content: "paragraph" });
const SubHeading = Heading.extend({
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: 3 } })),
}).configure({ levels: [3] });
const marks = [Text, Paragraph, Bold, Italic, Underline, Subscript, Superscript, Private, Address, History];
const blocks = [Document, ...marks, HardBreak, SubHeading, BulletList, OrderedList, ListItem,
  Table.configure({ resizable: false }), TableRow, TableHeader, TableCell, Gapcursor];
const inline = [OneLine, ...marks];

let current = null;

function valueOf(editor, isInline) {
  if (editor.isEmpty) return "";
  const html = editor.getHTML();
  return isInline ? html.replace(/^<p>/, "").replace(/<\/p>$/, "") : html;
}

function nameOf(area) {
  const label = document.querySelector(`label[for="${area.id}"]`);
  return label ? label.textContent.trim() : "";
}

function enhance(area) {
  const isInline = area.dataset.prose === "inline";
  const place = document.createElement("div");
  place.className = `prose-field form-control ${isInline ? "prose-line" : "prose-blocks"}`;
  area.after(place);
  area.hidden = true;
  area.proseEditor = new Editor({
    element: place,
    injectCSS: false,
    extensions: isInline ? inline : blocks,
    content: area.value,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": String(!isInline), "aria-label": nameOf(area), lang: "fr" },
      handleKeyDown: (view, event) => {
        if (!isInline || event.key !== "Enter" || event.isComposing) return false;
        area.dispatchEvent(new CustomEvent("ligne-suivante", { bubbles: true }));
        return true;
      },
    },
    onUpdate: ({ editor }) => {
      area.value = valueOf(editor, isInline);
      form.dispatchEvent(new CustomEvent("texte-change"));
    },
    onFocus: ({ editor }) => {
      current = editor;
      show();
    },
    onTransaction: show,
  });
}

const chain = () => current.chain().focus();
function link() {
  const before = current.getAttributes("link").href || "https://";
  const address = window.prompt("Adresse du lien (vide pour l'enlever)", before);
  if (address === null) return;
  const on = chain().extendMarkRange("link");
  if (/^(https?:\/\/|mailto:)[^\s]{2,}$/i.test(address)) on.setMark("link", { href: address }).run();
  else on.unsetMark("link").run();
}
const TOOLS = [
  ["Gras", "G", "tool-bold", () => chain().toggleMark("bold").run(), "bold"],
  ["Italique", "I", "tool-italic", () => chain().toggleMark("italic").run(), "italic"],
  ["Souligné", "S", "tool-underline", () => chain().toggleMark("underline").run(), "underline"],
  ["Exposant", "xᵉ", "", () => chain().toggleMark("superscript").run(), "superscript"],
  ["Indice", "x₂", "", () => chain().toggleMark("subscript").run(), "subscript"],
  ["Lien", "Lien", "", link, "link"],
  ["Privé : passage occulté dans la copie publique", "Privé", "", () => chain().toggleMark("private").run(), "private"],
  ["Intertitre", "Intertitre", "", () => chain().toggleHeading({ level: 3 }).run(), "heading", true],
  ["Liste à tirets", "• Liste", "", () => chain().toggleBulletList().run(), "bulletList", true],
  ["1. Liste numérotée", "1. Liste", "", () => chain().toggleOrderedList().run(), "orderedList", true],
  ["Tableau : insérer", "Tableau", "", () => chain().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), "", true],
  ["+ ligne au tableau", "+ ligne", "in-table", () => chain().addRowAfter().run(), "", true],
  ["+ colonne au tableau", "+ colonne", "in-table", () => chain().addColumnAfter().run(), "", true],
  ["− ligne du tableau", "− ligne", "in-table", () => chain().deleteRow().run(), "", true],
  ["− colonne du tableau", "− colonne", "in-table", () => chain().deleteColumn().run(), "", true],
  ["− tableau : supprimer", "− tableau", "in-table", () => chain().deleteTable().run(), "", true],
  ["Annuler", "↶", "", () => chain().undo().run()],
  ["Rétablir", "↷", "", () => chain().redo().run()],
];
const buttons = TOOLS.map(([name, text, style, act, mark, isBlock]) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `btn-tool ${style}`;
  button.title = name;
  button.setAttribute("aria-label", name);
  button.textContent = text;
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => { if (current) act(); });
  tools.append(button);
  return { button, mark, isBlock: Boolean(isBlock), inTable: style === "in-table" };
});

function show() {
  if (!current) return;
  const hasBlocks = Boolean(current.schema.nodes.table);
  const inTable = hasBlocks && current.isActive("table");
  for (const each of buttons) {
    each.button.disabled = each.isBlock && !hasBlocks;
    if (each.inTable) each.button.hidden = !inTable;
    if (each.mark) each.button.setAttribute("aria-pressed", String(current.isActive(each.mark)));
  }
}

form.querySelectorAll("textarea[data-prose]").forEach(enhance);
for (const each of buttons) each.button.hidden = each.inTable;
tools.hidden = false;
form.addEventListener("ligne-ajoutee", (event) => event.target.querySelectorAll("textarea[data-prose]").forEach(enhance));
form.addEventListener("ligne-remplie", (event) => {
  for (const area of event.target.querySelectorAll("textarea[data-prose]")) {
    if (area.proseEditor) area.proseEditor.commands.setContent(area.value, { emitUpdate: false });
  }
});
// In the toolbar the arrows go from one tool to the next.
tools.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  const usable = buttons.map((each) => each.button).filter((button) => !button.disabled && !button.hidden);
  const at = usable.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  usable[(at + (event.key === "ArrowRight" ? 1 : usable.length - 1)) % usable.length].focus();
});
form.dataset.prose = "ready";
