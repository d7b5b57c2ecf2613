// Runs before anything is drawn: says that scripts work, brings back the colours the reader chose,
// and whether anything is kept.
(function (root) {
  "use strict";

  root.classList.replace("no-js", "js");
  try {
    var scheme = localStorage.getItem("samloft-colours");
    if (scheme === "light" || scheme === "dark") {
      root.setAttribute("data-sl-scheme", scheme);
    }
    // Who has said yes already is not asked: what is asked has no place on the page then.
    var keeps = Object.keys(localStorage).some(function (key) {
      return key.indexOf("samloft-progress:") === 0;
    });
    root.classList.toggle("sl-keeps", keeps);
  } catch (refused) {
    // The reader's browser keeps nothing: the system's colours it is.
  }
})(document.documentElement);
