/* The page of a sitting being held: gestures go through the queue, only what changed is replaced, keys and focus. */
"use strict";

(() => {
  const hold = document.getElementById("tenue");
  if (!hold) return;
  const NEXT = ["b-suivant", "b-pour", "b-voter", "point-titre"];
  const box = document.getElementById("attente");
  const tab = window.sessionStorage.getItem("conforme-onglet") || GestureQueue.newKey();
  window.sessionStorage.setItem("conforme-onglet", tab);
  document.querySelectorAll("[data-script]").forEach((node) => { node.hidden = false; });

  /* --- what waits to be sent ------------------------------------------------------------------------------ */
  const SAYS = {
    offline: "Pas de réseau : vos gestes sont gardés ici et partiront seuls à son retour. Les points s’ouvrent et se votent depuis la liste.",
    server: "Le serveur ne répond pas : vos gestes sont gardés ici, nouvel essai dans un instant.",
    session: "Votre session est terminée : rechargez la page et reconnectez-vous, vos gestes sont gardés.",
  };
  function plural(count) { return count > 1 ? `${count} gestes en attente d’envoi` : "1 geste en attente d’envoi"; }
  function told({ items, problem, isStopped }) {
    hold.classList.toggle("is-offline", problem === "offline" || !navigator.onLine);
    const waiting = isStopped ? items.length - 1 : items.length;
    box.hidden = !(waiting && (problem || isStopped));
    if (box.hidden) { box.replaceChildren(); return; }
    const list = document.createElement("ul");
    items.slice(isStopped ? 1 : 0).forEach((item) => {
      list.append(Object.assign(document.createElement("li"), { textContent: item.label }));
    });
    const says = isStopped ? "Le premier geste a été refusé : choisissez ci-dessous, les autres partiront ensuite." : SAYS[problem];
    const text = `${plural(waiting)}. ${says || ""}`;
    box.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }), list);
  }
  const queue = new GestureQueue(`${hold.dataset.sitting}:${hold.dataset.user}`, told);

  function labelOf(form, button) {
    const words = (button || form).textContent.replace(/\s+/g, " ").trim();
    const who = form.closest(".person") && form.closest(".person").querySelector("h2");
    return who ? `${who.textContent.trim()} : ${words.slice(0, 80)}` : words.slice(0, 80);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-gesture]")) return;
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([name]) => !["key", "csrfmiddlewaretoken", "page"].includes(name));
    const button = event.submitter;
    if (button && button.name) fields.push([button.name, button.value]);
    fields.push(["page", tab]);
    if (form.hasAttribute("data-instead")) queue.dropRefused();
    const row = button && button.closest("[data-part]");
    if (row) row.classList.add("visually-busy");
    const opened = /^OPEN_ITEM (\S+)/.exec(button && button.value);
    if (opened && !navigator.onLine) showSeen(`?voir=${opened[1]}`);
    queue.add({ url: form.action, fields, label: labelOf(form, button), first: form.hasAttribute("data-instead") });
  });

  document.addEventListener("gesture-answered", (event) => apply(event.detail.html, event.detail.ok));

  /* --- only what changed is replaced ---------------------------------------------------------------------- */
  function print(node) {
    return node.outerHTML
      .replace(/name="(csrfmiddlewaretoken|key)" value="[^"]*"/g, "")
      .replace(/ class="htmx-[^"]*"| (hidden|data-script)=""/g, "");
  }
  const prints = new Map();
  const parts = (root) => [...root.querySelectorAll("[data-part]")];
  parts(hold).forEach((node) => prints.set(node.id, print(node)));

  function typedIn(node) {
    const kept = [];
    node.querySelectorAll("input, select, textarea").forEach((field) => {
      if (field.type === "hidden") return;
      const isTick = field.type === "checkbox" || field.type === "radio";
      const start = field.tagName === "SELECT" ? [...field.options].find((o) => o.defaultSelected)?.value ?? "" : field.defaultValue;
      if (isTick ? field.checked !== field.defaultChecked : field.value !== start) {
        kept.push([field.id, isTick ? field.checked : field.value, isTick]);
      }
    });
    return kept;
  }
  function retype(kept) {
    kept.forEach(([id, value, isTick]) => {
      const field = document.getElementById(id);
      if (field) field[isTick ? "checked" : "value"] = value;
    });
  }

  function replacePart(old, fresh, keepTyping) {
    const kept = keepTyping ? typedIn(old) : [];
    const open = keepTyping ? [...old.querySelectorAll("details[open][id]")].map((node) => node.id) : [];
    prints.set(fresh.id, print(fresh));
    old.replaceWith(fresh);
    open.forEach((id) => { const node = document.getElementById(id); if (node) node.open = true; });
    retype(kept);
    fresh.querySelectorAll("[data-script]").forEach((node) => { node.hidden = false; });
    window.htmx.process(fresh);
  }

  /* --- what was loaded once is shown again without network -------------------------------------------------- */
  const BESIDE = ["point", "fiche"];
  const seen = new Map();
  function viewOf(search) {
    const view = new URLSearchParams(search);
    return ["voir", "membre", "corriger"].map((name) => view.get(name) || "").join("/");
  }
  function keep(search, root) {
    seen.set(viewOf(search), BESIDE.map((id) => root.querySelector(`#${id}`).outerHTML));
  }
  /** The item, or the member, as it was last loaded; a word where it never was. */
  function showSeen(search) {
    const found = seen.get(viewOf(search));
    if (!found) {
      box.hidden = false;
      box.replaceChildren(Object.assign(document.createElement("p"), {
        textContent: "Pas de réseau, et cette fiche n’a pas encore été ouverte : servez-vous des boutons de la liste.",
      }));
      return false;
    }
    found.forEach((html, place) => {
      const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      replacePart(document.getElementById(BESIDE[place]), document.importNode(fresh, true), false);
    });
    document.querySelectorAll(".hold-item").forEach((row) => {
      row.classList.toggle("is-viewed", row.id === `i-${new URLSearchParams(search).get("voir")}`);
    });
    return true;
  }
  /** The next item is loaded before it is needed. */
  let ahead = 0;
  function loadNext() {
    window.clearTimeout(ahead);
    ahead = window.setTimeout(async () => {
      const link = document.querySelector(".hold-item.is-viewed + .hold-item a[data-load]");
      if (!link || !navigator.onLine || queue.items.length || document.hidden || seen.has(viewOf(link.search))) return;
      let response;
      try { response = await window.fetch(link.href, { headers: queue.headers() }); } catch { return; }
      if (!response.ok || response.redirected) return;
      keep(link.search, new DOMParser().parseFromString(await response.text(), "text/html"));
    }, 3000);
  }
  keep(window.location.search, hold);
  loadNext();

  function apply(html, isNew) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const focused = document.activeElement && document.activeElement.id;
    const before = document.getElementById("point-titre")?.textContent;
    page.querySelectorAll("[data-list]").forEach((fresh) => {
      const old = document.getElementById(fresh.id);
      const ids = (list) => parts(list).map((node) => node.id).join();
      if (old && ids(old) !== ids(fresh)) {
        parts(fresh).forEach((node) => prints.set(node.id, print(node)));
        old.replaceWith(fresh.cloneNode(true));
      }
    });
    page.querySelectorAll("[data-classes]").forEach((fresh) => { document.getElementById(fresh.id).className = fresh.className; });
    parts(page).forEach((fresh) => {
      const old = document.getElementById(fresh.id);
      const isSame = old && prints.get(fresh.id) === print(fresh);
      if (isSame) { old.classList.remove("visually-busy"); return; }
      if (old) replacePart(old, document.importNode(fresh, true), !isNew || fresh.id !== "point");
    });
    const view = document.getElementById("etat").dataset.view;
    window.history.replaceState(null, "", view ? `?${view}` : window.location.pathname);
    keep(window.location.search, page);
    const standing = document.getElementById("etat").dataset.point;
    if (!view && standing) keep(`?voir=${standing}`, page);
    loadNext();
    refocus(focused, before);
    filter();
  }

  function refocus(id, before) {
    const refusal = document.querySelector("#refus .refusal");
    if (refusal) { refusal.focus(); return; }
    if (document.activeElement && document.activeElement !== document.body) return;
    const hasMoved = before !== document.getElementById("point-titre")?.textContent;
    // The title is only where nothing better was to be found: it is looked for again.
    const places = hasMoved || id === "point-titre" ? NEXT : [id, ...NEXT];
    // What is folded away takes no focus: the next one is tried.
    places.filter(Boolean).some((place) => {
      const node = document.getElementById(place);
      if (node) node.focus({ preventScroll: !hasMoved });
      return node && document.activeElement === node;
    });
  }

  /* --- moving about, and what others do ------------------------------------------------------------------- */
  async function load(url) {
    let response;
    try { response = await window.fetch(url, { headers: queue.headers() }); } catch { return showSeen(new URL(url).search); }
    if (!response.ok || response.redirected) { window.location.assign(url); return true; }
    window.history.replaceState(null, "", url.split("#")[0]);
    apply(await response.text(), false);
    return true;
  }
  document.addEventListener("click", async (event) => {
    const drop = event.target.closest("[data-give-up]");
    if (drop) {
      event.preventDefault();
      queue.dropRefused();
      await load(window.location.href);
      queue.send();
      return;
    }
    const link = event.target.closest("a[data-load]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const target = link.hash.slice(1);
    const row = link.closest("[data-row]");
    // Nothing may be noted of the one who was shown while another is on his way.
    document.getElementById("fiche").inert = true;
    const isThere = await load(link.href);
    document.getElementById("fiche").inert = false;
    if (!isThere) return;
    const place = document.getElementById(target);
    if (!place) return;
    const inside = place.matches("li") ? place.querySelector("button, a") : place.querySelector("h2, h3, [tabindex]") || place;
    if (!inside.matches("a, button")) inside.tabIndex = -1;
    inside.focus({ preventScroll: Boolean(row) && window.innerWidth > 991 });
    if (window.innerWidth <= 991 || !row) place.scrollIntoView({ block: "start" });
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== hold) return;
    const view = new URLSearchParams(window.location.search);
    ["voir", "membre", "corriger"].forEach((name) => { if (view.get(name)) event.detail.parameters[name] = view.get(name); });
    event.detail.parameters.revision = document.getElementById("etat").dataset.revision;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const isIdle = navigator.onLine && !queue.items.length && !document.hidden;
    if (event.target === hold && !isIdle) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.target === hold && event.detail.xhr.status === 200 && !queue.items.length) apply(event.detail.xhr.responseText, false);
  });

  /* --- letters and arrows --------------------------------------------------------------------------------- */
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const search = document.getElementById("filtre");
  function rows() { return [...document.querySelectorAll("#liste-membres [data-row]")].filter((row) => !row.hidden); }
  function filter() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    document.querySelectorAll("#liste-membres [data-row]").forEach((row) => {
      const name = plain(row.querySelector(".member-name").textContent);
      row.hidden = !words.every((word) => name.includes(word));
    });
  }
  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { search.value = ""; filter(); return; }
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = rows()[0];
    if (first) focusRow(first);
  });
  function focusRow(row) { (row.querySelector(".member-taps button") || row.querySelector("a")).focus(); }
  function visible(node) { return node.checkVisibility ? node.checkVisibility({ contentVisibilityAuto: true }) : Boolean(node.offsetParent); }

  const useKeys = document.getElementById("touches");
  useKeys.checked = window.localStorage.getItem("conforme-touches") !== "non";
  useKeys.addEventListener("change", () => window.localStorage.setItem("conforme-touches", useKeys.checked ? "oui" : "non"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !useKeys.checked) return;
    if (event.target.matches("input:not([type=checkbox]):not([type=radio]), select, textarea")) return;
    const row = event.target.closest("[data-row]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target.matches("[type=radio]") || !row || !row.id) return;
      const all = rows();
      const next = all[all.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { event.preventDefault(); focusRow(next); }
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const own = row && [...row.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
    const node = own || [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && !each.closest("[data-row]") && visible(each));
    if (!node) return;
    event.preventDefault();
    if (node.matches("input")) { node.focus(); node.select(); } else node.click();
  });

  window.addEventListener("offline", () => queue.tell());
  window.addEventListener("online", () => queue.tell());
  queue.tell();
  if (!queue.isStopped) queue.send();
  else { queue.items = queue.items.map((item) => ({ ...item, refused: false })); queue.send(); }
})();
