// What happens in the browser alone, on every page.
(function () {
  "use strict";

  // Plotly, which comes later, takes what it finds in this list.
  window.PlotlyLocales = window.PlotlyLocales || [];
  window.PlotlyLocales.push({
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
  });

  const root = document.documentElement;
  const query = (pairs) =>
    pairs
      .filter(([, value]) => value && value.length)
      .map(([name, value]) => name + "=" + encodeURIComponent(Array.isArray(value) ? value.join(",") : value))
      .join("&");

  // A choice that hangs open is closed by a click elsewhere or by Escape.
  const open_choices = () => document.querySelectorAll("details.saring-lipat[open]");
  document.addEventListener("click", (event) => {
    for (const choice of open_choices()) if (!choice.contains(event.target)) choice.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const choice of open_choices()) {
      choice.open = false;
      choice.querySelector("summary").focus();
    }
  });

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

      // The choice of filters into the address, so that a view can be shared and gone back to.
      // The first choice of a page is what its address said; a later one is a step of its own.
      address: function () {
        const known = arguments[arguments.length - 1];
        const chosen = {};
        for (const input of window.dash_clientside.callback_context.inputs_list.flat()) {
          const name = input.id.slice(input.id.indexOf("-") + 1).replace(/^pilih-/, "");
          chosen[name] = input.value ?? "";
        }
        for (const end of ["dari", "sampai"]) chosen[end] = chosen[end] || "semua";
        const search = query(Object.entries(chosen));
        if (window.location.search !== "?" + search) {
          const write = known ? "pushState" : "replaceState";
          window.history[write](window.history.state, "", window.location.pathname + "?" + search);
        }
        return Object.assign(chosen, { alamat: search });
      },

      // The filters of this page go along to the others; what belongs to one figure stays.
      menu: function (choice) {
        const shared = ["dari", "sampai", "layanan", "kecamatan", "lokasi", "kanal", "banding", "satuan"];
        const search = query(shared.map((name) => [name, choice[name]]));
        return window.dash_clientside.callback_context.outputs_list.map((entry) => entry.id.path + "?" + search);
      },

      here: function (pathname) {
        return window.dash_clientside.callback_context.outputs_list.map((entry) => entry.id.path === pathname);
      },

      // Every panel says as of when, in the words of the line above the page.
      per: function (state) {
        const said = (state || "").split(" · ")[0];
        return window.dash_clientside.callback_context.outputs_list.map(() => said);
      },

      // A period by its name. Days are WIB days, wherever the browser is.
      preset: function (name) {
        const none = window.dash_clientside.no_update;
        if (!name || name === "pilih") return [none, none, none];
        const [year, month, day] = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Jakarta" })
          .format(new Date())
          .split("-")
          .map(Number);
        const at = (y, m, d) => new Date(Date.UTC(y, m - 1, d)).toISOString().slice(0, 10);
        const until = at(year, month, day);
        const periods = {
          "bulan-ini": [at(year, month, 1), until],
          "bulan-lalu": [at(year, month - 1, 1), at(year, month, 0)],
          "3-bulan": [at(year, month - 3, day + 1), until],
          "12-bulan": [at(year - 1, month, day + 1), until],
          "tahun-ini": [at(year, 1, 1), until],
          "tahun-lalu": [at(year - 1, 1, 1), at(year - 1, 12, 31)],
          semua: ["", ""],
        };
        return [...(periods[name] || [none, none]), "pilih"];
      },

      // A table is asked for only while it is open.
      table: function (clicks) {
        return clicks % 2 === 1 ? Date.now() : window.dash_clientside.no_update;
      },

      salin: async function () {
        const none = window.dash_clientside.no_update;
        try {
          await window.navigator.clipboard.writeText(window.location.href);
          return "Tautan disalin.";
        } catch (error) {
          // Without a clipboard (plain HTTP on another host), the address itself can be copied.
          return window.location.href || none;
        }
      },

      cetak: function () {
        window.print();
        return window.dash_clientside.no_update;
      },
    },
  });
})();
