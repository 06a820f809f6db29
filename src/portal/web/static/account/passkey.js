// Passkeys need the browser's own dialog; every other way of signing in works without this file.
(function () {
  "use strict";

  function data() {
    var element = document.getElementById("passkey-data");
    return element ? JSON.parse(element.textContent) : {};
  }

  async function asked(form) {
    if (form.dataset.passkey === "add") {
      var options = data().creation_options;
      var alone = form.querySelector("[name=passwordless]");
      var choice = options.publicKey.authenticatorSelection;
      choice.residentKey = alone && alone.checked ? "required" : "discouraged";
      choice.requireResidentKey = Boolean(alone && alone.checked);
      choice.userVerification = "required";
      return window.webauthnJSON.create(options);
    }
    if (form.dataset.passkey === "alone") {
      var answer = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return window.webauthnJSON.get((await answer.json()).request_options);
    }
    return window.webauthnJSON.get(data().request_options);
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential || !window.webauthnJSON) { return; }
    form.hidden = false;
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      var problem = form.querySelector("[data-passkey-problem]");
      problem.hidden = true;
      try {
        form.querySelector("[name=credential]").value = JSON.stringify(await asked(form));
        form.submit();
      } catch (fault) {
        problem.hidden = false;
      }
    });
  });
})();
