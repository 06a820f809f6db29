// Comfort only: every page works without this file.
(function () {
  "use strict";

  // By the platform's own functions, and of the kind meant: an id or a field's name in the page stands in for none.
  var all = Document.prototype.querySelectorAll.bind(document);
  function find(selector, kind) {
    var found = all(selector)[0];
    return found instanceof kind ? found : null;
  }

  // Where the menu stands above the page, it opens on request and does not push the page down.
  var menu = find("[data-portal-menu]", HTMLDetailsElement);
  var wide = window.matchMedia("(min-width: 64em)");
  function setMenu() {
    if (menu) { menu.open = wide.matches; }
  }
  setMenu();
  wide.addEventListener("change", setMenu);

  // After a form came back with problems, start at the list of them.
  var problems = find("[data-portal-problems]", HTMLElement);
  if (problems) {
    // The address may still name the part of the page one had skipped to; the browser would go there instead.
    history.replaceState(null, "", location.pathname + location.search);
    problems.focus();
    window.addEventListener("load", function () { problems.focus(); });
  }

  // The calendar drops what it cannot read as a date; what was typed has to stand there beside its error.
  window.addEventListener("DOMContentLoaded", function () {
    all(".usa-date-picker[data-typed]").forEach(function (picker) {
      var field = picker.querySelector(".usa-date-picker__external-input");
      if (field && !field.value) { field.value = picker.dataset.typed; }
    });
  });

  // Long work shows how far it has come, without the page being loaded anew under its reader until it is done.
  var moving = find("[data-portal-moving]", HTMLElement);
  function lookAgain() {
    fetch(location.href).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var fresh = page.querySelector("[data-portal-moving]");
      if (!fresh) { location.reload(); return; }
      var bar = moving.querySelector("progress");
      bar.value = fresh.querySelector("progress").value;
      bar.labels[0].textContent = fresh.querySelector("label").textContent;
      window.setTimeout(lookAgain, 2000);
    });
  }
  if (moving) { window.setTimeout(lookAgain, 2000); }

  // An SSN is easier to check in groups.
  all("[data-portal-ssn]").forEach(function (field) {
    field.addEventListener("blur", function () {
      var digits = field.value.replace(/\D/g, "");
      if (digits.length === 9) {
        field.value = digits.slice(0, 3) + "-" + digits.slice(3, 5) + "-" + digits.slice(5);
      }
    });
  });
})();
