// The counter: what happens in the browser alone. Clicks become addresses here, the focus goes where the hands
// go on, and whatever a scanner types lands in the one input.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  const context = () => window.dash_clientside.callback_context;

  const NAMES = ["tab", "lokasi", "hari", "keadaan", "urut", "hal"];
  const LISTED = ["lokasi", "hari", "keadaan", "urut", "hal"];
  const USUAL = { tab: "pengambilan", lokasi: "semua", keadaan: "semua", urut: "keadaan", hal: "1" };
  const STUCK_MILLISECONDS = 20_000; // so long is an answer waited for before the list is asked for again
  const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

  const read = (search) => Object.fromEntries(new URLSearchParams(search || ""));
  function write(place, names) {
    const query = new URLSearchParams();
    for (const name of names) {
      if (place[name] && place[name] !== USUAL[name]) {
        query.set(name, place[name]);
      }
    }
    const text = query.toString();
    return text ? "?" + text : "";
  }

  // Days are WIB days, wherever the browser is.
  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Jakarta" }).format(new Date());
  const isDay = (text) => /^20\d\d-\d\d-\d\d$/.test(text || "") && !Number.isNaN(Date.parse(text));
  function dayFrom(here, days) {
    const day = new Date((here.hari || today()) + "T00:00:00Z");
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
  }
  const onDay = (here, day) => ({ ...here, hari: day === today() ? "" : day, hal: "" });

  // Where a click leads. Another day, state or order begins on its first page.
  const MOVES = {
    "loket-tab": (here, id) => ({ ...here, tab: id.tab }),
    "loket-keadaan": (here, id) => ({ ...here, keadaan: id.keadaan, hal: "" }),
    "loket-tempat": (here, id) => ({ ...here, lokasi: id.lokasi, hal: "" }),
    "loket-kolom": (here, id) => ({ ...here, urut: id.urut, hal: "" }),
    "loket-hari-sebelum": (here) => onDay(here, dayFrom(here, -1)),
    "loket-hari-berikut": (here) => onDay(here, dayFrom(here, 1)),
    "loket-hari-ini": (here) => onDay(here, today()),
    "loket-halaman-sebelum": (here) => ({ ...here, hal: String(Math.max(1, Number(here.hal || 1) - 1)) }),
    "loket-halaman-berikut": (here) => ({ ...here, hal: String(Number(here.hal || 1) + 1) }),
  };

  function follow(here, triggered) {
    const cut = triggered.prop_id.lastIndexOf(".");
    const name = triggered.prop_id.slice(0, cut);
    const id = name.startsWith("{") ? JSON.parse(name) : { type: name };
    if (id.type === "loket-lokasi") {
      return { ...here, lokasi: triggered.value, hal: "" };
    }
    if (id.type === "loket-hari") {
      return isDay(triggered.value) ? onDay(here, triggered.value) : here;
    }
    return triggered.value && MOVES[id.type] ? MOVES[id.type](here, id) : here; // else just drawn, not clicked
  }

  const field = () => document.getElementById("loket-cari");
  let sentText = ""; // what the input held when it was sent; selected, so that the next scan takes its place
  function send() {
    sentText = field().value;
    field().select();
  }
  function toField() {
    const input = field();
    const isTypingOn = input && document.activeElement === input && input.value !== sentText;
    if (input && !isTypingOn) {
      input.focus();
      input.select();
    }
  }
  function clearField() {
    if (field().value === sentText) {
      sentText = "";
      window.dash_clientside.set_props("loket-cari", { value: "" }); // it may have been a NIK
    }
  }
  document.addEventListener("click", (event) => event.target.closest("#loket-cari-mulai") && send());

  // After a redraw by Dash: it comes after the answer of the callback.
  const later = (does) => window.requestAnimationFrame(() => window.requestAnimationFrame(does));
  const isLost = () => !document.activeElement || document.activeElement === document.body;

  let shownDay = today();
  let lastFocusId = null;
  document.addEventListener("focusin", (event) => (lastFocusId = event.target.id || null));
  document.addEventListener("pointerdown", function (event) {
    if (!event.target.closest("button, a, input, select, textarea, label")) {
      lastFocusId = null;
    }
  });

  const isSelecting = () => {
    const [selection, list] = [window.getSelection(), document.getElementById("loket-daftar")];
    return selection && !selection.isCollapsed && list && list.contains(selection.anchorNode);
  };

  // A scanner types wherever the focus is: letters and digits that no field takes go to the input.
  document.addEventListener("keydown", function (event) {
    if (!document.querySelector(".loket") || event.defaultPrevented) {
      return;
    }
    const isTyping = event.target.closest && event.target.closest(TYPING);
    const isSign = /^[0-9a-zA-Z]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSign && !isTyping) {
      event.stopImmediatePropagation(); // else it could be a shortcut
      field().focus();
      field().select();
    } else if (event.key === "Enter" && event.target === field()) {
      send();
    } else if (event.key === "Escape" && event.target !== field()) {
      toField();
    } else if (event.key === "Enter" && !event.repeat && event.target.closest("#loket-penyerahan .form-check")) {
      event.preventDefault();
      document.getElementById("loket-serahkan").click();
    }
  });

  let askedAt = 0;
  let lastCase = null;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    loket: {
      // From clicks and fields to the address, and from the address to all that depends on it.
      steer: function () {
        const { triggered, inputs_list: inputs, states_list: states, outputs_list: outputs } = context();
        const [address, place, day] = inputs;
        const isNewAddress = triggered.some((one) => one.prop_id === "loket-alamat.search");
        let there = read(address.value ?? window.location.search);
        for (const one of triggered) {
          there = isNewAddress ? there : follow(there, one);
        }
        const others = Object.keys(there).filter((name) => !NAMES.includes(name));
        const search = write(there, [...NAMES, ...others]);
        const asked = write(there, LISTED);
        const tabs = outputs[4].map((output) => output.id.tab);
        const tab = tabs.includes(there.tab) ? there.tab : tabs[0];
        const where = there.lokasi || "semua";
        const when = isDay(there.hari) ? there.hari : today();
        return [
          search === (address.value || "") ? noUpdate() : search,
          where === place.value ? noUpdate() : where,
          when === day.value ? noUpdate() : when,
          asked === (states[0].value || "") ? noUpdate() : asked,
          tabs.map((name) => String(name === tab)),
          outputs[5].map((output) => output.id.tab !== tab),
        ];
      },

      // A tick on which the list may be redrawn: not while the page is out of sight or text in the list is
      // being selected, and not before the last answer came, which would make that void.
      beat: function (ticks, isAsking) {
        const isWaiting = isAsking && Date.now() - askedAt < STUCK_MILLISECONDS;
        if (document.hidden || isSelecting() || isWaiting) {
          return noUpdate();
        }
        if (shownDay !== today()) {
          shownDay = today(); // the page stood open overnight
          if (!read(window.location.search).hari) {
            window.dash_clientside.set_props("loket-hari", { value: shownDay });
          }
        }
        askedAt = Date.now();
        return ticks;
      },

      // A case of the list, or one of several that were found, is opened; the open one is closed.
      pick: function () {
        const clicked = context().triggered.find((one) => one.value);
        if (!clicked) {
          return [noUpdate(), noUpdate(), noUpdate()]; // a list that has just been drawn
        }
        const isCase = clicked.prop_id.startsWith("{");
        const name = clicked.prop_id.slice(0, clicked.prop_id.lastIndexOf("."));
        return [null, "", isCase ? { kasus: JSON.parse(name).kasus, saat: Date.now() } : null];
      },

      // Where the hands go on: to the form of a ready case, else to the input for the next one.
      focus: function (seen, _changed, candidates) {
        const by = (id) => context().triggered.some((one) => one.prop_id.startsWith(id + "."));
        const isNew = seen && seen.kasus !== lastCase;
        const [isDone, isFound, isTold] = [by("loket-berubah"), by("loket-temuan") && candidates, by("loket-pesan")];
        lastCase = seen ? seen.kasus : null;
        if (isDone || isNew) {
          clearField();
        }
        later(function () {
          const form = document.querySelector("#loket-penyerahan:not([hidden]) input");
          const first = document.querySelector("#loket-temuan button");
          if (isDone) {
            toField();
          } else if (isNew) {
            form ? form.focus() : toField();
          } else if (isFound && first) {
            first.focus();
          } else if (isTold && isLost()) {
            const before = lastFocusId && document.getElementById(lastFocusId);
            before && before.offsetParent !== null ? before.focus() : toField();
          }
        });
        return noUpdate();
      },
    },
  });
})();
