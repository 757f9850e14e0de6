package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.TestNetwork;
import gpcm.node.people.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A telephone in a cellar, which has kept nothing of these pages: 400 kbit/s, and 400 ms until an
 * answer begins. How long a page takes is printed; how large it is, and that nothing moves under a
 * finger while it comes, is tested.
 */
@Tag("slow")
class SlowPhoneTest {
  private static final int LATENCY = 400;
  private static final int BYTES_A_SECOND = 400_000 / 8;
  private static final int LARGEST = 150_000;

  @TempDir static Path folder;
  private static FullNetwork full;
  private static Chromium browser;
  private final AtomicLong bytes = new AtomicLong();

  @BeforeAll
  static void theLineIsSlow() throws Exception {
    Path program = Chromium.programOrSkip();
    full = FullNetwork.start(folder);
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    browser.width(390, 844);
    browser.call("Network.enable", Map.of());
    browser.call(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of(
            "source",
            """
            window.gpcmMoved = 0;
            new PerformanceObserver(list => list.getEntries().forEach(each => { window.gpcmMoved += each.value; }))
              .observe({type: 'layout-shift', buffered: true});
            """));
    browser.session(
        full.server().url(),
        full.at(TestNetwork.PRACTICE, "Dana Example", Role.values()).session());
    browser.call(
        "Network.emulateNetworkConditions",
        Map.of(
            "offline",
            false,
            "latency",
            LATENCY,
            "downloadThroughput",
            BYTES_A_SECOND,
            "uploadThroughput",
            BYTES_A_SECOND));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (full != null) {
      full.close();
    }
  }

  private void comes(String address) {
    browser.call("Network.clearBrowserCache", Map.of());
    browser.hear(
        "Network.loadingFinished",
        event -> bytes.addAndGet(event.path("encodedDataLength").asLong()));
    long begun = System.nanoTime();
    browser.load(full.server().url().resolve(address));
    System.out.printf(
        "%s: %d bytes, all there after %d ms%n",
        address.replaceAll("[0-9a-f-]{36}", "{id}"),
        bytes.get(),
        (System.nanoTime() - begun) / 1_000_000);
  }

  private static double moved() {
    return browser.evaluate("window.gpcmMoved").asDouble();
  }

  @Test
  void theWorklistIsSmallAndNothingMoves() {
    comes("/worklist");
    assertThat(bytes.get()).isBetween(1L, (long) LARGEST);
    assertThat(moved()).isZero();
  }

  @Test
  void onThePageOfADocumentNothingMoves() {
    comes("/worklist/" + full.id("summary"));
    assertThat(bytes.get()).isBetween(1L, (long) LARGEST);
    assertThat(moved()).isZero();
  }
}
