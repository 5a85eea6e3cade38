// The supervisor's page: what happens in the browser alone.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    beban: {
      // An empty box of "all" after a redraw says nothing about the single ones.
      pickAll: function (all, picks) {
        const isClick = document.activeElement && document.activeElement.id === "beban-pilih-semua";
        return picks.map(() => (isClick ? all : noUpdate()));
      },
    },
  });
})();
