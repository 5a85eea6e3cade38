// One application as its officer sees it: what happens in the browser alone.
(function () {
  "use strict";

  const ELSEWHERE = ".antrean-daftar, .antrean-temuan, .antrean-cari, .antrean-judul, .kasus-pesan";
  const noUpdate = () => window.dash_clientside.no_update;
  const context = () => window.dash_clientside.callback_context;

  const REVEALED_MILLISECONDS = 120_000;
  const LEASE_EVERY_MILLISECONDS = 60_000;

  let hiding = null;
  let revealedAt = 0;
  let lastActive = 0; // when the officer last touched the page
  let lastExtended = 0; // when the server was last told so
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    document.addEventListener(kind, () => (lastActive = Date.now()), { passive: true });
  }

  let touchedControl = false; // whether the officer used a control last, and not the empty ground
  let lastNumber = null; // number of the case that stood open last

  document.addEventListener("focusin", (event) => {
    touchedControl = Boolean(event.target.id);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("button, a, input, select, textarea, label")) {
      touchedControl = false;
    }
  });

  const focusIsLost = () => !document.activeElement || document.activeElement === document.body;

  function focusHead() {
    const head = document.getElementById("kasus-kepala");
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
    const form = document.querySelector(".kasus-formulir:not([hidden])");
    const field = form && form.querySelector("input, textarea");
    if (field) {
      field.focus();
    }
  }

  // A callback that failed on the server changes nothing on the page: what was typed stays. The page says
  // why; the first answer after the outage clears this.
  const fetchAnswer = window.fetch;
  window.fetch = async function (resource, options) {
    const isCallback = String(resource.url || resource).includes("_dash-update-component");
    const isDesk = isCallback && document.getElementById("kasus-gangguan");
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
    const shown = document.getElementById("kasus-gangguan");
    if (!shown || shown.textContent === text) {
      return;
    }
    window.dash_clientside.set_props("kasus-gangguan", { children: text });
    if (document.getElementById("antrean-daftar")) {
      // The list forgets what it showed, so that the first answer after the outage is drawn.
      window.dash_clientside.set_props("antrean-tampak", { data: null });
    }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    kasus: {
      // Opens the form of the clicked action (or closes it), one form at a time.
      showForms: function (_actions, _cancels, _formCase, hidden) {
        const clicked = context().triggered_id;
        const isButton = clicked && clicked.nama;
        if (isButton && !context().triggered[0].value) {
          return hidden.map(noUpdate);
        }
        const wanted = isButton && clicked.type === "kasus-tindakan" ? clicked.nama : null;
        window.requestAnimationFrame(focusFirstField);
        return context().outputs_list.map((form, position) => !(form.id.nama === wanted && hidden[position]));
      },

      // A saved step or another case empties the forms; a refusal or a reload keeps what was typed.
      // Told apart by what is on the screen and not by what triggers: a step and its case come together or
      // one after the other, as the server answers.
      clearForms: function (changed, seen, formCase, groups, fields) {
        const number = seen ? seen.number : null;
        const step = changed || null;
        const isSameCase = formCase && formCase.nomor === number;
        if (isSameCase && formCase.langkah === step) {
          const kept = noUpdate();
          return [groups.map(noUpdate), fields.map(noUpdate), kept, kept, kept, kept, kept, kept];
        }
        // A note that is still being written belongs to the case, not to the step.
        const note = isSameCase ? noUpdate() : "";
        const emptied = [groups.map(() => []), fields.map(() => null), "", "", "", "loket", note];
        return [...emptied, { nomor: number, langkah: step }];
      },

      // A form that was refused has the focus again: its button lost it while the answer was awaited.
      focusRefused: function (_message) {
        window.requestAnimationFrame(function () {
          const active = document.activeElement;
          if (document.querySelector("#kasus-pesan .kasus-ditahan") && (focusIsLost() || active.disabled)) {
            focusFirstField();
          }
        });
        return noUpdate();
      },

      // A tick that says whether the officer was at work since the lease was last extended. Without a case
      // and without an outage nobody has to be asked.
      // Nor is anybody asked twice: a second question would make the first answer void, and on a slow server
      // there would never be one.
      pulse: function (ticks, seen, outage, isAsking) {
        if ((!seen && !outage) || isAsking) {
          return noUpdate();
        }
        const isDue = Date.now() - lastExtended > LEASE_EVERY_MILLISECONDS;
        const isAtWork = Boolean(isDue && lastActive > lastExtended);
        if (isAtWork) {
          lastExtended = Date.now();
        }
        return { n: ticks, bekerja: isAtWork };
      },

      // An applicant's data go when the officer hides them, after two minutes, and with the case.
      hideRevealed: function (_hidden, seen, revealed) {
        window.clearTimeout(hiding);
        if (!revealed) {
          return noUpdate();
        }
        const isOfThisCase = seen && revealed.props["data-nomor"] === seen.number;
        if (context().triggered_id === "kasus-sembunyikan" || !isOfThisCase) {
          return null;
        }
        revealedAt = context().triggered_id === "kasus-terbuka" ? Date.now() : revealedAt;
        hiding = window.setTimeout(
          () => window.dash_clientside.set_props("kasus-terbuka", { children: null }),
          Math.max(0, revealedAt + REVEALED_MILLISECONDS - Date.now()),
        );
        return noUpdate();
      },

      // From the page of one case on to the next that was taken, or back to the queue.
      leave: function (closed, taken) {
        if (context().triggered_id === "kasus-tuju") {
          return taken ? "/permohonan/" + taken.nomor : noUpdate();
        }
        return closed ? "/antrean" : noUpdate();
      },

      // A case that an officer opened or moved on takes the focus, a closed one gives it back to its row.
      focusCase: function (seen) {
        window.requestAnimationFrame(function () {
          const active = document.activeElement;
          if (seen && touchedControl && (focusIsLost() || active.closest(ELSEWHERE))) {
            focusHead();
          } else if (!seen && lastNumber) {
            focusRow(lastNumber);
          }
          lastNumber = seen ? seen.number : null;
        });
        return noUpdate();
      },
    },
  });
})();
