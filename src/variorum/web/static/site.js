// Keys, the lighting of what was linked to, and the dropping of files. Everything can be read without this.
"use strict";
(() => {
  // --- keys ---

  const KEYS = "variorum-keys";
  const on = () => { try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; } };
  const tell = () => { document.documentElement.dataset.keys = on() ? "on" : "off"; };
  tell();
  const entries = () => [...document.querySelectorAll(".entry")];
  let at = -1;

  function go(step) {
    const all = entries();
    if (!all.length) return;
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    all[at].scrollIntoView({ block: "nearest" });
    const link = all[at].querySelector("a[href]");
    if (link) link.focus();
  }

  document.addEventListener("focusin", (event) => {
    const home = event.target.closest(".entry");
    if (home) at = entries().indexOf(home);
  });

  const ways = {
    "/": () => document.getElementById("find").focus(),
    "?": () => document.getElementById("keys").showModal(),
    n: () => document.querySelector('a[rel="next"]')?.click(),
    j: () => go(1),
    k: () => go(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    if (!on() && event.key !== "?") return;
    if ((event.key === "j" || event.key === "k") && !entries().length) return;
    const way = ways[event.key];
    if (!way) return;
    way();
    event.preventDefault();
  });

  const keys = document.getElementById("keys");
  const single = document.getElementById("single-keys");
  if (keys && single) {
    single.checked = on();
    single.addEventListener("change", () => { try { localStorage.setItem(KEYS, single.checked ? "on" : "off"); } catch { /* not kept */ } tell(); });
    const opener = document.getElementById("show-keys");
    opener.hidden = false;
    opener.addEventListener("click", () => keys.showModal());
  }

  // --- a span that others cut in two is lit in all its parts ---

  function light() {
    for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name) return;
    for (const part of document.querySelectorAll(`[data-of="${CSS.escape(name)}"]`)) part.classList.add("lit");
  }
  addEventListener("hashchange", light);
  light();

  // --- slips: more of them, and one for each file that is dropped ---

  const slips = document.getElementById("slips");
  if (!slips) return;
  const more = document.getElementById("more-slips");

  function slip() {
    const fresh = slips.lastElementChild.cloneNode(true);
    const n = slips.children.length;
    fresh.querySelector(".number").textContent = n + 1;
    fresh.querySelector(".warning")?.remove();
    for (const part of fresh.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/-\d+$/, `-${n}`));
      }
      if ("value" in part) part.value = "";
    }
    slips.append(fresh);
    return fresh;
  }

  const empty = (s) => !s.querySelector('input[type="file"]').files.length && !s.querySelector("textarea").value;

  more.hidden = false;
  more.addEventListener("click", () => slip().querySelector("input").focus());

  let depth = 0;
  const dropping = (by) => {
    depth = Math.max(0, depth + by);
    document.body.classList.toggle("dropping", depth > 0);
  };
  addEventListener("dragenter", (event) => { event.preventDefault(); dropping(1); });
  addEventListener("dragleave", () => dropping(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    dropping(-depth);
    let last = null;
    for (const file of event.dataTransfer.files) {
      last = [...slips.children].find(empty) || slip();
      const one = new DataTransfer();
      one.items.add(file);
      last.querySelector('input[type="file"]').files = one.files;
    }
    if (last) last.querySelector('[name^="outlet"]').focus();
  });
})();
