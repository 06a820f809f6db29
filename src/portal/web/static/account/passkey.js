// Passkeys need the browser's own dialog; every other way of signing in works without this file.
(function () {
  "use strict";

  // By the platform's own functions, and of the kind meant: an id or a field's name in the page stands in for none.
  function find(selector, kind, within) {
    var root = within || document;
    var prototype = within ? Element.prototype : Document.prototype;
    var found = prototype.querySelector.call(root, selector);
    return found instanceof (kind || HTMLElement) ? found : null;
  }

  function data() {
    var element = find("script#passkey-data", HTMLScriptElement);
    return element ? JSON.parse(element.textContent) : {};
  }

  // A form's own properties may be fields of the form.
  function said(form, name) {
    return Element.prototype.getAttribute.call(form, name) || "";
  }

  async function asked(form) {
    if (said(form, "data-passkey") === "add") {
      var options = data().creation_options;
      var alone = find("[name=passwordless]", HTMLInputElement, form);
      var choice = options.publicKey.authenticatorSelection;
      choice.residentKey = alone && alone.checked ? "required" : "discouraged";
      choice.requireResidentKey = Boolean(alone && alone.checked);
      choice.userVerification = "required";
      return window.webauthnJSON.create(options);
    }
    if (said(form, "data-passkey") === "alone") {
      var answer = await fetch(said(form, "action"), { headers: { Accept: "application/json" } });
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return window.webauthnJSON.get((await answer.json()).request_options);
    }
    return window.webauthnJSON.get(data().request_options);
  }

  Document.prototype.querySelectorAll.call(document, "form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !window.webauthnJSON) { return; }
    Element.prototype.removeAttribute.call(form, "hidden");
    EventTarget.prototype.addEventListener.call(form, "submit", async function (event) {
      event.preventDefault();
      var problem = find("[data-passkey-problem]", HTMLElement, form);
      problem.hidden = true;
      try {
        find("[name=credential]", HTMLInputElement, form).value = JSON.stringify(await asked(form));
        HTMLFormElement.prototype.submit.call(form);
      } catch (fault) {
        problem.hidden = false;
      }
    });
  });
})();
