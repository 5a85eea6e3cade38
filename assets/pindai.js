// The camera of the counter. A browser that reads QR codes does so itself; for others single grey pictures go
// to the server, which reads them and keeps none. Without a camera the page says so, and typing still works.
(function () {
  "use strict";

  const EVERY_MILLISECONDS = 250;
  const MOST_PIXELS_A_SIDE = 640; // enough for a code held before the camera
  const NUMBER = /(?:^|[/=])EO-\d{1,18}\/?$/i;
  const AGAIN = "loket-kamera-lagi"; // after the page was loaded anew for the camera's sake
  const SAID = {
    asking: "Meminta izin kamera …",
    ready: "Arahkan kode QR ke kamera.",
    other: "Kode ini bukan nomor permohonan. Coba kode lain, atau ketik nomornya.",
    refused: "Kamera tidak diizinkan. Izinkan kamera di pengaturan peramban, atau ketik nomornya.",
    none: "Tidak ada kamera yang dapat dipakai. Ketik nomornya, atau pakai pemindai.",
    insecure: "Peramban hanya membuka kamera lewat HTTPS. Ketik nomornya, atau pakai pemindai.",
    silent: "Server tidak menjawab. Pemindaian dicoba lagi; nomor juga dapat diketik.",
  };

  const at = (id) => document.getElementById(id);
  let stream = null;
  let run = 0; // of which opening of the camera the loop is; a closed one ends by itself

  function say(text) {
    const place = at("loket-kamera-kabar");
    if (place && place.textContent !== text) {
      place.textContent = text;
    }
  }

  function show(isOpen) {
    at("loket-kamera-tempat").hidden = !isOpen;
    at("loket-kamera").setAttribute("aria-expanded", String(isOpen));
  }

  function close() {
    run += 1;
    if (stream) {
      stream.getTracks().forEach((track) => track.stop());
      stream = null;
    }
    if (at("loket-kamera-tempat")) {
      at("loket-kamera-gambar").srcObject = null;
      at("loket-kamera-gambar").hidden = true;
      show(false);
    }
  }

  // The page's own permission comes with its address: who came from another page loads it once more.
  function isBarred() {
    const policy = document.permissionsPolicy || document.featurePolicy;
    return Boolean(policy && policy.allowsFeature && !policy.allowsFeature("camera"));
  }

  async function open() {
    close();
    if (isBarred()) {
      window.sessionStorage.setItem(AGAIN, "1");
      window.location.reload();
      return;
    }
    show(true);
    if (!navigator.mediaDevices) {
      say(SAID.insecure);
      return;
    }
    const mine = (run += 1);
    say(SAID.asking);
    try {
      const video = { facingMode: "environment", width: { ideal: 1280 } };
      const opened = await navigator.mediaDevices.getUserMedia({ video, audio: false });
      if (mine !== run) {
        opened.getTracks().forEach((track) => track.stop());
        return;
      }
      stream = opened;
      const picture = at("loket-kamera-gambar");
      picture.hidden = false;
      picture.playsInline = true;
      picture.srcObject = stream;
      await picture.play();
      say(SAID.ready);
      look(mine, await reader());
    } catch (error) {
      if (mine === run) {
        say(error.name === "NotAllowedError" ? SAID.refused : SAID.none);
      }
    }
  }

  // What reads a picture: { number, other }, with the number of an application or word of another code.
  async function reader() {
    const own = window.BarcodeDetector && (await window.BarcodeDetector.getSupportedFormats());
    return own && own.includes("qr_code") ? byBrowser(new window.BarcodeDetector({ formats: ["qr_code"] })) : byServer;
  }

  function byBrowser(detector) {
    return async function (picture) {
      const texts = (await detector.detect(picture)).map((code) => code.rawValue.trim());
      return { number: texts.find((text) => NUMBER.test(text)), other: texts.length > 0 };
    };
  }

  const canvas = document.createElement("canvas");
  async function byServer(picture) {
    const scale = Math.min(1, MOST_PIXELS_A_SIDE / Math.max(picture.videoWidth, picture.videoHeight));
    canvas.width = Math.round(picture.videoWidth * scale);
    canvas.height = Math.round(picture.videoHeight * scale);
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const coloured = brush.getImageData(0, 0, canvas.width, canvas.height).data;
    const grey = new Uint8Array(canvas.width * canvas.height);
    for (let place = 0; place < grey.length; place += 1) {
      const pixel = place * 4;
      grey[place] = (coloured[pixel] * 77 + coloured[pixel + 1] * 150 + coloured[pixel + 2] * 29) >> 8;
    }
    const size = "?lebar=" + canvas.width + "&tinggi=" + canvas.height;
    const headers = { "Content-Type": "application/octet-stream", Accept: "application/json" };
    const answer = await window.fetch("/loket/pindai" + size, { method: "POST", headers, body: grey });
    const told = await answer.json();
    if (!answer.ok) {
      throw new Error(told.pesan || SAID.silent);
    }
    return { number: told.nomor, other: told.kode_lain };
  }

  async function look(mine, readPicture) {
    while (mine === run) {
      const picture = at("loket-kamera-gambar");
      if (!picture) {
        close(); // the officer went to another page
        return;
      }
      try {
        const found = picture.videoWidth ? await readPicture(picture) : {};
        if (mine !== run) {
          return;
        }
        if (found.number) {
          close();
          window.dash_clientside.set_props("loket-terpindai", { data: { teks: found.number, saat: Date.now() } });
          return;
        }
        say(found.other ? SAID.other : SAID.ready);
      } catch (error) {
        say(error instanceof TypeError ? SAID.silent : error.message || SAID.silent);
      }
      await new Promise((resume) => window.setTimeout(resume, EVERY_MILLISECONDS));
    }
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest("#loket-kamera")) {
      at("loket-kamera-tempat").hidden ? open() : close();
    } else if (event.target.closest("#loket-kamera-tutup")) {
      close();
      at("loket-kamera").focus();
    }
  });
  window.addEventListener("pagehide", close);

  // Loaded anew for the camera: it opens as soon as the page stands.
  if (window.sessionStorage.getItem(AGAIN)) {
    window.sessionStorage.removeItem(AGAIN);
    const waiting = new MutationObserver(function () {
      if (at("loket-kamera-tempat")) {
        waiting.disconnect();
        if (!isBarred()) {
          open();
        }
      }
    });
    waiting.observe(document.documentElement, { childList: true, subtree: true });
  }
})();
