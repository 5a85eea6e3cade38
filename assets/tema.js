// Before the first paint: the theme chosen last, else the system's.
(function () {
  "use strict";
  let chosen = null;
  try {
    chosen = window.localStorage.getItem("eopen-tema");
  } catch (error) {
    // Storage may be shut; the system's theme then counts.
  }
  const dark = chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
