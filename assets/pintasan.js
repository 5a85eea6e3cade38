// Keys of the officers' pages. A key presses the visible button that carries it in aria-keyshortcuts; which
// key is whose stands in dashboard/ui/case/keys.py. Not while somebody types, and not for those who turn
// single letters off: whoever speaks to the machine, or whose reader uses them, would press them unawares.
(function () {
  "use strict";

  const OFF = "eopen-pintasan-mati";
  const TYPING = "input, textarea, select, [contenteditable]";
  const PLAIN_INPUTS = ["checkbox", "radio", "button", "submit"];

  const isVisible = (element) => element.getClientRects().length > 0 && !element.disabled;
  const isOff = () => {
    try {
      return window.localStorage.getItem(OFF) === "1";
    } catch (error) {
      return false;
    }
  };

  function isTyping(target) {
    const field = target.closest && target.closest(TYPING);
    return Boolean(field) && !(field.tagName === "INPUT" && PLAIN_INPUTS.includes(field.type));
  }

  function carrier(key) {
    const all = document.querySelectorAll(".antrean [aria-keyshortcuts]");
    return [...all].find((one) => one.getAttribute("aria-keyshortcuts") === key && isVisible(one));
  }

  function press(element) {
    const field = element.querySelector("input");
    if (field) {
      field.focus();
      field.select();
    } else {
      element.focus();
      element.click();
    }
  }

  // Up and down the rows that are shown, from the focused or the open one.
  function move(step) {
    const rows = [...document.querySelectorAll(".antrean .antrean-buka")].filter(isVisible);
    const open = rows.findIndex((row) => row.getAttribute("aria-pressed") === "true");
    const focused = rows.indexOf(document.activeElement);
    const from = focused >= 0 ? focused : open;
    const next = rows[from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  }

  const openForm = () => [...document.querySelectorAll(".antrean .kasus-formulir")].find(isVisible);
  const buttonOf = (form, type) => form.querySelector(".kasus-tombol button" + type);

  function leave() {
    const form = openForm();
    if (form) {
      // The button that opened it has the focus again.
      const name = JSON.parse(form.id).nama;
      buttonOf(form, ":last-of-type").click();
      const opener = [...document.querySelectorAll(".kasus-tindakan button")].find((one) => JSON.parse(one.id).nama === name);
      if (opener) {
        opener.focus();
      }
      return true;
    }
    const close = document.querySelector(".antrean-temuan-tutup");
    if (close) {
      close.click();
    }
    return Boolean(close);
  }

  function help() {
    const dialog = document.getElementById("antrean-bantuan");
    if (dialog && !dialog.open) {
      showSwitch();
      dialog.showModal();
    }
  }

  function showSwitch() {
    const button = document.getElementById("antrean-pintasan-saklar");
    button.setAttribute("aria-pressed", String(!isOff()));
    button.textContent = "Pintasan satu huruf: " + (isOff() ? "mati" : "nyala");
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest("#antrean-bantuan-buka")) {
      help();
    } else if (event.target.closest("#antrean-pintasan-saklar")) {
      try {
        window.localStorage.setItem(OFF, isOff() ? "" : "1");
      } catch (error) {
        // Not remembered, then.
      }
      showSwitch();
    }
  });

  document.addEventListener("keydown", function (event) {
    if (!document.querySelector(".antrean") || event.defaultPrevented || document.querySelector("dialog[open]")) {
      return;
    }
    const form = openForm();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      press(buttonOf(form, ":first-of-type")); // and no letter is typed into the form from now on
    } else if (event.key === "Escape" && leave()) {
      event.preventDefault();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target) && !isOff()) {
      letter(event);
    }
  });

  function letter(event) {
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      move(key === "j" ? 1 : -1);
      return;
    }
    const element = !event.repeat && carrier(key);
    if (element) {
      event.preventDefault();
      press(element);
    }
  }
})();
