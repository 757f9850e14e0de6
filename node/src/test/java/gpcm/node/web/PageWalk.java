package gpcm.node.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens a page once, and looks at it at every width. What is wrong stands in {@link #wrong}, by
 * check and page.
 */
final class PageWalk {
  /** What is looked for. */
  enum Check {
    AXE,
    ERRORS,
    BUTTONS,
    SIDEWAYS,
    KEYBOARD,
    PAPER
  }

  /** As 1280 by 1024 pixels are at 400 %. */
  private static final int ZOOMED_HEIGHT = 256;

  private static final int PAPER_WIDTH = 718;

  /** Stops at most within a frame, or in the parts of a date. */
  private static final int WITHIN_ONE = 6;

  private static final String SIDEWAYS =
      """
      document.documentElement.scrollWidth <= innerWidth ? '' :
        document.documentElement.scrollWidth + ': ' +
        [...document.querySelectorAll('body *')].filter(each =>
          each.getBoundingClientRect().right > innerWidth + 1).slice(0, 4)
          .map(each => each.outerHTML.slice(0, 120)).join(' | ')
      """;

  /** Notes, whenever the Tab key is let go, where the focus is and whether it can be seen. */
  private static final String FOLLOW =
      """
      (() => {
        const named = one => one.tagName + ' ' + (one.id || one.getAttribute('href') || one.name || one.textContent.trim().slice(0, 40));
        const seen = one => {
          const box = one.getBoundingClientRect();
          if (box.width < 2) { return true; }
          const points = [[box.left + Math.min(box.width / 2, 12), box.top + Math.min(box.height / 2, 12)],
            [box.left + box.width / 2, box.top + box.height / 2]];
          return points.some(([x, y]) => {
            const at = document.elementFromPoint(x, y);
            return at && (at === one || one.contains(at) || at.contains(one)
              || (one.labels && [...one.labels].some(label => label === at || label.contains(at))));
          });
        };
        const stops = () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
          .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true}));
        const walk = window.gpcmWalk = window.gpcmWalk || {};
        walk.path = [];
        walk.reached = new Set();
        walk.stops = stops().length;
        walk.missed = () => stops().filter(one => !walk.reached.has(one)
          && !(one.type === 'radio' && [...walk.reached].some(other => other.type === 'radio' && other.name === one.name && other.form === one.form)))
          .map(one => 'NOT REACHED ' + named(one));
        if (!walk.follows) {
          walk.follows = true;
          document.addEventListener('keyup', () => {
            const one = document.activeElement;
            if (one === document.body) { walk.path.push('end'); return; }
            walk.reached.add(one);
            if (one.tagName !== 'IFRAME') { walk.path.push((seen(one) ? 'ok ' : 'HIDDEN ') + named(one)); }
          }, true);
        }
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute('tabindex');
        scrollTo(0, 0);
        return walk.stops + document.querySelectorAll('iframe, input[type=date], input[type=time]').length * WITHIN_ONE;
      })()
      """
          .replace("WITHIN_ONE", Integer.toString(WITHIN_ONE));

  private static final String FOLLOWED =
      "({path: gpcmWalk.path.slice(0, (gpcmWalk.path.indexOf('end') + 1 || gpcmWalk.path.length +"
          + " 1) - 1), missed: gpcmWalk.missed()})";

  /** What is said to be wrong leads to the field that it is wrong with. */
  private static final String ERRORS =
      """
      [...document.querySelectorAll('.nhsuk-error-summary__list a')].filter(link => {
        const field = document.querySelector(link.hash || 'none');
        return !field || !field.matches('a[href], button, input:not([type=hidden]), select, textarea');
      }).map(link => 'LEADS NOWHERE ' + link.outerHTML.slice(0, 160)).join(' | ')
      """;

  /** The button of a form stands below its last field, but where all of it is one line. */
  private static final String BUTTONS =
      """
      [...document.querySelectorAll('main form:not(.gpcm-form--inline, .gpcm-fields) :is(input:not([type]), [type=text], [type=date], textarea, select)')]
        .filter(field => field.checkVisibility() && [...field.form.querySelectorAll('button')].some(button => {
          const one = field.getBoundingClientRect(), other = button.getBoundingClientRect();
          return field.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING && !button.closest('table')
            && button.checkVisibility() && other.top < one.bottom && other.left >= one.right;
        })).map(field => 'BESIDE ITS BUTTON ' + field.outerHTML.slice(0, 120)).join(' | ')
      """;

  /** What is of no use on paper. */
  private static final String ON_PAPER =
      """
      [...document.querySelectorAll('nav, button, input, select, textarea')].filter(one => one.checkVisibility())
        .slice(0, 4).map(one => 'ON PAPER ' + one.outerHTML.slice(0, 120)).join(' | ')
      """;

  private final Chromium browser;
  private final Map<Check, Map<String, String>> wrong = new LinkedHashMap<>();

  PageWalk(Chromium browser) {
    this.browser = browser;
  }

  /** By page and width. */
  Map<String, String> wrong(Check check) {
    return wrong.getOrDefault(check, Map.of());
  }

  /** What is done with the page at a width that pictures are of. */
  interface Look {
    void at(PageInState page, int width) throws Exception;
  }

  void walk(PageInState page, URI address, Look look) throws Exception {
    browser.width(1280, 1000);
    browser.load(address);
    if (!page.then().isEmpty()) {
      browser.loading(() -> browser.evaluate(page.then()));
    }
    note(Check.AXE, page, 1280, violations(browser.axe()));
    note(Check.ERRORS, page, 1280, browser.evaluate(ERRORS).asText());
    note(Check.BUTTONS, page, 1280, browser.evaluate(BUTTONS).asText());
    sideways(page, 1280);
    look.at(page, 1280);
    keyboard(page, 1280);
    browser.width(390, 844);
    sideways(page, 390);
    look.at(page, 390);
    browser.width(320, ZOOMED_HEIGHT);
    keyboard(page, 320);
    browser.evaluate(
        "document.activeElement.blur(); document.querySelectorAll('details').forEach(each => {"
            + " each.open = true; })");
    sideways(page, 320);
    note(Check.AXE, page, 320, violations(browser.axeAgain()));
    paper(page);
  }

  private void note(Check check, PageInState page, int width, String found) {
    if (!found.isEmpty()) {
      wrong
          .computeIfAbsent(check, any -> new LinkedHashMap<>())
          .put(page.name() + " at " + width, found);
    }
  }

  private static String violations(String found) {
    return found.equals("[]") ? "" : found;
  }

  private void sideways(PageInState page, int width) {
    note(Check.SIDEWAYS, page, width, browser.evaluate(SIDEWAYS).asText());
  }

  private void keyboard(PageInState page, int width) {
    int stops = browser.evaluate(FOLLOW).asInt() + 2;
    if (browser.evaluate("document.querySelector('iframe') === null").asBoolean()) {
      browser.tabs(stops);
    } else {
      // The next key goes to whichever process the focus is in by then.
      for (int i = 0; i < stops; i++) {
        browser.tab();
        browser.evaluate("1");
      }
    }
    JsonNode followed = browser.evaluate(FOLLOWED);
    List<String> found = new ArrayList<>();
    if (!followed.at("/path/0").asText().contains("#main")) {
      found.add("the first stop is " + followed.at("/path/0").asText());
    }
    for (JsonNode each : followed.path("path")) {
      if (each.asText().startsWith("HIDDEN")) {
        found.add(each.asText());
      }
    }
    followed.path("missed").forEach(each -> found.add(each.asText()));
    note(Check.KEYBOARD, page, width, String.join(", ", found));
  }

  private void paper(PageInState page) {
    browser.width(PAPER_WIDTH, 1000);
    browser.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
    try {
      sideways(page, PAPER_WIDTH);
      note(Check.PAPER, page, PAPER_WIDTH, browser.evaluate(ON_PAPER).asText());
    } finally {
      browser.call("Emulation.setEmulatedMedia", Map.of("media", ""));
    }
  }
}
