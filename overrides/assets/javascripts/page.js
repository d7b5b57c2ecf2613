// Headings that can be linked to, and a word about the page that says which part it is about.
(function () {
  "use strict";

  var HEADINGS = ".sl-article :is(h2, h3, h4)[id]";

  // Its own words are the link, so nothing more is read aloud; one that holds a link is left alone.
  // What only marks a place, as the name a translated heading would have had, stays beside it.
  function link(heading) {
    if (heading.querySelector("a[href], button, input")) {
      return;
    }
    var own = document.createElement("a");
    own.className = "sl-anchor";
    own.href = "#" + heading.id;
    own.append.apply(
      own,
      Array.prototype.filter.call(heading.childNodes, function (each) {
        return each.nodeName !== "A";
      })
    );
    heading.append(own);
  }

  // The last heading that the reader has passed.
  function here() {
    var passed = Array.prototype.filter.call(document.querySelectorAll(HEADINGS), function (each) {
      return each.getBoundingClientRect().top < window.innerHeight / 2;
    });
    return location.hash && document.querySelector(HEADINGS + ":target") || passed.pop();
  }

  document.querySelectorAll(HEADINGS).forEach(link);

  document.querySelectorAll("[data-sl-tell]").forEach(function (tell) {
    var whole = tell.href;
    tell.addEventListener("click", function () {
      var part = here();
      var said = part ? tell.dataset.slTell + ": " + part.textContent.trim() + " (#" + part.id + ")" : "";
      tell.href = whole + encodeURIComponent(said);
    });
  });
})();
