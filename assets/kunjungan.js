// The page of home visits: what happens in the browser alone. Clicks become addresses here, and the view that
// is open is asked for again, by the clock and after every change.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  const context = () => window.dash_clientside.callback_context;

  const NAMES = ["tampilan", "kecamatan", "kapan", "hal", "petugas", "hari"];
  const VIEWS = ["permintaan", "jadwal", "rute"];
  const EVERYTHING = "semua"; // value of a filter that filters nothing
  const USUAL = { tampilan: "permintaan", hal: "1", kecamatan: EVERYTHING, kapan: EVERYTHING, petugas: EVERYTHING };
  // The day of today is left out of the address, so that a route that is kept as a bookmark is that of its day.
  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Jakarta" }).format(new Date());
  const usual = (name) => (name === "hari" ? today() : USUAL[name]);
  const CLOSED_MILLISECONDS = 250; // until then the form is gone and its button has the focus, if it is there
  const IN_ROUTE = ["petugas", "hari"];

  const read = (search) => Object.fromEntries(new URLSearchParams(search || ""));
  function write(place) {
    const query = new URLSearchParams();
    for (const name of NAMES) {
      const value = (place[name] || "").trim();
      if (value && value !== usual(name)) {
        query.set(name, value);
      }
    }
    const text = query.toString();
    return text ? "?" + text : "";
  }
  const viewOf = (place) => (VIEWS.includes(place.tampilan) ? place.tampilan : "permintaan");

  // Where a click leads. Another filter begins on its first page; the route of a tab is the own one of today.
  const MOVES = {
    "kunjungan-tab": (here, id) => ({ ...here, tampilan: id.tampilan, petugas: "", hari: "" }),
    "kunjungan-ke": (here, id) => ({ ...here, ...Object.fromEntries(new URLSearchParams(id.alamat)) }),
    "kunjungan-mundur": (here) => ({ ...here, hal: String(Math.max(1, Number(here.hal || 1) - 1)) }),
    "kunjungan-maju": (here) => ({ ...here, hal: String(Number(here.hal || 1) + 1) }),
  };

  function follow(here, triggered, fields) {
    const name = triggered.prop_id.slice(0, triggered.prop_id.lastIndexOf("."));
    const id = name.startsWith("{") ? JSON.parse(name) : { type: name };
    if (id.type === "kunjungan-saring") {
      const chosen = fields.find((field) => field.id.nama === id.nama).value || "";
      return { ...here, [id.nama]: chosen, hal: IN_ROUTE.includes(id.nama) ? here.hal : "" };
    }
    return triggered.value && MOVES[id.type] ? MOVES[id.type](here, id) : here;
  }

  const isSelecting = () => {
    const selection = window.getSelection();
    return selection && !selection.isCollapsed && document.querySelector(".kunjungan").contains(selection.anchorNode);
  };

  let lastFocusId = null; // id of what the officer focused last; null after a click beside all controls
  let watched = null;
  document.addEventListener("focusin", (event) => (lastFocusId = event.target.id || null));
  document.addEventListener("pointerdown", function (event) {
    if (!event.target.closest("button, a, input, select, textarea, label")) {
      lastFocusId = null;
    }
  });

  // Where the focus was lost, it is given back to the same line; if that is gone, to what was said of it.
  function giveFocusBack() {
    const isLost = !document.activeElement || document.activeElement === document.body;
    const before = document.getElementById(lastFocusId) || document.getElementById("kunjungan-pesan");
    if (isLost && lastFocusId && before && before.closest(".kunjungan")) {
      before.focus({ preventScroll: true });
    }
  }

  // A list that is redrawn under the officer takes the focus with it.
  const redraws = new MutationObserver(giveFocusBack);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    kunjungan: {
      // From clicks and fields to the address, and from the address to the view that is open.
      steer: function () {
        const { triggered, inputs_list: inputs, outputs_list: outputs } = context();
        const [address, fields] = inputs;
        const by = (end) => triggered.some((one) => one.prop_id === end);
        const isNewAddress = by("kunjungan-alamat.search");
        const before = read(address.value ?? window.location.search);
        let there = before;
        for (const one of triggered) {
          const isOwn = one.prop_id.includes("kunjungan-saring") && isNewAddress; // the address says it already
          there = isOwn ? there : follow(there, one, fields);
        }
        const search = write(there);
        const view = viewOf(there);
        const isTick = by("kunjungan-detak.n_intervals") && !document.hidden && !isSelecting();
        const isToAsk = isNewAddress || isTick || by("kunjungan-berubah.data") || search !== write(before);
        const asked = { alamat: search, detak: Date.now() };
        return [
          search === (address.value || "") ? noUpdate() : search,
          fields.map(function (field) {
            const value = there[field.id.nama] || usual(field.id.nama) || "";
            return value === field.value ? noUpdate() : value;
          }),
          outputs[2].map((tab) => String(tab.id.tampilan === view)),
          outputs[3].map((panel) => panel.id.tampilan !== view),
          outputs[4].map((store) => (isToAsk && store.id.tampilan === view ? asked : noUpdate())),
        ];
      },

      // An empty box of "all" after a redraw says nothing about the single ones.
      pickAll: function (all, picks) {
        const isClick = document.activeElement && document.activeElement.id === "kunjungan-pilih-semua";
        return picks.map(() => (isClick ? all : noUpdate()));
      },

      // The form of another visit is empty; that of the same visit is as it was left.
      openForm: function (clicks, _leave, chosen) {
        const clicked = context().triggered_id;
        const keep = Array(5).fill(noUpdate());
        if (clicked === "kunjungan-hasil-batal") {
          return [noUpdate(), false, noUpdate(), ...keep, noUpdate()];
        }
        if (!clicked || !clicks.some(Boolean) || !context().triggered.some((one) => one.value)) {
          return [noUpdate(), noUpdate(), noUpdate(), ...keep, noUpdate()];
        }
        const visit = { kunjungan: clicked.kunjungan, nomor: clicked.nomor, keperluan: clicked.keperluan };
        const isSame = chosen && chosen.kunjungan === visit.kunjungan;
        const fields = isSame ? keep : [null, "", "", "", ""];
        return [isSame ? noUpdate() : visit, true, "Hasil kunjungan " + clicked.nomor, ...fields, ""];
      },

      showFields: function (outcome, chosen) {
        const brings = Boolean(chosen) && chosen.keperluan === "antar_dokumen";
        return [outcome !== "selesai" || !brings, outcome !== "dijadwal_ulang"];
      },

      // The button that opened the form is gone once the outcome is saved: what was said has the focus then.
      leaveForm: function (isOpen) {
        if (!isOpen) {
          window.setTimeout(giveFocusBack, CLOSED_MILLISECONDS);
        }
        return noUpdate();
      },

      // What became of a click is seen even when it stands above. On the road the visit itself shows it.
      showMessage: function () {
        const message = document.getElementById("kunjungan-pesan");
        const isOnRoute = document.getElementById("kunjungan-rute").getClientRects().length > 0;
        window.requestAnimationFrame(function () {
          if (message && message.firstElementChild && !isOnRoute) {
            message.scrollIntoView({ block: "nearest" });
          }
        });
        return noUpdate();
      },

      print: function (clicks) {
        if (clicks) {
          window.print();
        }
        return noUpdate();
      },

      keepFocus: function () {
        const page = document.querySelector(".kunjungan");
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
