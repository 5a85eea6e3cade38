// The pages of a Satgas Pamor: the address of the list, and the mistakes of a form.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  const context = () => window.dash_clientside.callback_context;

  function remember(asked) {
    const query = new URLSearchParams();
    if (asked.tampilan !== "semua") query.set("tampilan", asked.tampilan);
    if (asked.kelurahan !== "semua") query.set("kelurahan", asked.kelurahan);
    if (asked.hal > 1) query.set("hal", asked.hal);
    const search = query.toString();
    window.history.replaceState(window.history.state, "", "/pamor" + (search ? "?" + search : ""));
  }

  // A mistake in the summary leads to its field.
  document.addEventListener("click", function (event) {
    const link = event.target.closest(".pamor-ringkasan a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });

  // What is being mended is no longer told to be wrong.
  document.addEventListener("input", function (event) {
    if (event.target.closest(".pamor-formulir") && event.target.hasAttribute("aria-invalid")) {
      mark(event.target, "");
    }
  });

  function mark(field, sentence) {
    const told = document.getElementById(field.id + "-salah");
    if (!told) {
      return;
    }
    told.textContent = sentence;
    told.hidden = !sentence;
    if (sentence) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", told.id);
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  function summary(box, prefix, faults) {
    const title = document.createElement("strong");
    title.textContent = "Belum terkirim. Perbaiki dahulu:";
    const list = document.createElement("ul");
    for (const [name, sentence] of faults) {
      const link = document.createElement("a");
      link.href = "#" + prefix + "-isi-" + name;
      link.textContent = sentence;
      list.appendChild(document.createElement("li")).appendChild(link);
    }
    box.replaceChildren(title, list);
    box.focus();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    pamor: {
      // What is listed follows the click at once, so that the next beat asks for nothing older.
      steer: function (_tabs, kelurahan, _back, _on, asked) {
        const clicked = context().triggered_id;
        const step = { "pamor-sebelum": -1, "pamor-berikut": 1 }[clicked];
        const chosen = { tampilan: asked.tampilan, kelurahan: kelurahan || "semua", hal: 1 };
        if (step) {
          chosen.hal = Math.max(1, asked.hal + step);
        } else if (clicked && clicked.tampilan) {
          chosen.tampilan = clicked.tampilan;
        } else if (chosen.kelurahan === asked.kelurahan) {
          return noUpdate();
        }
        remember(chosen);
        return chosen;
      },

      // Every mistake beside its field and all of them in the summary, which takes the focus.
      tellFaults: function (faults) {
        const box = document.getElementById(context().outputs_list.id);
        const prefix = box.id.slice(0, -"-ringkasan".length);
        const left = Object.assign({}, faults);
        const told = [];
        for (const field of document.querySelectorAll(`[id^="${prefix}-isi-"]:is(input, select)`)) {
          const name = field.id.slice(prefix.length + "-isi-".length);
          mark(field, left[name] || "");
          if (left[name]) {
            told.push([name, left[name]]);
            delete left[name];
          }
        }
        told.push(...Object.entries(left)); // what belongs to no field
        if (told.length) {
          summary(box, prefix, told);
        } else {
          box.replaceChildren();
        }
        return noUpdate();
      },

      // A number that was just given is where the eye and the screen reader go on.
      greet: function (_head) {
        window.requestAnimationFrame(function () {
          const number = document.getElementById("pamor-nomor-baru");
          if (number) {
            number.focus({ preventScroll: true });
          }
        });
        return noUpdate();
      },

      copy: async function (clicks, receipt) {
        if (!clicks) {
          return noUpdate();
        }
        try {
          await window.navigator.clipboard.writeText(receipt);
          return "Tanda terima disalin.";
        } catch (error) {
          return "Telepon ini tidak mengizinkan penyalinan; tekan lama pada teks untuk menyalin.";
        }
      },
    },
  });
})();
