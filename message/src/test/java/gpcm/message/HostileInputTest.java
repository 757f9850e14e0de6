package gpcm.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever arrives, the reader ends in a message or in one clear refusal, in bounded memory, and
 * leaves nothing behind.
 */
class HostileInputTest {
  private static final String OPEN = "<Bundle xmlns=\"http://hl7.org/fhir\">";

  private static UnreadableMessageException refused(byte[] xml) {
    return catchThrowableOfType(UnreadableMessageException.class, () -> Examples.readXml(xml));
  }

  private static UnreadableMessageException refused(String xml) {
    return refused(xml.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE Bundle [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
            + OPEN
            + "&b;</Bundle>",
        "<!DOCTYPE Bundle [<!ENTITY file SYSTEM \"file:///etc/passwd\">]>"
            + OPEN
            + "<id value=\"&file;\"/></Bundle>",
        "<!DOCTYPE Bundle SYSTEM \"http://localhost:1/x.dtd\">" + OPEN + "</Bundle>",
        OPEN + "<id value=\"&unknown;\"/></Bundle>"
      })
  void noDocumentTypeAndNoEntityIsEverRead(String xml) {
    UnreadableMessageException refusal = refused(xml);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ResponseCode.UNREADABLE);
    assertThat(refusal.getMessage()).contains("refused");
  }

  @Test
  void anAbyssOfElementsIsRefused() {
    UnreadableMessageException refusal =
        refused(OPEN + "<entry><resource><Patient>" + "<extension>".repeat(1_000_000));
    assertThat(refusal.getMessage()).contains("nested deeper");
    refusal =
        catchThrowableOfType(
            UnreadableMessageException.class,
            () ->
                Examples.readJson(
                    ("{\"resourceType\":\"Bundle\",\"entry\":" + "[".repeat(100_000))
                        .getBytes(UTF_8)));
    assertThat(refusal).isNotNull();
  }

  /** A rule finds fault with it; the reader has to get as far as that. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<gender><extension url=\"http://example.org/x\"><valueString"
            + " value=\"x\"/></extension></gender>",
        "<gender id=\"x\"/>",
        "<gender value=\"sideways\"/>"
      })
  void aSexThatSaysNothingIsRead(String gender) {
    String xml = new String(Examples.xml(Examples.summary()), UTF_8);
    String changed = xml.replaceFirst("<gender value=\"[a-z]+\"/>", gender);
    assertThat(changed).isNotEqualTo(xml);
    assertThat(Examples.readXml(changed.getBytes(UTF_8))).isInstanceOf(SendDocument.class);
  }

  @Test
  void aFloodOfElementsIsRefused() {
    UnreadableMessageException refusal = refused(OPEN + "<entry/>".repeat(500_000) + "</Bundle>");
    assertThat(refusal.getMessage()).contains("400000 elements");
  }

  @Test
  void aLongValueOutsideAnAttachmentIsTooLarge() {
    UnreadableMessageException refusal =
        refused(OPEN + "<id value=\"" + "a".repeat(3_000_000) + "\"/></Bundle>");
    assertThat(refusal.code()).isEqualTo(ResponseCode.TOO_LARGE);
    refusal = refused(OPEN + "<id value=\"&amp;" + "a".repeat(3_000_000) + "\"/></Bundle>");
    assertThat(refusal.code()).isEqualTo(ResponseCode.TOO_LARGE);
    refusal =
        catchThrowableOfType(
            UnreadableMessageException.class,
            () ->
                Examples.readJson(
                    ("{\"resourceType\":\"Bundle\",\"id\":\"" + "a".repeat(3_000_000) + "\"}")
                        .getBytes(UTF_8)));
    assertThat(refusal.code()).isEqualTo(ResponseCode.TOO_LARGE);
  }

  @Test
  void aMessageAboveTheLimitIsTooLargeAndKeepsItsIdForTheAnswer() throws IOException {
    byte[] xml = Examples.xml(Examples.summary());
    MessageReader reader =
        new MessageReader(ReadLimits.STANDARD.withTotalBytes(xml.length - 1), Tolerances.ALL);
    for (byte[] bytes : new byte[][] {xml, Arrays.copyOf(xml, xml.length * 2)}) {
      UnreadableMessageException refusal =
          catchThrowableOfType(
              UnreadableMessageException.class,
              () -> reader.readXml(new ByteArrayInputStream(bytes), AttachmentSink.discarding()));
      assertThat(refusal.code()).isEqualTo(ResponseCode.TOO_LARGE);
    }
    MessageReader small =
        new MessageReader(ReadLimits.STANDARD.withAttachmentBytes(20), Tolerances.ALL);
    UnreadableMessageException refusal =
        catchThrowableOfType(
            UnreadableMessageException.class,
            () -> small.readXml(new ByteArrayInputStream(xml), AttachmentSink.discarding()));
    assertThat(refusal.code()).isEqualTo(ResponseCode.TOO_LARGE);
    assertThat(refusal.messageId()).isEqualTo(Examples.summary().messageId());
    assertThat(refusal.senderReference()).contains(Examples.consultation().encounterId());
    assertThat(ItkResponse.to(refusal)).isNotNull();
  }

  @Test
  void aTruncatedMessageIsRefused() {
    byte[] xml = Examples.xml(Examples.summary());
    // The last byte is the line end after the root element, which may be missing.
    for (int length = 0; length < xml.length - 1; length += length < xml.length - 60 ? 7 : 1) {
      assertThat(refused(Arrays.copyOf(xml, length))).as("the first %d bytes", length).isNotNull();
    }
    byte[] json = Examples.json(Examples.summary());
    for (int length = 0; length < json.length; length += 7) {
      byte[] part = Arrays.copyOf(json, length);
      assertThatThrownBy(() -> Examples.readJson(part))
          .isInstanceOf(UnreadableMessageException.class);
    }
  }

  @Test
  void onlyUtf8IsRead() {
    String xml = new String(Examples.xml(Examples.summary()), UTF_8);
    assertThat(refused(xml.getBytes(UTF_16)).getMessage()).contains("UTF-8");
    assertThat(refused(xml.getBytes(UTF_16LE)).getMessage()).contains("UTF-8");
    String latin = xml.replace("UTF-8", "ISO-8859-1").replace("Fictional", "Fictionàl");
    assertThat(refused(latin.getBytes(ISO_8859_1)).getMessage()).contains("ISO-8859-1");
    String undeclared = latin.replace(" encoding=\"ISO-8859-1\"", "");
    assertThat(refused(undeclared.getBytes(ISO_8859_1)).getMessage()).contains("no UTF-8");
    byte[] marked = ("\uFEFF" + xml).getBytes(UTF_8);
    assertThat(Examples.readXml(marked)).isEqualTo(Examples.summary());
    String json = new String(Examples.json(Examples.summary()), UTF_8);
    assertThatThrownBy(() -> Examples.readJson(json.getBytes(UTF_16)))
        .isInstanceOf(UnreadableMessageException.class);
  }

  @Test
  void whatIsNoMessageIsUnreadable() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(Examples.xml(Examples.summary()));
    }
    for (byte[] bytes :
        new byte[][] {
          zipped.toByteArray(),
          new byte[0],
          new byte[100_000],
          "PK\u0003\u0004".getBytes(UTF_8),
          "<html><body>Bad gateway</body></html>".getBytes(UTF_8),
          "<Bundle/>".getBytes(UTF_8),
          (OPEN + "</Bundle>").getBytes(UTF_8),
          (OPEN + "<type value=\"transaction\"/></Bundle>").getBytes(UTF_8),
          (OPEN + "<type value=\"message\"/></Bundle>").getBytes(UTF_8),
          (OPEN + "<type value=\"message\"/><type value=\"document\"/></Bundle>").getBytes(UTF_8),
        }) {
      assertThat(refused(bytes).code()).isEqualTo(ResponseCode.UNREADABLE);
    }
  }

  /** Written out in full, this number has a billion digits. */
  @Test
  void aNumberThatExplodesIsAFault() {
    String xml =
        new String(Examples.xml(Examples.summary()), UTF_8)
            .replace(
                "<Practitioner>",
                "<Practitioner><extension url=\"urn:x\"><valueDecimal"
                    + " value=\"1e999999999\"/></extension>");
    ReadMessage message = Examples.readXml(xml.getBytes(UTF_8));
    assertThat(message.faults()).extracting(SourceFinding::found).contains("1e999999999");
    assertThat(Examples.xml(message)).hasSizeLessThan(xml.length());
  }

  @Test
  void aRefusedMessageLeavesNoFileBehind(@TempDir Path folder) throws IOException {
    byte[] xml = Examples.xml(Examples.summary());
    byte[] cut = Arrays.copyOf(xml, xml.length - 20);
    assertThatThrownBy(
            () ->
                new MessageReader()
                    .readXml(new ByteArrayInputStream(cut), AttachmentSink.toFolder(folder)))
        .isInstanceOf(UnreadableMessageException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    new MessageReader().readXml(new ByteArrayInputStream(xml), AttachmentSink.toFolder(folder));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void contentThatIsNoBase64IsAFaultAndNoAttachment() {
    SendDocument built = Examples.summary();
    String xml = new String(Examples.xml(built), UTF_8);
    String encoded = Base64.getEncoder().encodeToString(Examples.PDF);
    for (String bad :
        new String[] {"@@@@", encoded + "AAAA=AAA", encoded.substring(1), "=" + encoded, "A"}) {
      SendDocument message =
          (SendDocument) Examples.readXml(xml.replace(encoded, bad).getBytes(UTF_8));
      assertThat(message.faults())
          .extracting(SourceFinding::kind)
          .containsExactly(SourceFinding.Kind.INVALID_BASE64);
      assertThat(message.attachments()).hasSize(1);
    }
    String folded = encoded.replaceAll("(.{10})", "$1\n ").replaceFirst("\n", "&#13;&#10;");
    assertThat(Examples.readXml(xml.replace(encoded, folded).getBytes(UTF_8))).isEqualTo(built);
  }

  @Test
  void unknownAndWrongThingsAreFaultsThatAreNamedNotCrashes() {
    String xml = new String(Examples.xml(Examples.summary()), UTF_8);
    String broken =
        xml.replace(
                "<birthDate value=\"1957-01-09\"/>",
                "<birthDate value=\"9 January\"/><shoeSize value=\"42\"/>")
            .replace("<status value=\"final\"/>", "<status value=\"nearly\"/>")
            .replace(
                "<Practitioner>",
                "<Practitioner>stray<Nonsense xmlns=\"urn:x\"><deep/></Nonsense>");
    SendDocument message = (SendDocument) Examples.readXml(broken.getBytes(UTF_8));
    assertThat(message.faults())
        .extracting(SourceFinding::kind)
        .containsExactlyInAnyOrder(
            SourceFinding.Kind.INVALID_VALUE,
            SourceFinding.Kind.UNKNOWN_ELEMENT,
            SourceFinding.Kind.INVALID_VALUE,
            SourceFinding.Kind.STRAY_TEXT,
            SourceFinding.Kind.UNKNOWN_ELEMENT);
    assertThat(message.faults())
        .extracting(SourceFinding::path)
        .contains(
            "Bundle.entry[2].resource.entry[0].resource.status",
            "Bundle.entry[2].resource.entry[3].resource.birthDate");
    assertThat(message.patient().flatMap(PatientView::birthDate)).contains("9 January");
    assertThat(message.patient().flatMap(PatientView::bornOn)).isEmpty();
    ReadMessage throughJson = Examples.readJson(Examples.json(message));
    assertThat(throughJson.faults())
        .extracting(SourceFinding::kind)
        .containsOnly(SourceFinding.Kind.INVALID_VALUE)
        .hasSize(2);
  }

  @Test
  void mutatedMessagesAreReadOrRefusedAndNeverCrash() throws IOException {
    Random random = new Random(7);
    byte[] xml = Examples.xml(Examples.summary());
    byte[] json = Examples.json(Examples.summary());
    MessageReader reader = new MessageReader();
    int read = 0;
    for (int i = 0; i < 4_000; i++) {
      boolean asJson = i % 2 == 0;
      byte[] mutant = Mutations.mutate(asJson ? json : xml, random);
      try {
        ReadMessage message =
            asJson
                ? reader.readJson(new ByteArrayInputStream(mutant), AttachmentSink.discarding())
                : reader.readXml(new ByteArrayInputStream(mutant), AttachmentSink.discarding());
        assertThat(message.messageId()).isNotEqualTo(Optional.of(""));
        read++;
      } catch (UnreadableMessageException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(read)
        .as("some mutants are still messages, or the test says little")
        .isGreaterThan(300);
  }
}
