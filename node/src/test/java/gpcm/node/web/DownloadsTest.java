package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as a browser gets them: under which name, as what, and in which part. */
class DownloadsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[] RTF = ascii("{\\rtf1 A letter}");
  private static final byte[] NOTES = ascii("0123456789");

  @Running static TestNetwork network;
  private static HttpCaller http;

  @BeforeAll
  static void start() {
    http = HttpCaller.of(network.node().url(), network.served());
  }

  @AfterAll
  static void stop() {
    http.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "letter.hta              | letter.hta.rtf",
        "letter.html             | letter.html.rtf",
        "letter.rtf              | letter.rtf",
        "LETTER.RTF              | LETTER.rtf",
        "letter.hta. .           | letter.hta.rtf",
        "..letter                | letter.rtf",
        "a\u202Eftr.hta          | aftr.hta.rtf",
        "zero\u200Bwidth\uFEFF   | zerowidth.rtf",
        "left\u2066right\u2069   | leftright.rtf",
        "soft\u00ADhyphen        | softhyphen.rtf",
        "\u202E                  | document.rtf",
        "CON/..\\x:y             | CON_.._x_y.rtf",
      })
  void aNameEndsAsTheBytesDo(String title, String name) throws Exception {
    Answer letter = http.get(handedIn(RTF, "application/rtf", title).path("href").asText());
    assertThat(letter.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"%s\"; filename*=UTF-8''%s"
                .formatted(name, name.replace(" ", "%20")));
    assertThat(letter.header("Content-Type")).isEqualTo("application/octet-stream");
  }

  @Test
  void aPictureAndAPageAreNamedByTheirBytesToo() throws Exception {
    Answer picture = http.get(handedIn(tiff(), "image/tiff", "scan.hta").path("href").asText());
    assertThat(picture.header("Content-Disposition"))
        .startsWith("attachment; filename=\"scan.hta.tif\"");
    assertThat(picture.header("Content-Type")).isEqualTo("application/octet-stream");
    Answer page =
        http.get(handedIn(ascii("<p>Hello"), "text/html", "page.html").path("href").asText());
    assertThat(page.header("Content-Disposition"))
        .startsWith("attachment; filename=\"page.html.txt\"");
  }

  @Test
  void aLongTitleKeepsItsEnd() throws Exception {
    Answer letter =
        http.get(handedIn(RTF, "application/rtf", "x".repeat(300) + ".rtf").path("href").asText());
    assertThat(letter.header("Content-Disposition"))
        .startsWith("attachment; filename=\"" + "x".repeat(120) + ".rtf\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain; charset=windows-1252 | text/plain; charset=windows-1252",
        "text/plain;charset=utf-8         | text/plain; charset=utf-8",
        "text/plain; charset=nonsense     | text/plain",
        "text/plain                       | text/plain",
      })
  void textKeepsItsOwnCharsetOrClaimsNone(String declared, String served) throws Exception {
    byte[] text = "na\u00efve".getBytes(Charset.forName("windows-1252"));
    Answer answer = http.get(handedIn(text, declared, "note").path("href").asText());
    assertThat(answer.header("Content-Type").replace(";charset", "; charset"))
        .isEqualToIgnoringCase(served);
    assertThat(answer.bytes()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-3      | 206 | bytes 0-3/10  | 0123",
        "bytes=4-4      | 206 | bytes 4-4/10  | 4",
        "bytes=7-       | 206 | bytes 7-9/10  | 789",
        "bytes=-4       | 206 | bytes 6-9/10  | 6789",
        "bytes=-40      | 206 | bytes 0-9/10  | 0123456789",
        "bytes=5-99     | 206 | bytes 5-9/10  | 56789",
        "Bytes=0-0      | 206 | bytes 0-0/10  | 0",
        "bytes=0-1,3-4  | 200 | ''            | 0123456789",
        "bytes=4-3      | 200 | ''            | 0123456789",
        "bytes=x        | 200 | ''            | 0123456789",
        "bytes=-        | 200 | ''            | 0123456789",
        "lines=0-1      | 200 | ''            | 0123456789",
        "bytes=9999999999999999999- | 200 | '' | 0123456789",
        "bytes=10-      | 416 | bytes */10    | ''",
        "bytes=-0       | 416 | bytes */10    | ''",
      })
  void aRangeOfAFileIsServed(String range, int status, String contentRange, String bytes)
      throws Exception {
    String file = handedIn(NOTES, "text/plain", "note").path("href").asText();
    Answer answer = http.send(http.to(file).header("Range", range));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
    if (status == 416) {
      assertThat(answer.json().path("type").asText())
          .isEqualTo("urn:gpcm:problem:range-not-satisfiable");
    } else {
      assertThat(answer.text()).isEqualTo(bytes);
      assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    }
  }

  @Test
  void aRangeOfWhatHasChangedMeanwhileIsTheWholeFile() throws Exception {
    String file = handedIn(NOTES, "text/plain", "note").path("href").asText();
    String tag = http.get(file).header("ETag");
    assertThat(tag).matches("\"[0-9a-f]{64}\"");
    assertThat(http.send(http.to(file).header("Range", "bytes=0-1").header("If-Range", tag)).text())
        .isEqualTo("01");
    for (String other : List.of("\"another\"", "W/" + tag, "Sat, 28 Nov 2026 10:00:00 GMT")) {
      Answer whole =
          http.send(http.to(file).header("Range", "bytes=0-1").header("If-Range", other));
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.bytes()).isEqualTo(NOTES);
    }
  }

  @Test
  void aRangeOfALargeFileIsThatRange() throws Exception {
    byte[] large = new byte[3_000_000];
    Random random = new Random(3);
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ('a' + random.nextInt(26));
    }
    String file = handedIn(large, "text/plain", "large").path("href").asText();
    for (int[] range : new int[][] {{0, 2_999_999}, {1, 2_500_000}, {2_999_999, 2_999_999}}) {
      Answer part = http.send(http.to(file).header("Range", "bytes=" + range[0] + "-" + range[1]));
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(large, range[0], range[1] + 1));
    }
  }

  /** The report is made later, and must not push others aside. */
  @Test
  void anAddressOfAFileNamesThatFileForGood() throws Exception {
    Answer stored = handIn(consultation(), NOTES);
    String id = stored.json().path("id").asText();
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> http.get("/api/v1/documents/" + id).json().path("files").size() == 2);
    JsonNode files = http.get("/api/v1/documents/" + id).json().path("files");
    assertThat(files.at("/0/report").asBoolean()).isTrue();
    assertThat(files.at("/1/href").asText()).endsWith("/files/0");
    assertThat(http.get(files.at("/1/href").asText()).bytes()).isEqualTo(NOTES);
    assertThat(http.get(files.at("/0/href").asText()).text()).startsWith("%PDF-");
  }

  /** What somebody else named may turn the words around it; it turns itself only. */
  @Test
  void namesThatChangeTheDirectionStandAloneOnAllPages() throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.at("/patient/name")).putArray("given").add("Test\u202Egiven");
    ((ObjectNode) consultation.path("organisation")).put("name", "Hub \u202Ename");
    ((ObjectNode) consultation.path("registeredPractice")).put("name", "Practice \u202Ename");
    ((ObjectNode) consultation.at("/attachments/0")).put("title", "scan\u202Efdp.hta");
    Answer stored = handIn(consultation, NOTES);
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    String id = stored.json().path("id").asText();
    await()
        .atMost(Duration.ofMinutes(4))
        .until(
            () ->
                http.get("/api/v1/documents/" + id)
                    .json()
                    .path("state")
                    .asText()
                    .equals("completed"));
    List<String> pages =
        new ArrayList<>(
            List.of("/", "/outbox", "/outbox/" + id, "/worklist", "/alerts", "/messages"));
    pages.addAll(List.of("/messages/" + id, "/reports", "/outbox?view=all", "/outbox/follow-ups"));
    for (JsonNode entry : http.get("/api/v1/worklist?limit=1000").json().path("entries")) {
      if (entry.path("encounterId").equals(stored.json().path("encounterId"))) {
        pages.add("/worklist/" + entry.path("id").asText());
      }
    }
    assertThat(pages).hasSize(11);
    int seen = 0;
    for (String path : pages) {
      Answer answer = http.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      String page = answer.text();
      seen += (int) page.chars().filter(c -> c == '\u202E').count();
      String alone =
          Pattern.compile("<bdi(?: class=\"[^\"]*\")?>[^<]*</bdi>").matcher(page).replaceAll("");
      assertThat(alone).as(path).doesNotContain("\u202E");
    }
    assertThat(seen).isGreaterThan(5);
  }

  @Test
  void aPartThatIsEncodedIsRefusedInWords() throws Exception {
    for (String header :
        List.of(
            "Content-Transfer-Encoding: base64",
            "content-transfer-encoding: Quoted-Printable",
            "Content-Transfer-Encoding: x-uuencode",
            "Content-Encoding: gzip")) {
      Answer refused = form(header);
      assertThat(refused.status()).as(header).isEqualTo(415);
      assertThat(refused.json().path("type").asText())
          .isEqualTo("urn:gpcm:problem:unsupported-encoding");
      assertThat(refused.json().at("/errors/0/parameter").asText()).isEqualTo("attachment");
      assertThat(refused.json().path("detail").asText())
          .containsIgnoringCase(header.split(": ", 2)[1]);
      assertThat(refused.json().at("/errors/0/remedy").asText()).contains("as they are");
    }
    for (String plain : List.of("binary", "8bit", "7BIT")) {
      assertThat(form("Content-Transfer-Encoding: " + plain).status()).as(plain).isEqualTo(201);
    }
  }

  @Test
  void aWholeBodyThatIsEncodedIsRefusedInWords() throws Exception {
    Answer refused =
        http.post("/api/v1/documents", "application/json", ascii("{}"), "Content-Encoding", "gzip");
    assertThat(refused.status()).isEqualTo(415);
    assertThat(refused.json().path("detail").asText()).contains("gzip");
  }

  @Test
  void alongHeaderOfAPartIsNotCalledALongRequest() throws Exception {
    Answer refused = form("X-Long: " + "x".repeat(20_000));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("type").asText()).isEqualTo("urn:gpcm:problem:malformed-form");
    assertThat(refused.json().path("detail").asText())
        .contains("headers", "8192")
        .doesNotContain("max-request-size");
  }

  @Test
  void tooManyPartsAreNotCalledALongRequest() throws Exception {
    List<Part> parts =
        java.util.stream.IntStream.range(0, 300)
            .mapToObj(i -> Part.of("attachment", i + ".txt", "text/plain", NOTES))
            .toList();
    Answer refused = http.postForm("/api/v1/documents", parts);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("detail").asText())
        .contains("200 parts")
        .doesNotContain("max-request-size");
  }

  private static Answer form(String header) throws Exception {
    ObjectNode consultation = consultation();
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"consultation\"\r\n\r\n"
            + consultation
            + "\r\n--b\r\nContent-Disposition: form-data; name=\"attachment\"; filename=\""
            + consultation.at("/attachments/0/file").asText()
            + "\"\r\nContent-Type: text/plain\r\n"
            + header
            + "\r\n\r\nU3ludGhldGlj\r\n--b--\r\n";
    return http.post(
        "/api/v1/documents",
        "multipart/form-data; boundary=b",
        form.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] tiff() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "tiff", out))
        .isTrue();
    return out.toByteArray();
  }

  private static ObjectNode consultation() throws IOException {
    return (ObjectNode)
        MAPPER.readTree(TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()));
  }

  /** The attachment, as the document lists it. */
  private static JsonNode handedIn(byte[] attachment, String contentType, String title)
      throws Exception {
    ObjectNode consultation = consultation();
    ((ObjectNode) consultation.at("/attachments/0"))
        .put("title", title)
        .put("contentType", contentType);
    Answer stored = handIn(consultation, attachment);
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    for (JsonNode file : http.get(stored.header("Location")).json().path("files")) {
      if (!file.path("report").asBoolean()) {
        return file;
      }
    }
    throw new AssertionError("the document does not list its attachment");
  }

  private static Answer handIn(ObjectNode consultation, byte[] attachment) throws Exception {
    return http.postForm(
        "/api/v1/documents",
        List.of(
            Part.of("consultation", "", "application/json", MAPPER.writeValueAsBytes(consultation)),
            Part.of(
                "attachment",
                consultation.at("/attachments/0/file").asText(),
                "text/plain",
                attachment)));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
