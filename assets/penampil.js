// The viewer of documents: one picture at a time, zoomed, turned and paged by buttons and keys. Pictures
// come from our own route, which asks for permission each time; they live in memory until the case is left.
(function () {
  "use strict";

  const MOST_BYTES = 5 * 1024 * 1024;
  const ZOOMS = [1, 1.25, 1.5, 2, 3, 4, 6];
  const LONGEST_SIDE = 2600; // pixels: a sheet of A4 is read at 220 per inch
  const TOO_LARGE = "Berkas terlalu besar. Paling besar 5 MB.";
  const SILENT = "Server tidak menjawab. Coba lagi sebentar.";
  const noUpdate = () => window.dash_clientside.no_update;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);

  let files = []; // what the server told of the files of the open case
  let shown = null; // { id, page, pages, zoom, turn }
  const pictures = new Map(); // "id:page" -> { url, pages }

  const viewer = () => document.getElementById("kasus-penampil");
  const part = (name) => document.querySelector(`#kasus-penampil [data-penampil="${name}"]`);
  const fileOf = (id) => files.find((file) => file.id === id);

  function forget() {
    for (const picture of pictures.values()) {
      URL.revokeObjectURL(picture.url);
    }
    pictures.clear();
  }

  function close() {
    shown = null;
    forget();
    if (viewer()) {
      viewer().hidden = true;
      part("gambar").removeAttribute("src");
      setProps("kasus-berkas-terbuka", { data: null });
    }
  }

  async function sentence(answer) {
    const told = await answer.json().catch(() => ({}));
    return told.pesan || "Berkas ini tidak dapat ditampilkan.";
  }

  async function pictureOf(id, page) {
    const key = `${id}:${page}`;
    if (!pictures.has(key)) {
      const answer = await fetch(`/dokumen/${id}/gambar?hal=${page}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        throw new Error(await sentence(answer));
      }
      const pages = Number(answer.headers.get("X-Jumlah-Halaman")) || 1;
      pictures.set(key, { url: URL.createObjectURL(await answer.blob()), pages });
    }
    return pictures.get(key);
  }

  function tell(text) {
    part("kabar").textContent = text;
  }

  async function open(id, page, { focus = false } = {}) {
    const file = fileOf(id);
    if (!file || !viewer()) {
      return;
    }
    const isOther = !shown || shown.id !== id;
    shown = { id, page, pages: isOther ? 1 : shown.pages, zoom: 0, turn: isOther ? 0 : shown.turn };
    viewer().hidden = false;
    tell("Memuat …");
    if (isOther) {
      setProps("kasus-berkas-terbuka", { data: id });
      if (part("menilai")) {
        setProps("kasus-nilai-catatan", { value: file.catatan });
        setProps("kasus-nilai-kabar", { children: "" });
      }
      part("gambar").removeAttribute("src");
    }
    describe();
    if (focus) {
      part("panggung").focus({ preventScroll: true });
      viewer().scrollIntoView({ block: "nearest" });
    }
    try {
      const picture = await pictureOf(id, page);
      if (!shown || shown.id !== id || shown.page !== page) {
        return; // the officer went on
      }
      shown.pages = picture.pages;
      part("gambar").src = picture.url;
      tell("");
    } catch (error) {
      if (shown && shown.id === id) {
        tell(error instanceof TypeError ? SILENT : error.message);
      }
    }
    describe();
    place();
  }

  // What stands around the picture.
  function describe() {
    const file = shown && fileOf(shown.id);
    if (!file || !viewer()) {
      return;
    }
    const position = files.indexOf(file);
    part("nama").textContent = file.nama;
    const pages = shown.pages > 1 ? `, halaman ${shown.page} dari ${shown.pages}` : "";
    const kind = file.jenis ? `${file.jenis}, ` : "";
    part("letak").textContent = `${kind}berkas ${position + 1} dari ${files.length}${pages}`;
    part("gambar").alt = `${file.nama}${pages}`;
    part("asli").href = `/dokumen/${file.id}`;
    // A second look does not judge file by file.
    if (part("menilai")) {
      part("dinilai").textContent = file.oleh + (file.catatan && !file.boleh ? ` “${file.catatan}”` : "");
      part("menilai").hidden = !file.boleh;
    }
    part("sebelum").disabled = position === 0 && shown.page === 1;
    part("berikut").disabled = position === files.length - 1 && shown.page >= shown.pages;
    for (const button of viewer().querySelectorAll("[data-nilai]")) {
      button.setAttribute("aria-pressed", String(button.dataset.nilai === file.nilai));
    }
    for (const button of document.querySelectorAll("[data-berkas]")) {
      button.setAttribute("aria-pressed", String(Number(button.dataset.berkas) === shown.id));
    }
  }

  // The picture in its place: as large as the stage lets it be, times the zoom, turned.
  function place() {
    const picture = part("gambar");
    const stage = part("panggung");
    if (!shown || !picture || !picture.naturalWidth) {
      return;
    }
    const isLying = shown.turn % 2 === 1;
    const [wide, high] = isLying
      ? [picture.naturalHeight, picture.naturalWidth]
      : [picture.naturalWidth, picture.naturalHeight];
    const room = [stage.clientWidth - 2, stage.clientHeight - 2];
    const middle = middleOf(stage);
    const fit = Math.min(room[0] / wide, room[1] / high);
    const scale = fit * ZOOMS[shown.zoom];
    const width = picture.naturalWidth * scale;
    const height = picture.naturalHeight * scale;
    picture.style.width = `${width}px`;
    picture.style.height = `${height}px`;
    // Turned about its upper left corner, then moved back to where that corner belongs.
    const moved = [[0, 0], [height, 0], [width, height], [0, width]][shown.turn % 4];
    const turned = isLying ? [height, width] : [width, height];
    const x = moved[0] + Math.max(0, (room[0] - turned[0]) / 2);
    const y = moved[1] + Math.max(0, (room[1] - turned[1]) / 2);
    picture.style.transform = `translate(${x}px, ${y}px) rotate(${shown.turn * 90}deg)`;
    picture.dataset.zoom = String(Math.round(ZOOMS[shown.zoom] * 100));
    picture.dataset.putar = String((shown.turn % 4) * 90);
    part("kecil").disabled = shown.zoom === 0;
    part("besar").disabled = shown.zoom === ZOOMS.length - 1;
    stage.scrollLeft = middle[0] * stage.scrollWidth - stage.clientWidth / 2;
    stage.scrollTop = middle[1] * stage.scrollHeight - stage.clientHeight / 2;
  }

  // Which point of the picture is in the middle, as shares of its width and height.
  function middleOf(stage) {
    return [
      (stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth,
      (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight,
    ];
  }

  // A zoomed picture is dragged by the mouse; a finger does so by itself.
  let dragged = null; // the stage, while the button is down
  document.addEventListener("pointerdown", function (event) {
    const stage = event.target.closest('#kasus-penampil [data-penampil="panggung"]');
    dragged = shown && shown.zoom > 0 && event.pointerType === "mouse" && event.button === 0 ? stage : null;
  });
  document.addEventListener("pointermove", function (event) {
    if (dragged) {
      dragged.scrollBy(-event.movementX, -event.movementY);
    }
  });
  document.addEventListener("pointerup", () => (dragged = null));

  function step(by) {
    if (shown.page + by >= 1 && shown.page + by <= shown.pages) {
      open(shown.id, shown.page + by);
      return;
    }
    const next = files[files.findIndex((file) => file.id === shown.id) + by];
    if (next) {
      open(next.id, 1);
    }
  }

  const TOOLS = {
    sebelum: () => step(-1),
    berikut: () => step(1),
    kecil: () => (shown.zoom = Math.max(0, shown.zoom - 1)),
    besar: () => (shown.zoom = Math.min(ZOOMS.length - 1, shown.zoom + 1)),
    putar: () => (shown.turn = shown.turn + 1),
    pas: () => Object.assign(shown, { zoom: 0, turn: 0 }),
  };
  const KEYS = {
    "-": "kecil",
    "+": "besar",
    "=": "besar",
    0: "pas",
    r: "putar",
    PageUp: "sebelum",
    PageDown: "berikut",
    ArrowLeft: "sebelum",
    ArrowRight: "berikut",
  };
  const VERDICTS = { 1: "ok", 2: "kurang", 3: "salah" };

  function use(tool) {
    TOOLS[tool]();
    place();
  }

  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-berkas]");
    if (opener) {
      open(Number(opener.dataset.berkas), 1, { focus: true });
      return;
    }
    const tool = event.target.closest("#kasus-penampil [data-penampil]");
    if (tool && shown && TOOLS[tool.dataset.penampil]) {
      use(tool.dataset.penampil);
      return;
    }
    const add = event.target.closest("[data-unggah]");
    if (add) {
      choose(add);
    }
  });

  document.addEventListener("keydown", function (event) {
    const isInside = shown && event.target.closest("#kasus-penampil") && !event.target.closest("input");
    if (!isInside || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const verdict = VERDICTS[event.key];
    if (verdict && part("menilai") && !part("menilai").hidden) {
      viewer().querySelector(`[data-nilai="${verdict}"]`).click();
      return;
    }
    const tool = KEYS[event.key];
    if (!tool) {
      return;
    }
    // A zoomed picture is moved by the arrows, as anything that is larger than its room.
    if (shown.zoom > 0 && event.key.startsWith("Arrow")) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    use(tool);
  });

  document.addEventListener(
    "load",
    (event) => event.target.dataset && event.target.dataset.penampil === "gambar" && place(),
    true,
  );
  window.addEventListener("resize", place);

  // A file from the officer's machine to the case.
  function choose(button) {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = button.dataset.terima;
    input.addEventListener("change", () => input.files.length && send(button, input.files[0]));
    input.click();
  }

  // A telephone's photograph may be larger than what is taken in, and is far larger than what is read.
  async function small(file) {
    if (file.size <= MOST_BYTES || !file.type.startsWith("image/")) {
      return file;
    }
    try {
      const picture = await window.createImageBitmap(file);
      const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((resolve) => canvas.toBlob((smaller) => resolve(smaller || file), "image/jpeg", 0.85));
    } catch {
      return file; // no picture after all: the server says so
    }
  }

  async function send(button, file) {
    // Another page than the case's names its number and its places on the button.
    const say = (text) => setProps(button.dataset.kabar || "kasus-berkas-kabar", { children: text });
    const number = document.querySelector("#kasus-kepala h2");
    say("Mengunggah …");
    button.disabled = true;
    file = await small(file);
    if (file.size > MOST_BYTES) {
      say(TOO_LARGE);
      button.disabled = false;
      return;
    }
    const form = new FormData();
    form.append("nomor", button.dataset.nomor || (number ? number.textContent : ""));
    form.append("jenis", button.dataset.unggah);
    form.append("berkas", file, "berkas"); // the file's own name may name a person
    try {
      const answer = await fetch("/dokumen", { method: "POST", body: form, headers: { Accept: "application/json" } });
      say(answer.ok ? "Berkas disimpan." : await sentence(answer));
      if (answer.ok) {
        setProps(button.dataset.usai || "kasus-berkas-diunggah", { data: Date.now() });
      }
    } catch {
      say(SILENT);
    } finally {
      button.disabled = false;
    }
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    penampil: {
      // The files of the open case, as the server knows them now.
      furnish: function (found, _list) {
        const numbers = new Set([...files, ...(found || [])].map((file) => file.nomor));
        files = found || [];
        if (numbers.size > 1 || !files.length) {
          close();
          if (document.getElementById("kasus-berkas-kabar")) {
            setProps("kasus-berkas-kabar", { children: "" });
          }
        }
        // The buttons of the list are drawn a moment later.
        window.requestAnimationFrame(function () {
          describe();
          const isWide = viewer() && viewer().closest(".permohonan, .periksa");
          if (isWide && !shown && files.length) {
            open(files[0].id, 1);
          }
        });
        return noUpdate();
      },
    },
  });
})();
