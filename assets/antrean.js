// The queue: what happens in the browser alone. Clicks become addresses here and not on the server, so that
// none waits and none is lost; the list is redrawn while officers work on it, so that selection and the
// mark of the open case are kept here.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  const context = () => window.dash_clientside.callback_context;

  const FILTERS = ["layanan", "lokasi", "status", "kanal", "prioritas"];
  const NAMES = ["tampilan", ...FILTERS, "urut", "hal", "kasus"];
  const USUAL = { tampilan: "menunggu", urut: "mendesak", hal: "1" };
  const EVERYTHING = "semua"; // value of a filter that filters nothing
  const STUCK_MILLISECONDS = 20_000; // so long is an answer waited for before the list is asked for again

  const read = (search) => Object.fromEntries(new URLSearchParams(search || ""));
  function write(place, names) {
    const query = new URLSearchParams();
    for (const name of names) {
      const value = (place[name] || "").trim();
      if (value && value !== USUAL[name]) {
        query.set(name, value);
      }
    }
    const text = query.toString();
    return text ? "?" + text : "";
  }

  // Where a click leads. Another view, filter or order begins on its first page; the open case stays.
  const MOVES = {
    "antrean-tab": (here, id) => ({ ...here, tampilan: id.tampilan, hal: "" }),
    "antrean-kolom": (here, id) => ({ ...here, urut: id.urut, hal: "" }),
    "antrean-buka": (here, id) => ({ ...here, kasus: id.kasus }),
    "antrean-hasil": (here, id) => ({ ...here, kasus: id.kasus }),
    "antrean-tersimpan": (here, id) => ({ ...read(id.alamat), kasus: here.kasus }),
    "antrean-bersih": (here) => ({ ...here, ...Object.fromEntries(FILTERS.map((name) => [name, ""])), hal: "" }),
    "antrean-halaman-sebelum": (here) => ({ ...here, hal: String(Math.max(1, Number(here.hal || 1) - 1)) }),
    "antrean-halaman-berikut": (here) => ({ ...here, hal: String(Number(here.hal || 1) + 1) }),
    "kasus-tutup": (here) => ({ ...here, kasus: "" }),
  };

  function follow(here, triggered, fields) {
    const cut = triggered.prop_id.lastIndexOf(".");
    const name = triggered.prop_id.slice(0, cut);
    const id = name.startsWith("{") ? JSON.parse(name) : { type: name };
    if (id.type === "antrean-saring") {
      const chosen = fields.find((field) => field.id.nama === id.nama).value || "";
      return { ...here, [id.nama]: chosen === EVERYTHING ? "" : chosen, hal: "" };
    }
    if (!triggered.value) {
      return here; // a row that has just been drawn, not clicked
    }
    if (id.type === "kasus-tuju") {
      return { ...here, kasus: triggered.value.nomor };
    }
    return MOVES[id.type] ? MOVES[id.type](here, id) : here;
  }

  // The row of the open case, in the list and among what was found.
  let openNumber = "";
  function markOpen() {
    for (const button of document.querySelectorAll(".antrean-buka")) {
      const isOpen = button.textContent === openNumber;
      if (button.getAttribute("aria-pressed") !== String(isOpen)) {
        button.setAttribute("aria-pressed", String(isOpen));
      }
      const row = button.closest("tr");
      if (row && row.classList.contains("antrean-terbuka") !== isOpen) {
        row.classList.toggle("antrean-terbuka", isOpen);
      }
    }
  }

  // The redrawing itself is watched: the answer of the callback comes before it, on a busy machine long before.
  let watchedList = null;
  const redraws = new MutationObserver(markOpen);

  const isSelecting = () => {
    const selection = window.getSelection();
    return selection && !selection.isCollapsed && watchedList && watchedList.contains(selection.anchorNode);
  };

  let askedAt = 0;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    antrean: {
      // From clicks and fields to the address, and from the address to all that depends on it.
      steer: function () {
        const { triggered, inputs_list: inputs, states_list: states } = context();
        const [address, fields] = inputs;
        const isNewAddress = triggered.some((one) => one.prop_id === "antrean-alamat.search");
        let there = read(address.value ?? window.location.search);
        for (const one of triggered) {
          const isOwn = one.prop_id.includes("antrean-saring") && isNewAddress; // the address says it already
          there = isOwn ? there : follow(there, one, fields);
        }
        const search = write(there, NAMES);
        const asked = write(there, NAMES.filter((name) => name !== "kasus"));
        openNumber = (there.kasus || "").slice(0, 20);
        markOpen();
        const narrowed = Object.fromEntries(FILTERS.filter((name) => there[name]).map((name) => [name, there[name]]));
        const [wasAsked, wasOpen, wasNarrowed] = states.map((state) => state.value);
        const isNarrowed = JSON.stringify(narrowed) === JSON.stringify(wasNarrowed || {});
        return [
          search === (address.value || "") ? noUpdate() : search,
          fields.map(function (field) {
            const value = there[field.id.nama] || USUAL[field.id.nama] || EVERYTHING;
            return value === field.value ? noUpdate() : value;
          }),
          asked === (wasAsked || "") ? noUpdate() : asked,
          openNumber === (wasOpen || "") ? noUpdate() : openNumber,
          isNarrowed ? noUpdate() : narrowed,
        ];
      },

      // A tick on which the list may be redrawn: not while the page is out of sight or text in the list is
      // being selected, and not before the last answer came, which would make that void.
      beat: function (ticks, isAsking) {
        const isWaiting = isAsking && Date.now() - askedAt < STUCK_MILLISECONDS;
        if (document.hidden || isSelecting() || isWaiting) {
          return noUpdate();
        }
        askedAt = Date.now();
        return ticks;
      },

      // Watches the list once it is there.
      keepMark: function (_shown) {
        const list = document.getElementById("antrean-daftar");
        if (list && list !== watchedList) {
          watchedList = list;
          redraws.disconnect();
          redraws.observe(list, { childList: true, characterData: true, subtree: true });
          markOpen();
        }
        return noUpdate();
      },

      // The first case found has the focus, so that Enter opens it; a single one is open already.
      showFound: function (_found) {
        window.requestAnimationFrame(function () {
          markOpen();
          const found = document.querySelectorAll("#antrean-temuan .antrean-buka");
          if (found.length > 1) {
            found[0].focus();
          }
        });
        return noUpdate();
      },

      // Back to the list, by the button or by another view.
      closeFound: function () {
        const isClick = context().triggered.some((one) => one.value);
        const hasFound = document.querySelector("#antrean-temuan > *");
        return isClick && hasFound ? [null, ""] : [noUpdate(), noUpdate()];
      },
    },
  });
})();
