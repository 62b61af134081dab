// Keeps an open page as the site is: reloads it when what it says has changed, takes new style sheets as they come, and
// shows what is wrong at its top. Only `scripts/serve.py` sends this file; it is in no page that is built.
"use strict";
(() => {
  const { page, text, styles } = document.currentScript.dataset;
  const held = { text, styles };
  let stream = null;
  let waiting = 0;
  let alert = null; // {host, said}: what is shown, and the message it shows
  let dismissed = "";

  const element = (name, words = "") => Object.assign(document.createElement(name), { textContent: words });

  function restyle(version) {
    for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
      const address = new URL(link.href);
      if (address.origin !== location.origin) continue;
      address.search = `?v=${version}`;
      const fresh = link.cloneNode();
      fresh.href = address.href;
      fresh.addEventListener("load", () => link.remove());
      fresh.addEventListener("error", () => fresh.remove());
      link.after(fresh);
    }
  }

  function hide() {
    alert?.host.remove();
    alert = null;
  }

  function dismiss() {
    dismissed = alert.said;
    hide();
  }

  function item({ what, where, mend }) {
    const made = element("li");
    if (where) made.append(element("code", where), " ");
    made.append(/[.?!]$/.test(what) ? what : `${what}.`);
    if (mend) made.append(" ", element("em", mend));
    return made;
  }

  function show(problems, said) {
    if (said === dismissed || said === alert?.said) return;
    hide();
    const host = element("sociable-alert");
    const sheet = Object.assign(element("link"), { rel: "stylesheet", href: "/.sociable/live.css" });
    const box = element("div");
    const button = Object.assign(element("button", "Hide this (Escape)"), { type: "button" });
    const list = element("ul");
    box.setAttribute("role", "alert");
    button.addEventListener("click", dismiss);
    host.attachShadow({ mode: "open" }).append(sheet, box);
    document.body.prepend(host);
    alert = { host, said };
    // Screen readers speak what comes into an alert that is there already.
    const count = problems.length === 1 ? "is one thing" : `are ${problems.length} things`;
    list.append(...problems.map(item));
    const head = element("p");
    head.append(
      element("strong", `The site could not be built: there ${count} to mend.`),
      " What you see below is the last good version.",
    );
    box.append(head, list, button);
  }

  function take(news) {
    if (news.text !== held.text) {
      location.reload();
      return;
    }
    if (news.styles !== held.styles) {
      held.styles = news.styles;
      restyle(news.styles);
    }
    if (news.problems === null) return; // the server has begun afresh and knows nothing yet
    if (news.problems.length) show(news.problems, JSON.stringify([news.build, news.problems]));
    else hide();
  }

  // A browser keeps few connections to one server open: a page that nobody sees holds none.
  function listen() {
    clearTimeout(waiting);
    stream?.close();
    stream = null;
    if (document.visibilityState === "hidden") return;
    stream = new EventSource(`/.sociable/events?page=${encodeURIComponent(page)}`);
    stream.onmessage = (event) => take(JSON.parse(event.data));
    stream.onerror = () => {
      if (stream?.readyState === EventSource.CLOSED) waiting = setTimeout(listen, 1000);
    };
  }

  document.addEventListener("visibilitychange", listen);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && alert) dismiss();
  });
  listen();
})();
