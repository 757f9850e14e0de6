package gpcm.node.viewing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpcm.node.content.ContentStore;
import gpcm.node.content.DamagedContentException;
import gpcm.node.content.StoredContent;
import gpcm.node.store.Database;
import gpcm.node.store.DatabaseExtension;
import gpcm.node.viewing.Shown.Note;
import gpcm.node.viewing.Shown.Picture;
import gpcm.node.viewing.Shown.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of files, good and hostile, by the processes that draw. */
@ExtendWith(DatabaseExtension.class)
class ViewingTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private Database database;
  private ContentStore store;
  private Viewing viewing;

  @BeforeEach
  void open(Database own) {
    database = own;
    store = new ContentStore(own.jdbi());
    viewing = new Viewing(store, patient());
  }

  /** A machine that does much else may be slow to start what draws. */
  private static ViewingLimits patient() {
    return ViewingLimits.standard().withDrawing(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    viewing.close();
  }

  @Test
  void aPageIsAPictureAndItsWords() throws IOException {
    Picture second = picture(HostileFiles.letter(2), 2);
    assertThat(drawing()).isEqualTo(1);
    assertThat(second.page()).isEqualTo(2);
    assertThat(second.pages()).isEqualTo(2);
    assertThat(second.text()).contains("A fictional letter, page 2, in Helvetica");
    assertThat(second.notes()).isEmpty();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(second.png()));
    assertThat(image.getWidth()).isEqualTo(second.width()).isBetween(900, 920);
    assertThat(image.getHeight()).isEqualTo(second.height()).isBetween(1270, 1300);
    assertThat(dark(image)).as("letters in fonts that the file does not hold").isGreaterThan(1000);
  }

  private static long dark(BufferedImage image) {
    long dark = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dark += (image.getRGB(x, y) & 0xff) < 0x80 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void aPageHasThreeSizes() throws IOException {
    StoredContent letter = stored(HostileFiles.letter(1));
    List<Integer> widths =
        List.of(Zoom.SMALL, Zoom.NORMAL, Zoom.LARGE).stream()
            .map(zoom -> ((Picture) viewing.show(letter, "application/pdf", 1, zoom)).width())
            .toList();
    assertThat(widths).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatWasDrawnIsKeptForAWhile() throws IOException {
    StoredContent letter = stored(HostileFiles.letter(1));
    Shown first = viewing.show(letter, "application/pdf", 1, Zoom.NORMAL);
    assertThat(viewing.show(letter, "application/pdf", 1, Zoom.NORMAL)).isSameAs(first);
  }

  @Test
  void whatWasDrawnIsNotKeptForEver() throws IOException {
    try (Viewing forgetful = new Viewing(store, patient().withRemembered(1))) {
      StoredContent letter = stored(HostileFiles.letter(1));
      Shown first = forgetful.show(letter, "application/pdf", 1, Zoom.NORMAL);
      assertThat(forgetful.show(letter, "application/pdf", 1, Zoom.NORMAL)).isNotSameAs(first);
    }
  }

  @Test
  void nothingIsShownOfDamagedBytes() throws IOException {
    StoredContent letter = stored(HostileFiles.letter(1));
    database
        .jdbi()
        .useHandle(
            handle -> handle.execute("update content_chunk set bytes = set_byte(bytes, 400, 7)"));
    assertThatThrownBy(() -> viewing.show(letter, "application/pdf", 1, Zoom.NORMAL))
        .isInstanceOf(DamagedContentException.class);
  }

  @Test
  void aVastPageIsDrawnSmaller() throws IOException {
    Picture vast = picture(HostileFiles.letter(1, new PDRectangle(2_000_000, 1_000_000)), 1);
    assertThat((long) vast.width() * vast.height()).isLessThanOrEqualTo(12_000_000);
    Picture ribbon = picture(HostileFiles.letter(1, new PDRectangle(3_000_000, 10)), 1);
    assertThat(ribbon.width()).isLessThanOrEqualTo(10_000);
  }

  @Test
  void aPageWithoutASizeIsBroken() throws IOException {
    assertThat(reason(HostileFiles.letter(1, new PDRectangle(0, 0)), "application/pdf"))
        .isEqualTo(Reason.BROKEN);
  }

  @Test
  void ofVeryManyPagesTheBeginningIsShown() throws IOException {
    byte[] many = HostileFiles.letter(1001);
    Picture last = picture(many, 1000);
    assertThat(last.pages()).isEqualTo(1000);
    assertThat(last.notes()).containsExactly(Note.ONLY_THE_BEGINNING);
    assertThat(viewing.show(stored(many), "application/pdf", 1001, Zoom.NORMAL))
        .isEqualTo(new Shown.Nothing(Reason.NO_SUCH_PAGE));
  }

  @Test
  void aLockedFileIsNotShown() throws IOException {
    assertThat(reason(HostileFiles.protectedBy("secret"), "application/pdf"))
        .isEqualTo(Reason.LOCKED);
  }

  @Test
  void aFileThatEverybodyCanOpenIsShown() throws IOException {
    assertThat(picture(HostileFiles.protectedBy(""), 1).text()).contains("A fictional letter");
  }

  @Test
  void aBrokenFileIsNotShownAndTheNextOneIs() throws IOException {
    byte[] rubbish = "%PDF-1.7 and nothing of a PDF".getBytes(StandardCharsets.US_ASCII);
    assertThat(reason(rubbish, "application/pdf")).isEqualTo(Reason.BROKEN);
    assertThat(picture(HostileFiles.letter(1), 1).pages()).isEqualTo(1);
  }

  @Test
  void aDeeplyNestedFileHarmsNobody() throws IOException {
    assertThat(viewing.show(stored(HostileFiles.nested()), "application/pdf", 1, Zoom.NORMAL))
        .isEqualTo(new Shown.Nothing(Reason.BROKEN));
    assertThat(picture(HostileFiles.letter(1), 1).pages()).isEqualTo(1);
  }

  @Test
  void drawingThatTakesTooLongIsStopped() throws IOException {
    try (Viewing hasty =
        new Viewing(store, ViewingLimits.standard().withDrawing(Duration.ofSeconds(3)))) {
      assertThat(hasty.show(stored(HostileFiles.endless()), "application/pdf", 1, Zoom.SMALL))
          .isEqualTo(new Shown.Nothing(Reason.TOO_SLOW));
      await().atMost(PATIENCE).until(() -> drawing() == 0);
    }
    assertThat(picture(HostileFiles.letter(1), 1).pages()).isEqualTo(1);
  }

  @Test
  void whatUnpacksToMoreThanTheMemoryIsNotShown() throws IOException {
    assertThat(reason(HostileFiles.unpacking(), "application/pdf"))
        .isEqualTo(Reason.TOO_MUCH_MEMORY);
    assertThat(picture(HostileFiles.letter(1), 1).pages()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JBIG2Decode", "JPXDecode", "DCTDecode"})
  void aPageWhosePictureCannotBeReadSaysSo(String filter) throws IOException {
    assertThat(picture(HostileFiles.picture(filter), 1).notes()).containsExactly(Note.INCOMPLETE);
  }

  @Test
  void aPageWhoseLettersWeDoNotHaveSaysSo() throws IOException {
    assertThat(picture(HostileFiles.withoutItsFont(), 1).notes()).containsExactly(Note.INCOMPLETE);
  }

  @Test
  void filesWithinAFileAreTold() throws IOException {
    assertThat(picture(HostileFiles.withScriptAndFile(), 1).notes())
        .containsExactly(Note.HOLDS_FILES);
  }

  @Test
  void somebodyWaitsAndTheNextIsToldToTryAgain() throws Exception {
    ViewingLimits one =
        ViewingLimits.standard().withDrawing(Duration.ofMinutes(5)).withAtOnce(1, 0);
    Viewing narrow = new Viewing(store, one);
    StoredContent endless = stored(HostileFiles.endless());
    StoredContent letter = stored(HostileFiles.letter(1));
    Thread first =
        Thread.ofVirtual().start(() -> narrow.show(endless, "application/pdf", 1, Zoom.SMALL));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                narrow
                    .show(letter, "application/pdf", 1, Zoom.SMALL)
                    .equals(new Shown.Nothing(Reason.BUSY)));
    narrow.close();
    first.join();
  }

  @Test
  void nobodyDrawsWhenNobodyLooks() throws IOException {
    try (Viewing brief = new Viewing(store, patient().withIdle(Duration.ofMillis(1)))) {
      assertThat(brief.show(stored(HostileFiles.letter(1)), "application/pdf", 1, Zoom.SMALL))
          .isInstanceOf(Picture.class);
      await().atMost(PATIENCE).until(() -> drawing() == 0);
    }
  }

  private static long drawing() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(
            child ->
                child
                    .info()
                    .commandLine()
                    .filter(line -> line.endsWith(DrawingProcess.class.getName()))
                    .isPresent())
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "tiff"})
  void aPictureIsDrawnAnewAndFits(String format) throws IOException {
    byte[] wide = HostileFiles.pictures(format, 1, 3000, 1000);
    Picture picture = (Picture) viewing.show(stored(wide), "image/" + format, 1, Zoom.NORMAL);
    assertThat(picture.width()).isBetween(900, 920);
    assertThat(picture.height()).isBetween(300, 307);
    assertThat(picture.notes()).isEmpty();
    assertThat(ImageIO.read(new ByteArrayInputStream(picture.png())).getWidth())
        .isEqualTo(picture.width());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 40, white, black",
    "3, 40, black, white",
    "6, 20, white, black",
    "8, 20, black, white",
    "9, 40, white, black"
  })
  void aPhotoIsTurnedAsItsCameraWasHeld(int orientation, int width, String first, String last)
      throws IOException {
    Picture photo =
        (Picture)
            viewing.show(stored(HostileFiles.photo(orientation)), "image/jpeg", 1, Zoom.NORMAL);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(photo.png()));
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(colour(image.getRGB(2, 2))).isEqualTo(first);
    assertThat(colour(image.getRGB(image.getWidth() - 3, image.getHeight() - 3))).isEqualTo(last);
  }

  private static String colour(int rgb) {
    return (rgb & 0xff) < 0x80 ? "black" : "white";
  }

  @Test
  void aScanHasItsPages() throws IOException {
    StoredContent scan = stored(HostileFiles.pictures("tiff", 3, 40, 30));
    assertThat(((Picture) viewing.show(scan, "image/tiff", 3, Zoom.NORMAL)).pages()).isEqualTo(3);
    assertThat(viewing.show(scan, "image/tiff", 4, Zoom.NORMAL))
        .isEqualTo(new Shown.Nothing(Reason.NO_SUCH_PAGE));
  }

  @Test
  void ofAMovingPictureTheBeginningIsShown() throws IOException {
    StoredContent moving = stored(HostileFiles.pictures("gif", 3, 40, 30));
    Picture picture = (Picture) viewing.show(moving, "image/gif", 1, Zoom.NORMAL);
    assertThat(picture.pages()).isEqualTo(1);
    assertThat(picture.notes()).containsExactly(Note.MOVES);
  }

  @Test
  void aPictureThatLiesAboutItsSizeIsNotShown() throws IOException {
    assertThat(viewing.show(stored(HostileFiles.vast()), "image/png", 1, Zoom.NORMAL))
        .isInstanceOf(Shown.Nothing.class);
  }

  @Test
  void textIsShownInItsOwnCharset() throws IOException {
    assertThat(text("na\u00efve".getBytes(StandardCharsets.ISO_8859_1), "text/plain").text())
        .isEqualTo("na\u00efve");
    assertThat(text("na\u00efve".getBytes(StandardCharsets.UTF_8), "text/plain").text())
        .isEqualTo("na\u00efve");
    assertThat(text(new byte[] {(byte) 0xa4}, "text/plain; charset=iso-8859-15").text())
        .isEqualTo("\u20ac");
    assertThat(text("\uFEFFnote".getBytes(StandardCharsets.UTF_16LE), "text/plain").text())
        .isEqualTo("note");
  }

  @Test
  void charactersThatCannotBeReadAreTold() throws IOException {
    assertThat(text(new byte[] {'a', (byte) 0xff}, "text/plain; charset=utf-8").notes())
        .containsExactly(Note.UNREADABLE_CHARACTERS);
  }

  @Test
  void longTextHasPages() throws IOException {
    byte[] lines = "A line of a fictional note\n".repeat(3_000).getBytes(StandardCharsets.UTF_8);
    Shown.Text first = text(lines, "text/plain");
    StringBuilder all = new StringBuilder();
    for (int page = 1; page <= first.pages(); page++) {
      all.append(
          ((Shown.Text) viewing.show(stored(lines), "text/plain", page, Zoom.NORMAL)).text());
    }
    assertThat(first.pages()).isGreaterThan(2);
    assertThat(all.toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(lines);
  }

  @Test
  void ofVeryLongTextTheBeginningIsShown() throws IOException {
    byte[] lines = "0123456789\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    assertThat(text(lines, "text/plain").notes()).containsExactly(Note.ONLY_THE_BEGINNING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html|<p>Hello</p>",
        "application/xml|<a/>",
        "image/svg+xml|<svg xmlns='http://www.w3.org/2000/svg'/>",
        "application/rtf|{\\rtf1 A letter}",
        "text/plain|{\\rtf1 A letter}",
        "application/msword|\u00d0\u00cf\u0011\u00e0",
        "application/octet-stream|\u0000",
      })
  void everythingElseIsForDownloadOnly(String file) throws IOException {
    String[] parts = file.split("\\|", 2);
    assertThat(reason(parts[1].getBytes(StandardCharsets.ISO_8859_1), parts[0]))
        .isEqualTo(Reason.OTHER_TYPE);
  }

  @Test
  void anEmptyFileAndAVeryLargeOneAreNotShown() throws IOException {
    assertThat(reason(new byte[0], "text/plain")).isEqualTo(Reason.EMPTY);
    assertThat(reason(new byte[50_000_001], "application/pdf")).isEqualTo(Reason.LARGE_FILE);
    byte[] text = "a".repeat(5_000_001).getBytes(StandardCharsets.US_ASCII);
    assertThat(reason(text, "text/plain")).isEqualTo(Reason.LARGE_FILE);
  }

  private StoredContent stored(byte[] bytes) {
    return database.jdbi().inTransaction(handle -> store.put(handle, bytes));
  }

  private Picture picture(byte[] pdf, int page) {
    Shown shown = viewing.show(stored(pdf), "application/pdf", page, Zoom.NORMAL);
    assertThat(shown).isInstanceOf(Picture.class);
    return (Picture) shown;
  }

  private Shown.Text text(byte[] bytes, String type) {
    return (Shown.Text) viewing.show(stored(bytes), type, 1, Zoom.NORMAL);
  }

  private Reason reason(byte[] bytes, String type) {
    Shown shown = viewing.show(stored(bytes), type, 1, Zoom.NORMAL);
    assertThat(shown).isInstanceOf(Shown.Nothing.class);
    return ((Shown.Nothing) shown).reason();
  }
}
