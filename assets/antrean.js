// The officers' desk: what happens in the browser alone. The list is redrawn while officers work on it,
// so that the focus has to be kept here.
(function () {
  "use strict";

  const ELSEWHERE = ".antrean-daftar, .antrean-judul, .antrean-pesan";
  const noUpdate = () => window.dash_clientside.no_update;
  const context = () => window.dash_clientside.callback_context;

  let lastFocusId = null; // id of what the officer focused last; null after a click beside all controls
  let lastNumber = null; // number of the case that stood open last

  document.addEventListener("focusin", (event) => {
    lastFocusId = event.target.id || null;
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("button, a, input, select, textarea, label")) {
      lastFocusId = null;
    }
  });

  const focusIsLost = () => !document.activeElement || document.activeElement === document.body;

  function focusHead() {
    const head = document.getElementById("antrean-kasus-kepala");
    if (!head) {
      return;
    }
    head.focus({ preventScroll: true });
    const top = head.getBoundingClientRect().top;
    if (top < 0 || top > window.innerHeight * 0.6) {
      head.scrollIntoView({ block: "start" });
    }
  }

  function focusRow(number) {
    for (const button of document.querySelectorAll(".antrean-buka")) {
      if (button.textContent === number) {
        button.focus();
      }
    }
  }

  function focusFirstField() {
    const form = document.querySelector(".antrean-formulir:not([hidden])");
    const field = form && form.querySelector("input, textarea");
    if (field) {
      field.focus();
    }
  }

  // A callback that failed on the server changes nothing on the page: what was typed stays. The desk says
  // why, and forgets what it showed, so that the first answer after the outage is drawn and clears this.
  const fetchAnswer = window.fetch;
  window.fetch = async function (resource, options) {
    const isCallback = String(resource.url || resource).includes("_dash-update-component");
    const isDesk = isCallback && document.getElementById("antrean-gangguan");
    try {
      const answer = await fetchAnswer(resource, options);
      if (isDesk && answer.status >= 400) {
        const told = await answer.clone().json().catch(() => ({}));
        tellOutage(told.pesan || "Halaman ini sedang bermasalah. Muat ulang halaman; langkah terakhir mungkin belum tersimpan.");
      }
      return answer;
    } catch (error) {
      if (isDesk && !isLeaving) {
        tellOutage("Server tidak menjawab. Isian Anda tetap ada; halaman mencoba lagi sendiri.");
      }
      throw error;
    }
  };

  let isLeaving = false;
  window.addEventListener("pagehide", () => (isLeaving = true));

  function tellOutage(text) {
    const shown = document.getElementById("antrean-gangguan");
    if (shown && shown.textContent !== text) {
      window.dash_clientside.set_props("antrean-gangguan", { children: text });
      window.dash_clientside.set_props("antrean-tampak", { data: null });
    }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    antrean: {
      // Opens the form of the clicked action (or closes it), one form at a time.
      showForms: function (_actions, _cancels, _formCase, hidden) {
        const clicked = context().triggered_id;
        const isButton = clicked && clicked.nama;
        if (isButton && !context().triggered[0].value) {
          return hidden.map(noUpdate);
        }
        const wanted = isButton && clicked.type === "antrean-tindakan" ? clicked.nama : null;
        window.requestAnimationFrame(focusFirstField);
        return context().outputs_list.map((form, position) => !(form.id.nama === wanted && hidden[position]));
      },

      // A saved step or another case empties the forms; a refusal or a reload keeps what was typed.
      clearForms: function (_changed, seen, formCase, groups) {
        const number = seen ? seen.number : null;
        if (context().triggered_id === "antrean-dilihat" && number === formCase) {
          return [groups.map(noUpdate), noUpdate(), noUpdate(), noUpdate(), noUpdate(), noUpdate()];
        }
        return [groups.map(() => []), "", "", "", "loket", number];
      },

      // A case that an officer opened or moved on takes the focus, a closed one gives it back to its row.
      focusCase: function (seen) {
        window.requestAnimationFrame(function () {
          const active = document.activeElement;
          if (seen && lastFocusId && (focusIsLost() || active.closest(ELSEWHERE))) {
            focusHead();
          } else if (!seen && lastNumber) {
            focusRow(lastNumber);
          }
          lastNumber = seen ? seen.number : null;
        });
        return noUpdate();
      },

      // A list that was redrawn under the officer gives the focus back to the same case.
      keepFocus: function (_shown) {
        window.requestAnimationFrame(function () {
          const before = lastFocusId && focusIsLost() && document.getElementById(lastFocusId);
          if (before) {
            before.focus({ preventScroll: true });
          }
        });
        return noUpdate();
      },
    },
  });
})();
