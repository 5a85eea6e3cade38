// Second looks by keyboard.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  const BUTTONS = { n: "periksa-ambil", s: "periksa-setuju" };

  document.addEventListener("keydown", function (event) {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (!document.querySelector(".periksa") || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
      return;
    }
    const key = event.key.toLowerCase();
    const target = document.getElementById(key === "t" ? "periksa-alasan" : BUTTONS[key]);
    if (target && target.offsetParent !== null && !target.disabled) {
      event.preventDefault();
      key === "t" ? target.focus() : target.click();
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    periksa: {
      // A new case takes the focus; after an answer the next one is a key away.
      focusCase: function (seen) {
        window.requestAnimationFrame(function () {
          const place = document.getElementById(seen ? "periksa-isi" : "periksa-ambil");
          if (place) {
            place.focus({ preventScroll: Boolean(!seen) });
          }
        });
        return noUpdate();
      },
    },
  });
})();
