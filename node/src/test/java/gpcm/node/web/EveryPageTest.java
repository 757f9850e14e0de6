package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gpcm.node.people.Role;
import gpcm.node.web.PageInState.Viewer;
import gpcm.node.web.PageWalk.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page there is, in every state, in a real browser: usable by everybody, at every width, by
 * keyboard alone and on paper, and looking as approved. Each is opened once, and looked at in all
 * these ways. A new page fails here until {@link PagesInStates} has it. With {@code
 * -Dpictures=FOLDER} they can be looked at.
 */
@Tag("slow")
class EveryPageTest {
  /** Routes that answer no page of their own: files, redirects, and what stands in frames. */
  private static final Set<String> NO_PAGES =
      Set.of(
          "/assets/{file}",
          "/assets/images/{file}",
          "/viewing.css",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/icon.svg",
          "/favicon.ico",
          "/passkeys.js",
          "/sign-in/at/{provider}",
          "/sign-in/jwks",
          "/audit/checkpoint",
          "/confirmations/{id}/message",
          "/worklist/new",
          "/system/configuration/file",
          "/system/support",
          "/viewing/outbox/{id}/files/{n}",
          "/viewing/worklist/{id}/files/{n}");

  /** A page that needs a second person: MessageBrowserTest opens it. */
  private static final Set<String> ELSEWHERE = Set.of("/confirmations/{id}/message/text");

  @TempDir static Path folder;
  private static FullNetwork full;
  private static Chromium browser;
  private static PageWalk walk;
  private static ApprovedPictures approved;
  private static List<PageInState> pages;
  private static final Map<Viewer, String> SESSIONS = new HashMap<>();

  @BeforeAll
  static void everyPageIsLookedAt() throws Exception {
    Path program = Chromium.programOrSkip();
    long begun = System.nanoTime();
    full = FullNetwork.start(folder);
    browser = new Chromium(program, Files.createDirectories(folder.resolve("profile")));
    pages = PagesInStates.of(full);
    walk = new PageWalk(browser);
    approved = new ApprovedPictures(browser);
    long ready = System.nanoTime();
    Viewer viewer = Viewer.NOBODY;
    for (PageInState page : pages) {
      if (!page.viewer().equals(viewer)) {
        viewer = page.viewer();
        comes(viewer);
      }
      page.before().in(browser);
      walk.walk(page, full.server().url().resolve(page.address()), EveryPageTest::look);
    }
    System.out.printf(
        "%d pages; the network was ready after %d s, and all looked at after %d s more%n",
        pages.size(), (ready - begun) / 1_000_000_000, (System.nanoTime() - ready) / 1_000_000_000);
  }

  private static void comes(Viewer viewer) {
    browser.session(
        full.server().url(),
        viewer.signedIn() ? SESSIONS.computeIfAbsent(viewer, EveryPageTest::session) : "");
  }

  private static String session(Viewer viewer) {
    return full.at(viewer.organisation(), viewer.name(), viewer.roles().toArray(Role[]::new))
        .session();
  }

  private static void look(PageInState page, int width) throws Exception {
    browser.evaluate(SameEveryTime.ALL);
    String name = page.name() + "-" + width;
    byte[] picture = browser.wholePage(width);
    approved.take(name, picture);
    String pictures = System.getProperty("pictures", "");
    if (!pictures.isEmpty()) {
      Path file = Path.of(pictures, name + ".png");
      Files.createDirectories(file.getParent());
      Files.write(file, picture);
    }
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

  @Test
  void everyPageStandsHere() {
    Set<String> listed = new TreeSet<>(NO_PAGES);
    listed.addAll(ELSEWHERE);
    pages.forEach(page -> listed.add(page.route()));
    Set<String> there = new TreeSet<>();
    for (String route : RouteTable.shipped().routes()) {
      if (route.startsWith("GET ") && !route.contains("/api/")) {
        there.add(route.substring("GET ".length()).strip());
      }
    }
    assertThat(listed).isEqualTo(there);
    assertThat(pages).extracting(PageInState::name).doesNotHaveDuplicates();
  }

  @Test
  void nobodyIsShutOut() {
    assertThat(walk.wrong(Check.AXE)).isEmpty();
  }

  @Test
  void whatIsWrongLeadsToItsField() {
    assertThat(walk.wrong(Check.ERRORS)).isEmpty();
  }

  @Test
  void aButtonStandsBelowTheLastField() {
    assertThat(walk.wrong(Check.BUTTONS)).isEmpty();
  }

  @Test
  void nothingScrollsSideways() {
    assertThat(walk.wrong(Check.SIDEWAYS)).isEmpty();
  }

  @Test
  void theKeyboardReachesEverythingAndNothingHidesIt() {
    assertThat(walk.wrong(Check.KEYBOARD)).isEmpty();
  }

  @Test
  void paperHasNothingOnItThatIsForTheScreen() {
    assertThat(walk.wrong(Check.PAPER)).isEmpty();
  }

  @Test
  void onPaperTheWorklistSaysWhoPrintedItAndLeavesNothingOut() throws Exception {
    open("worklist");
    byte[] paper =
        Base64.getDecoder()
            .decode(
                browser
                    .call("Page.printToPDF", Map.of("preferCSSPageSize", true))
                    .path("data")
                    .asText());
    String pictures = System.getProperty("pictures", "");
    if (!pictures.isEmpty()) {
      Files.write(Path.of(pictures, "worklist.pdf"), paper);
    }
    try (PDDocument document = Loader.loadPDF(paper)) {
      assertThat(new PDFTextStripper().getText(document))
          .contains("Confidential: personal data. Printed by Dana Example, A99902")
          .contains("TESTPATIENT, Alpha Example (Ms)", "999 000 0018", "Born 9 Jan 1957")
          .contains("Document", "From", "Received", "State", "Sampleton Evening Hub")
          .doesNotContain("Sign out", "Apply filters");
    }
  }

  @Test
  void everyPageLooksAsApproved() throws Exception {
    assumeTrue(approved.comparable(), approved.why());
    assertThat(approved.wrong()).isEmpty();
  }

  /**
   * The pictures of the README are of these pages. To approve a change, run with {@code
   * -Dapprove.pictures=true}, look at the pictures, and commit them. Fonts differ between machines,
   * so that only what is laid out or coloured otherwise fails.
   */
  @Test
  void theReadmeShowsThePagesAsTheyAre() throws Exception {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("worklist", "worklist");
    shown.put("document", "document-summary");
    browser.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 1280, "height", 1000, "deviceScaleFactor", 0.75, "mobile", false));
    for (Map.Entry<String, String> each : shown.entrySet()) {
      open(each.getValue());
      browser.evaluate(SameEveryTime.TIMES);
      new ReadmePicture(each.getKey()).assertIs(browser.screenshot());
    }
  }

  private static void open(String name) {
    PageInState page =
        pages.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    comes(page.viewer());
    browser.load(full.server().url().resolve(page.address()));
  }
}
