import { entries } from "./layout";

const places = Object.fromEntries(entries.map(({ key, path }) => [key, path]));

/** What the page does beyond links and forms, which work without it: keeps itself fresh, and listens to keys. */
export const script = `"use strict";
(() => {
  const says = document.getElementById("says");
  const byId = (id) => document.getElementById(id);
  const isTyping = (element) => element instanceof HTMLElement && element.matches("input, textarea, select, [contenteditable]");

  // Puts what has changed in place, element by element, so that neither focus nor what is open is lost.
  function renew(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== 1 || old.nodeName !== fresh.nodeName || old.id !== fresh.id) return void old.replaceWith(fresh.cloneNode(true));
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const kept = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
    let at = old.firstChild;
    for (const child of [...fresh.childNodes]) {
      const same = child.id && kept.get(child.id);
      if (same) {
        if (same === at) at = at.nextSibling;
        else move(old, same, at);
        renew(same, child);
      } else if (at && !(at.id && fresh.querySelector("#" + CSS.escape(at.id))) && at.nodeType === child.nodeType && !child.id) {
        const next = at.nextSibling;
        renew(at, child);
        at = next;
      } else old.insertBefore(child.cloneNode(true), at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  // Whoever is moved in the document loses the focus.
  function move(parent, element, before) {
    const focused = element.contains(document.activeElement) ? document.activeElement : undefined;
    parent.insertBefore(element, before);
    if (focused) focused.focus({ preventScroll: true });
  }

  let etag;
  let failures = 0;
  async function refresh() {
    if (document.hidden) return;
    try {
      const response = await fetch(location.href.split("#")[0], { headers: etag ? { "if-none-match": etag } : {}, credentials: "same-origin", cache: "no-store" });
      failures = 0;
      document.body.classList.remove("offline");
      if (response.status === 304) return;
      if (response.redirected) return void location.reload();
      if (!response.ok) return;
      etag = response.headers.get("etag");
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const region of document.querySelectorAll("[data-region]")) {
        const other = fresh.querySelector('[data-region="' + region.dataset.region + '"]');
        // What somebody is filling in stays as it is.
        const isBusy = region.querySelector("details[open] form") || (region.dataset.region === "commands" && region.contains(document.activeElement));
        if (other && !isBusy) renew(region, other);
      }
    } catch {
      if (++failures === 3) {
        document.body.classList.add("offline");
        says.textContent = "The desk can't be reached. What you see may be old.";
      }
    }
  }
  const pause = Number(document.body.dataset.live);
  if (pause > 0) {
    setInterval(refresh, pause);
    document.addEventListener("visibilitychange", refresh);
  }

  const places = ${JSON.stringify(places)};
  let isGoing = false;
  const keys = byId("keys");
  function step(by) {
    const titles = [...document.querySelectorAll(".ticket .title")];
    const next = titles[titles.indexOf(document.activeElement) + by] ?? (by > 0 ? titles[0] : titles.at(-1));
    if (next) next.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || keys?.open) return;
    const goes = isGoing && places[event.key];
    isGoing = event.key === "g";
    if (goes) return location.assign(goes);
    if (event.key === "?" && keys) keys.showModal();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "u") location.assign("/");
    else if (event.key === "/" && byId("search")) byId("search").focus();
    else {
      const target = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
      if (!target) return;
      target.click();
      target.closest("details")?.querySelector("textarea, select")?.focus();
    }
    event.preventDefault();
  });
  const button = byId("keys-button");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => keys.showModal());
  }
  for (const select of document.querySelectorAll(".filters select")) select.addEventListener("change", () => select.form.requestSubmit());
  // Twice clicked is once meant.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) return event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
  byId("refused")?.scrollIntoView({ block: "center" });
  const done = document.querySelector("[data-says]");
  if (done) {
    says.textContent = done.dataset.says;
    setTimeout(() => (says.textContent = ""), 6000);
    const url = new URL(location.href);
    url.searchParams.delete("done");
    history.replaceState(null, "", url);
  }
})();
`;
