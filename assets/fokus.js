// A list that is redrawn under somebody gives the focus back to the same button, of the same case.
(function () {
  "use strict";

  let lastId = null;

  const isKept = (element) => Boolean(element && element.closest(".jaga-fokus"));

  document.addEventListener("focusin", (event) => (lastId = isKept(event.target) ? event.target.id : null));
  // Who has clicked elsewhere has left.
  document.addEventListener("pointerdown", function (event) {
    if (!isKept(event.target)) {
      lastId = null;
    }
  });

  new MutationObserver(function () {
    const isLost = !document.activeElement || document.activeElement === document.body;
    const before = lastId && isLost && document.getElementById(lastId);
    if (isKept(before)) {
      before.focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
