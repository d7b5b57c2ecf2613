// Runs before anything is drawn: says that scripts work, and brings back the colours the reader chose.
(function (root) {
  "use strict";

  root.classList.replace("no-js", "js");
  try {
    var scheme = localStorage.getItem("samloft-colours");
    if (scheme === "light" || scheme === "dark") {
      root.setAttribute("data-sl-scheme", scheme);
    }
  } catch (refused) {
    // The reader's browser keeps nothing: the system's colours it is.
  }
})(document.documentElement);
