package gpcm.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import gpcm.node.Running;
import gpcm.node.TestNetwork;
import gpcm.node.viewing.HostileFiles;
import gpcm.node.viewing.ViewingTickets;
import gpcm.node.web.HttpCaller.Answer;
import gpcm.node.web.HttpCaller.Part;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page that shows a file, and the frame in it, as a browser gets them. */
class ViewingPagesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FRAME = Pattern.compile("<iframe ([^>]*)src=\"([^\"]+)\"");
  private static final Pattern IMAGE = Pattern.compile("src=\"data:image/png;base64,([^\"]+)\"");

  @Running static TestNetwork network;
  private static HttpCaller http;
  private static HttpCaller nobody;

  @BeforeAll
  static void start() {
    http = HttpCaller.of(network.node().url(), network.served());
    nobody = new HttpCaller(network.node().url());
  }

  @AfterAll
  static void stop() {
    http.close();
    nobody.close();
  }

  @Test
  void aPdfIsAPictureInASandboxedFrame() throws Exception {
    String file = handedIn(HostileFiles.letter(5), "application/pdf", "A <b>letter</b>");
    Answer page = http.get(file + "?page=2");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains(
            "Page 2 of 5",
            "A &lt;b&gt;letter&lt;/b&gt;",
            "page=1&amp;zoom=normal",
            "page=3&amp;zoom=normal",
            "page=2&amp;zoom=large",
            "page=2&amp;zoom=small",
            "/download\"",
            "999 000 0018")
        .doesNotContain("<script", "data:image");
    assertThat(page.header("Content-Security-Policy"))
        .contains("frame-src 'self'", "default-src 'none'", "frame-ancestors 'none'");
    Matcher frame = FRAME.matcher(page.text());
    assertThat(frame.find()).isTrue();
    assertThat(frame.group(1)).isEqualTo("sandbox ");

    Answer framed = nobody.get(address(frame));
    assertThat(framed.status()).isEqualTo(200);
    Matcher image = IMAGE.matcher(framed.text());
    assertThat(image.find()).isTrue();
    byte[] png = Base64.getDecoder().decode(image.group(1));
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(800);
    assertThat(framed.text())
        .contains(
            "alt=\"Page 2 of 5 of A &lt;b>letter&lt;/b>, as a picture. The same"
                + " words are under Read as text below.\"",
            "A fictional letter, page 2, in Helvetica");
  }

  @Test
  void aFrameMayRunNothingAndFetchNothing() throws Exception {
    String frame = frame(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    Answer framed = nobody.get(frame);
    assertThat(framed.header("Content-Security-Policy"))
        .isEqualTo(
            "sandbox; default-src 'none'; img-src data:; style-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'self'");
    assertThat(framed.header("Cache-Control")).isEqualTo("no-store");
    assertThat(framed.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
    assertThat(http.get("/viewing.css").header("Cross-Origin-Resource-Policy"))
        .isEqualTo("cross-origin");
  }

  @Test
  void textIsEscapedInItsFrame() throws Exception {
    byte[] text = "<script>alert(1)</script> na\u00efve".getBytes(StandardCharsets.ISO_8859_1);
    Answer framed =
        nobody.get(frame(handedIn(text, "text/plain; charset=windows-1252", "note.txt")));
    assertThat(framed.text())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; na\u00efve")
        .doesNotContain("<script");
  }

  @Test
  void aScanSaysThatNoWordsCanBeReadFromIt() throws Exception {
    byte[] scan = HostileFiles.pictures("tiff", 2, 40, 30);
    Answer framed = nobody.get(frame(handedIn(scan, "image/tiff", "scan")));
    assertThat(framed.text())
        .contains("No words can be read from it: download the file")
        .doesNotContain("Read as text");
  }

  @Test
  void whatIsNotShownIsForDownload() throws Exception {
    String file = handedIn("<p>Hello".getBytes(StandardCharsets.US_ASCII), "text/html", "page");
    Answer page = http.get(file);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("A file of this type is not shown here.", ">Download</button>")
        .doesNotContain("<iframe");
    Answer download = taken(download(page), "reason=for+a+test");
    assertThat(download.text()).isEqualTo("<p>Hello");
    assertThat(download.header("Content-Disposition")).startsWith("attachment;");
  }

  @Test
  void aPdfIsGivenForDownloadToo() throws Exception {
    byte[] letter = HostileFiles.letter(1);
    Answer page = http.get(handedIn(letter, "application/pdf", "letter"));
    Answer download = taken(download(page), "reason=for+a+test");
    assertThat(download.bytes()).isEqualTo(letter);
    assertThat(download.header("Content-Disposition")).startsWith("attachment;");
    assertThat(download.header("Content-Security-Policy")).startsWith("sandbox;");
  }

  @Test
  void withoutItsTicketNoFrameIsShown() throws Exception {
    String frame = frame(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    refused(frame.replaceFirst("[?].*", ""));
    refused(frame.replaceFirst("ticket=.*", "ticket="));
    refused(frame.replaceFirst("ticket=.", "ticket=_-"));
  }

  @Test
  void theTicketOfAnotherFileOpensNothing() throws Exception {
    String frame = frame(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    String another = frame(handedIn(HostileFiles.letter(1), "application/pdf", "another"));
    refused(frame.replaceFirst("ticket=.*", "") + another.substring(another.indexOf("ticket=")));
  }

  @Test
  void theTicketOfAnotherPageOpensNothing() throws Exception {
    String frame = frame(handedIn(HostileFiles.letter(2), "application/pdf", "letter"));
    assertThat(nobody.get(frame).status()).isEqualTo(200);
    assertThat(nobody.get(frame.replace("zoom=normal", "zoom=large")).status()).isEqualTo(200);
    refused(frame.replace("page=1", "page=2"));
  }

  @Test
  void aTitleTurnsNoTextRound() throws Exception {
    String file = handedIn(HostileFiles.letter(1), "application/pdf", "a\u202Eftr\u2066.\u200Epdf");
    Answer page = http.get(file);
    assertThat(page.text()).contains("<bdi>aftr.pdf</bdi>", "title=\"Page 1 of 1 of aftr.pdf\"");
    for (Answer each :
        List.of(page, nobody.get(frame(file)), http.get(file.replaceFirst("/files/.*", "")))) {
      assertThat(each.text()).contains("aftr.pdf").doesNotContain("\u202E", "\u2066", "\u200E");
    }
  }

  @Test
  void anOldTicketOpensNothing() throws Exception {
    String frame = frame(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    network.advance(ViewingTickets.LASTING);
    refused(frame);
  }

  private static void refused(String frame) throws Exception {
    Answer refused = nobody.get(frame);
    assertThat(refused.status()).as(frame).isEqualTo(403);
    assertThat(refused.text()).contains("Open the document again.").doesNotContain("data:image");
    assertThat(refused.header("Content-Security-Policy")).startsWith("sandbox;");
  }

  /** A sandboxed frame sends no cookies. */
  @Test
  void aFrameNeedsItsTicketOnly() throws Exception {
    String file = handedIn(HostileFiles.letter(1), "application/pdf", "letter");
    assertThat(nobody.get(file).header("Location")).startsWith("/sign-in?to=");
    assertThat(nobody.get(frame(file)).status()).isEqualTo(200);
  }

  @Test
  void theTicketOfAnotherSessionOpensNothing() throws Exception {
    String frame = frame(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    try (HttpCaller another = HttpCaller.of(network.node().url(), network.served())) {
      assertThat(another.get(frame).status()).isEqualTo(403);
    }
    assertThat(http.get(frame).status()).isEqualTo(200);
  }

  @Test
  void whoTakesAFileOutIsAskedWhy() throws Exception {
    Answer page = http.get(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    String download = download(page);
    for (String form : List.of("", "reason=", "reason=++")) {
      Answer asked = taken(download, form);
      assertThat(asked.status()).isEqualTo(403);
      assertThat(asked.text())
          .contains("name=\"reason\"", "<form method=\"post\" action=\"" + download + "\"")
          .doesNotContain("%PDF");
    }
    assertThat(taken(download, "reason=for+a+test").status()).isEqualTo(200);
  }

  @Test
  void noAddressTakesAFileOut() throws Exception {
    Answer page = http.get(handedIn(HostileFiles.letter(1), "application/pdf", "letter"));
    String download = download(page);
    assertThat(http.get(download + "?reason=for+a+test").status()).isEqualTo(405);
    assertThat(taken(download + "?reason=for+a+test", "").status()).isEqualTo(403);
    assertThat(taken(download + "?reason=for+a+test", "reason=for+a+test").status()).isEqualTo(400);
  }

  /** What the form for taking a file out brings. */
  private static Answer taken(String download, String form) throws Exception {
    return http.post(download, HttpCaller.FORM, form.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thereIsNoPageBeyondTheLast() throws Exception {
    String file = handedIn(HostileFiles.letter(2), "application/pdf", "letter");
    assertThat(http.get(file + "?page=3").status()).isEqualTo(404);
    assertThat(http.get(file + "?page=0").status()).isEqualTo(400);
    assertThat(http.get(file + "?zoom=vast").status()).isEqualTo(400);
    assertThat(http.get(file.replaceFirst("[0-9]+$", "99")).status()).isEqualTo(404);
  }

  @Test
  void aDamagedFileIsAProblemThatSaysSo() throws Exception {
    String file = handedIn(HostileFiles.letter(3), "application/pdf", "letter");
    JsonNode files =
        http.get(file.replaceFirst("/outbox/([^/]*)/.*", "/api/v1/documents/$1"))
            .json()
            .path("files");
    for (JsonNode each : files) {
      if (!each.path("report").asBoolean()) {
        network.damage(each.path("sha256").asText());
      }
    }
    Answer page = http.get(file);
    assertThat(page.status()).isEqualTo(500);
    assertThat(page.text()).contains("The file is damaged").doesNotContain("<iframe");
  }

  private static String frame(String file) throws Exception {
    Answer page = http.get(file);
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    Matcher frame = FRAME.matcher(page.text());
    assertThat(frame.find()).as(page.text()).isTrue();
    return address(frame);
  }

  private static String address(Matcher frame) {
    return frame.group(2).replace("&amp;", "&");
  }

  private static String download(Answer page) {
    Matcher link = Pattern.compile("action=\"(/outbox/[^\"]+/download)\"").matcher(page.text());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  /** The page of an attachment that was handed in. */
  private static String handedIn(byte[] attachment, String type, String title) throws Exception {
    ObjectNode consultation =
        (ObjectNode)
            MAPPER.readTree(
                TestNetwork.exampleJson(TestNetwork.KNOWN, UUID.randomUUID().toString()));
    ((ObjectNode) consultation.at("/attachments/0")).put("title", title).put("contentType", type);
    Answer stored =
        http.postForm(
            "/api/v1/documents",
            List.of(
                Part.of(
                    "consultation", "", "application/json", MAPPER.writeValueAsBytes(consultation)),
                Part.of(
                    "attachment",
                    consultation.at("/attachments/0/file").asText(),
                    "text/plain",
                    attachment)));
    assertThat(stored.status()).as(stored.text()).isEqualTo(201);
    for (JsonNode file : http.get(stored.header("Location")).json().path("files")) {
      if (!file.path("report").asBoolean()) {
        return file.path("href").asText().replace("/api/v1/documents/", "/outbox/");
      }
    }
    throw new AssertionError("the document does not list its attachment");
  }
}
