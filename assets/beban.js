// The supervisor's page: what happens in the browser alone.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  let lastFocusId = null;
  let watched = null;

  document.addEventListener("focusin", (event) => (lastFocusId = event.target.id || null));

  // A table that was redrawn under the supervisor gives the focus back to the same row.
  const redraws = new MutationObserver(function () {
    const isLost = !document.activeElement || document.activeElement === document.body;
    const before = lastFocusId && isLost && document.getElementById(lastFocusId);
    if (before && before.closest(".beban")) {
      before.focus({ preventScroll: true });
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    beban: {
      // An empty box of "all" after a redraw says nothing about the single ones.
      pickAll: function (all, picks) {
        const isClick = document.activeElement && document.activeElement.id === "beban-pilih-semua";
        return picks.map(() => (isClick ? all : noUpdate()));
      },

      keepFocus: function () {
        const page = document.querySelector(".beban");
        if (page && page !== watched) {
          watched = page;
          redraws.disconnect();
          redraws.observe(page, { childList: true, subtree: true });
        }
        return noUpdate();
      },
    },
  });
})();
