// The officers' desk: what happens in the browser alone.
(function () {
  "use strict";

  const noUpdate = () => window.dash_clientside.no_update;
  const triggered = () => window.dash_clientside.callback_context.triggered_id;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    antrean: {
      // Opens the form of the clicked action (or closes it), one form at a time.
      showForms: function (_actions, _cancels, _formCase, hidden) {
        const forms = window.dash_clientside.callback_context.outputs_list;
        const clicked = triggered();
        const context = window.dash_clientside.callback_context.triggered[0];
        if (clicked && clicked.nama && !context.value) {
          return hidden.map(noUpdate);
        }
        const wanted = clicked && clicked.type === "antrean-tindakan" ? clicked.nama : null;
        return forms.map(function (form, position) {
          const opens = form.id.nama === wanted && hidden[position];
          if (opens) {
            focusFirstField();
          }
          return !opens;
        });
      },

      // A saved step or another case empties the forms; a refusal or a reload keeps what was typed.
      clearForms: function (_changed, seen, formCase, groups) {
        const number = seen ? seen.number : null;
        if (triggered() === "antrean-dilihat" && number === formCase) {
          return [groups.map(noUpdate), noUpdate(), noUpdate(), noUpdate(), noUpdate(), noUpdate()];
        }
        return [groups.map(() => []), "", "", "", "loket", number];
      },

      // A case that an officer opened takes the focus; one that is merely redrawn does not.
      focusCase: function (seen) {
        const active = document.activeElement;
        const fromList = active && active.closest && active.closest(".antrean-kartu:not(.antrean-panel), .antrean-judul, .antrean-pesan");
        if (seen && fromList) {
          window.requestAnimationFrame(function () {
            const head = document.getElementById("antrean-kasus-kepala");
            if (head) {
              head.focus({ preventScroll: true });
              const top = head.getBoundingClientRect().top;
              if (top < 0 || top > window.innerHeight * 0.6) {
                head.scrollIntoView({ block: "start" });
              }
            }
          });
        }
        return noUpdate();
      },
    },
  });

  function focusFirstField() {
    window.requestAnimationFrame(function () {
      const forms = document.querySelectorAll(".antrean-formulir:not([hidden])");
      const field = forms.length && forms[0].querySelector("input, textarea");
      if (field) {
        field.focus();
      }
    });
  }
})();
