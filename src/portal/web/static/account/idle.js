// Two minutes before the end of a sign-in: say so. At the end: take people's data off the screen.
// Without this file the sign-in ends all the same, and what is sent then is kept until one has signed in again.
(function () {
  "use strict";

  // By the platform's own functions, and of the kind meant: an id or a field's name in the page stands in for none.
  function find(selector, kind, within) {
    var root = within || document;
    var prototype = within ? Element.prototype : Document.prototype;
    var found = prototype.querySelector.call(root, selector);
    return found instanceof (kind || HTMLElement) ? found : null;
  }

  var frame = find("[data-portal-left]");
  if (!frame) { return; }
  var dialog = find("dialog", HTMLDialogElement, frame);
  var WARN_SECONDS = 120;
  var ends = Date.now() + Number(frame.dataset.portalLeft) * 1000;
  var last = Date.now() + Number(frame.dataset.portalLast) * 1000;
  var over = false;
  // Other windows of the same person: whoever works in one is not idle in the other.
  var windows = new BroadcastChannel("portal-sign-in");
  windows.addEventListener("message", function (event) { ends = Math.max(ends, event.data); dialog.close(); });
  windows.postMessage(ends);
  var began = new Map();
  Document.prototype.querySelectorAll.call(document, "main form[method=post]").forEach(function (form) {
    began.set(form, read(form));
  });

  function read(form) {
    var typed = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string") { typed.append(name, value); }
    });
    // What proves who somebody is leaves the page with its own form only.
    Element.prototype.querySelectorAll.call(form, "input[type=password]").forEach(function (field) {
      typed.delete(field.getAttribute("name"));
    });
    return typed.toString();
  }

  function changed() {
    return Array.from(began.keys()).find(function (form) { return read(form) !== began.get(form); });
  }

  function token() {
    return find("[name=csrfmiddlewaretoken]", HTMLInputElement, frame).value;
  }

  async function send(address, body) {
    var headers = { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" };
    var answer = await fetch(address, { method: "POST", headers: headers, body: body, redirect: "error" });
    if (!answer.ok) { throw new Error(String(answer.status)); }
    return answer.text();
  }

  async function stay() {
    dialog.close();
    try {
      ends = Math.min(last, Date.now() + Number(await send(frame.dataset.portalSeen, "")) * 1000);
      windows.postMessage(ends);
    } catch (fault) {
      end();
    }
  }

  // A moment before the server's own end, so that what was typed is still accepted from this person.
  async function end() {
    if (over) { return; }
    over = true;
    var next = window.location.pathname + window.location.search;
    var form = changed();
    var typed = new URLSearchParams(form ? read(form) : "");
    typed.set("portal-path", form ? target(form) : next);
    blank();
    // Where the server has ended it already, one comes back to the page as it was.
    try { next = await send(frame.dataset.portalOver, typed.toString()); } catch (fault) { /* see above */ }
    window.location.replace(frame.dataset.portalSignIn + "?" + new URLSearchParams({ next: next, why: "idle" }));
  }

  // Where a form goes; its property of that name may be a field or button of the form.
  function target(form) {
    var action = Element.prototype.getAttribute.call(form, "action") || "";
    return new URL(action, window.location.href).pathname;
  }

  function blank() {
    dialog.close();
    Document.prototype.querySelectorAll.call(document, "main, header, nav").forEach(function (part) {
      part.replaceChildren();
    });
    find("title").textContent = "Ticket Portal";
  }

  function look() {
    var left = (ends - Date.now()) / 1000;
    if (left <= 0) { end(); return; }
    if (left <= WARN_SECONDS && !dialog.open) { dialog.showModal(); }
    if (dialog.open) {
      find("[data-portal-minutes]", HTMLElement, frame).textContent = String(Math.max(1, Math.ceil(left / 60)));
    }
  }

  find("[data-portal-stay]", HTMLButtonElement, frame).addEventListener("click", stay);
  window.setInterval(look, 1000);
  // A machine that slept: the end may be long past.
  EventTarget.prototype.addEventListener.call(document, "visibilitychange", look);
  // A page kept in memory must not come back with people's data after the end.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { look(); } });
})();
