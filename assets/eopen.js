// What happens in the browser alone, on every page.
(function () {
  "use strict";

  window.PlotlyLocales = window.PlotlyLocales || {};
  window.PlotlyLocales.id = {
    moduleType: "locale",
    name: "id",
    dictionary: {
      "Download plot as a PNG": "Unduh gambar PNG",
      "Download plot": "Unduh gambar",
      "Taking snapshot - this may take a few seconds": "Gambar sedang dibuat",
      "Snapshot succeeded": "Gambar selesai",
    },
    format: {
      days: ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
      shortDays: ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
      months: ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"],
      shortMonths: ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
      date: "%d/%m/%Y",
      decimal: ",",
      thousands: ".",
    },
  };

  const root = document.documentElement;
  const query = (pairs) =>
    pairs
      .filter(([, value]) => value && value.length)
      .map(([name, value]) => name + "=" + encodeURIComponent(Array.isArray(value) ? value.join(",") : value))
      .join("&");

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    eopen: {
      // The button turns the theme; without a click it only tells which one is shown.
      theme: function (clicks) {
        let theme = root.getAttribute("data-bs-theme") || "light";
        if (clicks) {
          theme = theme === "dark" ? "light" : "dark";
          root.setAttribute("data-bs-theme", theme);
          try {
            window.localStorage.setItem("eopen-tema", theme);
          } catch (error) {
            // Not remembered, then.
          }
        }
        return theme;
      },

      // The choice of filters into the address, without a reload and without a new history entry.
      address: function (dari, sampai, layanan, kecamatan, lokasi, kanal, satuan) {
        const chosen = { dari, sampai, layanan, kecamatan, lokasi, kanal, satuan };
        const search = query(Object.entries(chosen));
        window.history.replaceState(window.history.state, "", window.location.pathname + (search ? "?" + search : ""));
        return chosen;
      },
    },
  });
})();
