// What is redrawn under somebody gives the focus back to the same control, of the same case. The redrawing
// itself is watched: the answer of a callback comes before it, on a busy machine long before.
(function () {
  "use strict";

  const CONTROLS = "button, a, input, select, textarea, label";
  let lastId = null;

  const isKept = (element) => Boolean(element && element.closest(".jaga-fokus"));

  document.addEventListener("focusin", (event) => (lastId = isKept(event.target) ? event.target.id : null));
  // Who has clicked elsewhere, or beside all controls, has left.
  document.addEventListener("pointerdown", function (event) {
    if (!isKept(event.target) || !event.target.closest(CONTROLS)) {
      lastId = null;
    }
  });

  new MutationObserver(function () {
    const active = document.activeElement;
    // An element may have been used again for another case, and have kept the focus.
    const isLost = !active || active === document.body || (isKept(active) && active.id !== lastId);
    const before = lastId && isLost && document.getElementById(lastId);
    if (isKept(before)) {
      before.focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
})();
