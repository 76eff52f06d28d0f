// Keys and two reports side by side. The page reads the same without this.
"use strict";
(() => {
  const findings = () => [...document.querySelectorAll(".three li, .dispute, .utterance, .pair, .chronicle")].filter((e) => e.offsetParent);
  let at = -1;

  function go(step) {
    const all = findings();
    if (!all.length) return;
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    const link = all[at].querySelector("a[href]");
    all[at].scrollIntoView({ block: "center" });
    if (link) link.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", (event) => {
    const home = event.target.closest(".three li, .dispute, .utterance, .pair, .chronicle");
    if (home) at = findings().indexOf(home);
  });

  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.keys === "off") return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "b") history.back();
    else return;
    event.preventDefault();
  });

  // --- two reports side by side ---

  const inside = (pane, spot) => spot.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;

  function aligned(left, right) {
    const found = [];
    for (const link of left.querySelectorAll("a.sign.to")) {
      const there = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const here = link.previousElementSibling || link;
      if (there && right.contains(there)) found.push([inside(left, here), inside(right, there)]);
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  // Where the other pane stands when this one is at `y`: between two shared passages, by the share of the way.
  function across(points, y, end, otherEnd) {
    let [a, b] = [[0, 0], [end, otherEnd]];
    for (const p of points) {
      if (p[0] <= y) a = p;
      else { b = p; break; }
    }
    return b[0] > a[0] ? a[1] + ((y - a[0]) * (b[1] - a[1])) / (b[0] - a[0]) : a[1];
  }

  function together(left, right) {
    let led = null;
    const follow = (from, to) => () => {
      if (led && led !== from) return;
      led = from;
      const mid = from.clientHeight / 3;
      to.scrollTop = across(aligned(from, to), from.scrollTop + mid, from.scrollHeight, to.scrollHeight) - mid;
      clearTimeout(together.timer);
      together.timer = setTimeout(() => { led = null; }, 120);
    };
    const ways = [[left, follow(left, right)], [right, follow(right, left)]];
    for (const [pane, way] of ways) pane.addEventListener("scroll", way, { passive: true });
    return () => { for (const [pane, way] of ways) pane.removeEventListener("scroll", way); };
  }

  function light(spot) {
    for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
    const whole = [spot, ...document.querySelectorAll(`[data-of="${CSS.escape(spot.id)}"]`)];
    for (const part of whole) part.classList.add("lit");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".beside a.sign.to");
    const spot = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const pane = spot && spot.closest(".pane");
    if (!pane) return;
    event.preventDefault();
    light(spot);
    pane.scrollTo({ top: inside(pane, spot) - pane.clientHeight / 3, behavior: "smooth" });
  });

  let release = null;

  function beside(home, first, second) {
    if (release) release();
    const panes = [...home.querySelectorAll(":scope > .source")];
    for (const pane of panes) {
      pane.classList.toggle("pane", pane === first || pane === second);
      pane.classList.toggle("second", pane === second);
      if (pane === first || pane === second) pane.tabIndex = 0;
    }
    release = first && second ? together(first, second) : null;
    home.classList.toggle("beside", Boolean(release));
  }

  const ready = document.querySelector(".beside");
  if (ready) beside(ready, ...ready.querySelectorAll(":scope > .source"));

  const bar = document.querySelector(".choose[data-for]");
  const home = bar && document.getElementById(bar.dataset.for);
  if (home && home.querySelectorAll(":scope > .source").length > 1) {
    bar.hidden = false;
    const [first, second] = bar.querySelectorAll("select");
    const show = () => beside(home, ...[first, second].map((s) => (s.value ? document.getElementById(s.value) : null)));
    first.addEventListener("change", show);
    second.addEventListener("change", show);
    bar.querySelector("button").addEventListener("click", () => { first.value = second.value = ""; show(); });
    // A link to a source that is put away must still reach it.
    addEventListener("hashchange", () => {
      const spot = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const source = spot && spot.closest(".source");
      if (source && !source.classList.contains("pane") && release) {
        first.value = second.value = "";
        show();
        spot.scrollIntoView({ block: "center" });
      }
    });
  }
})();
