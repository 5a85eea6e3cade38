// A page of figures as a sheet: printed, taken away as a picture, and its filters on a narrow screen.
(function () {
  "use strict";

  const root = document.documentElement;
  const charts = () => document.querySelectorAll(".js-plotly-plot");

  // Charts are drawn for the width of the screen; on paper they are drawn for the width of the paper.
  const redraw = () => {
    for (const chart of charts()) if (chart.layout) window.Plotly.relayout(chart, { autosize: true });
  };
  window.addEventListener("beforeprint", () => {
    root.classList.add("kertas");
    redraw();
  });
  window.addEventListener("afterprint", () => {
    root.classList.remove("kertas");
    redraw();
  });

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest(".saring-buka");
    if (toggle) toggle.setAttribute("aria-expanded", toggle.parentElement.classList.toggle("terbuka"));
    const picture = event.target.closest(".unduh-png");
    if (picture) save(picture.closest(".panel"));
  });

  // Words broken into lines that fit, as a chart breaks none by itself.
  const lines = (text, most) =>
    text.split(/\s+/).reduce((done, word) => {
      const last = done[done.length - 1];
      if (last && last.length + word.length < most) done[done.length - 1] = last + " " + word;
      else done.push(word);
      return done;
    }, []);

  // The chart with what a reader needs who sees nothing else: finding, measure, and as of when.
  async function save(panel) {
    const chart = panel.querySelector(".js-plotly-plot");
    if (!chart || !chart.layout) return;
    const style = getComputedStyle(panel);
    const width = Math.max(chart.clientWidth, 320);
    const written = (part) => (panel.querySelector(part) || {}).textContent || "";
    const example = document.querySelector(".contoh") ? " · Data contoh" : "";
    const title = lines(written("h2"), width / 9.5);
    const source = written(".panel-per") + " · e-Open Dasbor, Disdukcapil Kota Bekasi" + example;
    const below = [written(".panel-kepala .panel-sub"), source].flatMap((text) => lines(text, width / 7));
    const head = 28 + (title.length + below.length) * 21;
    const height = chart.clientHeight + head + 12;
    const { layout } = chart;
    const picture = {
      data: chart.data,
      config: { locale: "id" },
      layout: Object.assign({}, layout, {
        width: width + 32,
        height: height,
        autosize: false,
        paper_bgcolor: style.backgroundColor,
        margin: Object.assign({}, layout.margin, {
          t: (layout.margin.t || 0) + head,
          l: (layout.margin.l || 0) + 16,
          r: (layout.margin.r || 0) + 16,
          b: (layout.margin.b || 0) + 12,
        }),
        title: {
          text: "<b>" + title.join("<br>") + "</b><br><span style='font-size:12px'>" + below.join("<br>") + "</span>",
          font: { size: 16, color: style.color },
          x: 0, xref: "container", xanchor: "left", y: 1 - 16 / height, yref: "container", yanchor: "top", pad: { l: 16 },
        },
      }),
    };
    const link = document.createElement("a");
    link.href = await window.Plotly.toImage(picture, {
      format: "png", width: picture.layout.width, height: picture.layout.height, scale: 2,
    });
    link.download = chart.parentElement.id.replace(/-grafik$/, "") + ".png";
    link.click();
  }
})();
