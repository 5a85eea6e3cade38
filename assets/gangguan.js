// Tells in words, on every page, that the server refused or failed: signed out, database away, an error with
// its number. The server's answer carries the sentence ("pesan"); a page with a place of its own for it
// (the officers' desk) shows it there.
(function () {
  "use strict";

  const SILENT = "Server tidak menjawab. Isian Anda tetap ada; halaman mencoba lagi sendiri.";
  const UNKNOWN = "Halaman ini sedang bermasalah. Muat ulang halaman; langkah terakhir mungkin belum tersimpan.";

  let isLeaving = false;
  window.addEventListener("pagehide", () => (isLeaving = true));

  function place() {
    let shown = document.getElementById("pemberitahuan");
    if (!shown) {
      shown = document.createElement("div");
      shown.id = "pemberitahuan";
      shown.className = "pemberitahuan";
      shown.setAttribute("role", "alert");
      document.body.appendChild(shown);
    }
    return shown;
  }

  function hide() {
    const shown = document.getElementById("pemberitahuan");
    if (shown) {
      shown.replaceChildren();
    }
  }

  function tell(text, status) {
    if (isLeaving || document.getElementById("kasus-gangguan")) {
      return;
    }
    const shown = place();
    if (shown.dataset.text === text && shown.childElementCount) {
      return; // said already: a screen reader must not hear it every five seconds
    }
    shown.dataset.text = text;
    shown.dataset.passes = status === 503 || !status ? "ya" : "";
    const sentence = document.createElement("p");
    sentence.textContent = text;
    shown.replaceChildren(sentence);
    if (status === 401) {
      const link = document.createElement("a");
      link.href = "/masuk?next=" + encodeURIComponent(window.location.pathname + window.location.search);
      link.textContent = "Masuk kembali";
      shown.appendChild(link);
    } else {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Tutup";
      button.addEventListener("click", hide);
      shown.appendChild(button);
    }
  }

  function outageIsOver() {
    const shown = document.getElementById("pemberitahuan");
    if (shown && shown.dataset.passes) {
      hide();
    }
  }

  const fetchAnswer = window.fetch;
  window.fetch = async function (resource, options) {
    const isCallback = String(resource.url || resource).includes("_dash-update-component");
    try {
      const answer = await fetchAnswer(resource, options);
      if (isCallback && answer.status >= 400) {
        const told = await answer.clone().json().catch(() => ({}));
        tell(told.pesan || UNKNOWN, answer.status);
      } else if (isCallback) {
        outageIsOver();
      }
      return answer;
    } catch (error) {
      if (!isCallback || isLeaving) {
        throw error;
      }
      tell(SILENT, 0);
      // Dash frees the button of a callback only when an answer comes: one that says so takes its place.
      return new Response(JSON.stringify({ pesan: SILENT }), {
        status: 503,
        headers: { "Content-Type": "application/json" },
      });
    }
  };
})();
