package gpcm.node.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.node.web.Chromium;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A person at a browser: signs in through the identity provider, looks, clicks and writes. */
final class Desk implements AutoCloseable {
  private static final String ID = "[0-9a-f-]{36}";

  private final Chromium browser;
  private final Path downloads;
  private Place place;

  Desk(Path chromium, Path folder) throws IOException, InterruptedException {
    this.browser = new Chromium(chromium, Files.createDirectories(folder.resolve("profile")));
    this.downloads = Files.createDirectories(folder.resolve("downloads"));
    browser.call(
        "Page.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
  }

  Chromium browser() {
    return browser;
  }

  /** Somebody else sits down, at a browser that remembers nobody. */
  Desk signIn(Place where, String persona) {
    browser.call("Network.clearBrowserCookies", Map.of());
    place = where;
    browser.open(where.at("/sign-in"));
    browser.click("a[href^='/sign-in/at/stand-in']", "/authorize");
    browser.click("button[value='" + persona + "']", "/");
    return this;
  }

  Desk open(String address) {
    URI url = place.at(address);
    browser.open(url, url.getPath());
    return this;
  }

  /** All that the page says, folded parts too. */
  String page() {
    return browser.evaluate("document.querySelector('main').textContent").asText();
  }

  /** What the first element that the selector finds says; empty when there is none. */
  String words(String selector) {
    return browser
        .evaluate("document.querySelector(" + Chromium.quoted(selector) + ")?.textContent ?? ''")
        .asText()
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** The row of a document in the list of all of them; empty when it is not there. */
  String row(UUID entry) {
    open("/worklist?view=all&limit=100");
    return words("tr:has(th a[href^='/worklist/" + entry + "'])");
  }

  /** Selects links that lead to this path, with the place in a list behind it or not. */
  static String linkTo(String path) {
    return ending("a", "href", path);
  }

  /** Selects forms that go to this path, with the place in a list behind it or not. */
  static String formTo(String path) {
    return ending("form", "action", path);
  }

  private static String ending(String element, String attribute, String path) {
    return ":is(%1$s[%2$s$='%3$s'], %1$s[%2$s*='%3$s?'])".formatted(element, attribute, path);
  }

  /** Follows the link of the worklist to a document. */
  Desk openDocument(UUID entry) {
    assertThat(row(entry)).as("the document is in the worklist").isNotEmpty();
    return click("th a[href^='/worklist/" + entry + "']", "/worklist/" + ID);
  }

  /** What a row of a summary list says; empty when there is none. */
  String fact(String key) {
    return browser
        .evaluate(
            "[...document.querySelectorAll('dt')].find(each => each.textContent.trim() === "
                + Chromium.quoted(key)
                + ")?.nextElementSibling.textContent ?? ''")
        .asText()
        .replaceAll("\\s+", " ")
        .strip();
  }

  Desk click(String selector, String path) {
    // Else the page that is left would count as the one that is awaited.
    browser.evaluate("window.left = true");
    browser.evaluate("document.querySelector(" + Chromium.quoted(selector) + ").click()");
    await()
        .atMost(Place.PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                browser
                    .evaluate("!window.left + document.readyState + ' ' + location.pathname")
                    .asText()
                    .matches("truecomplete " + path));
    return this;
  }

  /** Writes into a field, chooses in a list, or ticks a box or a radio. */
  Desk fill(String selector, String text) {
    browser.evaluate(
        """
        {
          const field = document.querySelector(%s);
          if (field.type === 'radio' || field.type === 'checkbox') { field.checked = true; } else { field.value = %s; }
        }
        """
            .formatted(Chromium.quoted(selector), Chromium.quoted(text)));
    return this;
  }

  /** Takes a file of the open document out, by the form of the page; gives where it is now. */
  Path download(String action) throws IOException {
    String form = formTo(action);
    assertThat(words(form + " button")).as(form).isNotEmpty();
    try (Stream<Path> before = Files.list(downloads)) {
      for (Path each : before.toList()) {
        Files.delete(each);
      }
    }
    fill(form + " input[name='reason']", "Asked for in a test");
    browser.evaluate("document.querySelector(" + Chromium.quoted(form + " button") + ").click()");
    return await()
        .atMost(Place.PATIENCE)
        .until(this::downloaded, Optional::isPresent)
        .orElseThrow();
  }

  private Optional<Path> downloaded() throws IOException {
    try (Stream<Path> files = Files.list(downloads)) {
      return files
          .filter(file -> !file.getFileName().toString().matches("[.].*|.*[.]crdownload"))
          .findFirst();
    }
  }

  /** What stands in the frame of the viewer, which is of no origin: opened by itself. */
  Desk openFrame() {
    String address =
        browser.evaluate("document.querySelector('iframe').getAttribute('src')").asText();
    return open(address);
  }

  @Override
  public void close() {
    browser.close();
  }
}
