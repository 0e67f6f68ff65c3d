/* Gestures waiting to be sent: kept in the browser, sent in order, each once thanks to its key. */
"use strict";

class GestureQueue {
  /** place: the sitting and the user, so that nobody sends another's gestures. told(state): called on each change. */
  constructor(place, told) {
    this.place = `conforme-gestes:${place}`;
    this.told = told;
    this.isSending = false;
    this.problem = "";
    window.addEventListener("online", () => this.send());
    window.addEventListener("storage", (event) => { if (event.key === this.place) this.tell(); });
    window.setInterval(() => { if (this.items.length && !this.isStopped) this.send(); }, 4000);
  }

  get items() {
    try { return JSON.parse(window.localStorage.getItem(this.place)) || []; } catch { return []; }
  }

  set items(items) {
    if (items.length) window.localStorage.setItem(this.place, JSON.stringify(items));
    else window.localStorage.removeItem(this.place);
    this.tell();
  }

  /** The first gesture was refused: the others wait for somebody to choose. */
  get isStopped() { return Boolean(this.items[0] && this.items[0].refused); }

  tell() { this.told({ items: this.items, problem: this.problem, isStopped: this.isStopped }); }

  add(item) {
    const fresh = { key: GestureQueue.newKey(), made: Date.now(), ...item };
    this.items = item.first ? [fresh, ...this.items] : [...this.items, fresh];
    return this.send();
  }

  remove(key) { this.items = this.items.filter((item) => item.key !== key); }

  /** Give up the gesture that was refused, and go on with the next. */
  dropRefused() {
    const [head, ...rest] = this.items;
    if (head && head.refused) this.items = rest;
    this.problem = "";
  }

  async send() {
    if (this.isSending || this.isStopped) return;
    this.isSending = true;
    try {
      while (this.items.length && !this.isStopped) {
        if (!(await this.sendOne(this.items[0]))) break;
      }
    } finally {
      this.isSending = false;
      this.tell();
    }
  }

  /** Whether the next one may be sent. */
  async sendOne(item) {
    const body = new URLSearchParams(item.fields);
    body.set("key", item.key);
    body.set("age", String(Math.max(0, Math.round((Date.now() - item.made) / 1000))));
    let response;
    try {
      response = await window.fetch(item.url, { method: "POST", body, headers: this.headers(), redirect: "follow" });
    } catch {
      this.problem = "offline";
      return false;
    }
    return this.received(item, response, await response.text());
  }

  received(item, response, html) {
    if (response.redirected || response.status === 403) {
      this.problem = "session";
      return false;
    }
    if (response.status >= 500 || ![200, 409, 422].includes(response.status)) {
      this.problem = "server";
      return false;
    }
    this.problem = "";
    if (response.ok) this.remove(item.key);
    else this.items = this.items.map((each) => (each.key === item.key ? { ...each, refused: true } : each));
    document.dispatchEvent(new CustomEvent("gesture-answered", { detail: { html, ok: response.ok } }));
    return response.ok;
  }

  headers() {
    return { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers") || "{}") };
  }

  static newKey() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}
