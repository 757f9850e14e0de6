package gpcm.attachments;

import static gpcm.attachments.SampleContent.DOCX;
import static gpcm.attachments.SampleContent.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.ResponseCode;
import gpcm.rules.Finding;
import gpcm.rules.Findings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a file by its bytes. */
class AttachmentChecksTest {
  private static final AttachmentChecks CHECKS = AttachmentChecks.of(AttachmentPolicy.USUAL);

  private static Findings check(String type, byte[] bytes) {
    return CHECKS.check(Attachment.of(type, "A file", AttachmentContent.of(bytes)), "the file");
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of("application/pdf", SampleContent.pdf()),
        Arguments.of("application/pdf", SampleContent.plainPdf()),
        Arguments.of("application/pdf", SampleContent.slightlyBrokenPdf()),
        Arguments.of("image/png", SampleContent.picture("png")),
        Arguments.of("image/jpeg", SampleContent.picture("jpeg")),
        Arguments.of("image/gif", SampleContent.picture("gif")),
        Arguments.of("image/tiff", SampleContent.picture("tiff")),
        Arguments.of("text/plain", text("Sore throat since Monday.\n")),
        Arguments.of("text/plain; charset=utf-8", text("Zo\u00eb: 37,5 \u00b0C")),
        Arguments.of("text/plain", new byte[] {'3', '7', (byte) 0xb0, 'C'}),
        Arguments.of("text/plain", text("<html> is what pages begin with")),
        Arguments.of("text/rtf", text("{\\rtf1 Dear colleague}")),
        Arguments.of("application/rtf", text("{\\rtf1 Dear colleague}")),
        Arguments.of("application/msword", SampleContent.ole("WordDocument", "1Table")),
        Arguments.of(DOCX, SampleContent.docx()));
  }

  @ParameterizedTest
  @MethodSource("good")
  void whatIsWhatItSaysPassesWithoutAWord(String type, byte[] bytes) {
    assertThat(check(type, bytes)).isEmpty();
  }

  static Stream<Arguments> bad() {
    byte[] html = text("<!DOCTYPE html><html><body>Results</body></html>");
    byte[] zip = SampleContent.zip(Map.of("results.txt", "37.5"));
    return Stream.of(
        Arguments.of("application/pdf", html, "text/html"),
        Arguments.of("application/pdf", zip, "application/zip"),
        Arguments.of("application/pdf", text("Results: 37.5"), "text/plain"),
        Arguments.of("application/pdf", text("<html><!-- %PDF-1.7 -->"), "text/html"),
        Arguments.of("application/pdf", SampleContent.picture("png"), "image/png"),
        Arguments.of("application/pdf", text("%PDF-1.7\nnothing that follows is one"), "opened"),
        Arguments.of("application/pdf", Arrays.copyOf(SampleContent.pdf(), 120), "cannot be read"),
        Arguments.of("application/pdf", text("%PDF-1.7" + "[".repeat(200_000)), "but"),
        Arguments.of("application/pdf", SampleContent.lockedPdf(), "password"),
        Arguments.of("image/png", html, "text/html"),
        Arguments.of("image/png", SampleContent.picture("jpeg"), "image/jpeg"),
        Arguments.of("image/png", Arrays.copyOf(SampleContent.picture("png"), 12), "PNG"),
        Arguments.of("image/jpeg", text("\u00ff\u00d8\u00ff and nothing"), "text/plain"),
        Arguments.of("image/tiff", text("II*\0 and nothing"), "TIFF"),
        Arguments.of("text/plain", SampleContent.pdf(), "application/pdf"),
        Arguments.of("text/plain", new byte[300_000], "no type"),
        Arguments.of("text/rtf", html, "text/html"),
        Arguments.of("application/msword", SampleContent.ole("Workbook"), "Word"),
        Arguments.of("application/msword", SampleContent.docx(), "newer Office"),
        Arguments.of(DOCX, zip, "ZIP"),
        Arguments.of(DOCX, html, "text/html"),
        Arguments.of(DOCX, Arrays.copyOf(SampleContent.docx(), 200), "ZIP"),
        Arguments.of(
            DOCX, SampleContent.ole("EncryptedPackage", "EncryptionInfo"), "older Office"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatIsNotWhatItSaysIsRefusedWith20005(String type, byte[] bytes, String found) {
    assertThat(check(type, bytes).rejecting())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(ResponseCode.ATTACHMENT_TYPE_UNSUPPORTED);
              assertThat(finding.requirement()).isEqualTo("GPCM-SD-CS-031");
              assertThat(finding.path()).isEqualTo("the file");
              assertThat(finding.found()).containsIgnoringCase(found);
              assertThat(finding.fix()).isNotBlank();
            });
  }

  static Stream<Arguments> withMacros() {
    return Stream.of(
        Arguments.of("application/msword", SampleContent.ole("WordDocument", "_VBA_PROJECT")),
        Arguments.of("application/msword", SampleContent.ole("Macros", "WordDocument")),
        Arguments.of(DOCX, SampleContent.docxWithMacros()),
        Arguments.of(DOCX, SampleContent.docxWithHiddenMacros()),
        Arguments.of(DOCX, SampleContent.docxWithTemplateFromElsewhere()));
  }

  static Stream<Arguments> withFiles() {
    byte[] object =
        text(
            "{\\rtf1 Dear colleague {\\object\\objemb{\\*\\objclass Package}{\\*\\objdata"
                + " 01050000020000000800000050}}}");
    return Stream.of(
        Arguments.of("text/rtf", object),
        Arguments.of("application/rtf", object),
        Arguments.of("application/x-rtf", object),
        Arguments.of("text/plain", object),
        Arguments.of(
            "text/rtf", text("{\\rtf1 " + "Dear colleague ".repeat(9_000) + "{\\objdata 01")),
        Arguments.of("text/rtf", text("{\\rtf1 {\\object\\objautlink\\objupdate{}}}")),
        Arguments.of("text/rtf", text("{\\rtf1 {\\object\\objocx}}")),
        Arguments.of("text/rtf", text("{\\rtf1 {\\*\\template https://template.example/a.dotm}}")),
        Arguments.of("text/rtf", text("{\\rtf1 {\\*\\template \\\\\\\\host\\\\a.dotm}}")),
        Arguments.of("text/rtf", text("{\\rtf1 {\\*\\template \\u104?\\u116?\\u116?p}}")),
        Arguments.of("application/msword", SampleContent.ole("WordDocument", "\u0001Ole10Native")),
        Arguments.of(DOCX, SampleContent.docxWithObject(SampleContent.ole("\u0001Ole10Native"))),
        Arguments.of(DOCX, SampleContent.docxWithObject(SampleContent.ole("Workbook", "VBA"))));
  }

  /** A file inside a document is opened by a click, past every check of attachments. */
  @ParameterizedTest
  @MethodSource("withFiles")
  void aFileInsideOfADocumentIsRefusedWith20004(String type, byte[] bytes) {
    assertThat(check(type, bytes).rejecting())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED);
              assertThat(finding.fix()).contains("Save it as PDF");
            });
  }

  static Stream<Arguments> withoutFiles() {
    return Stream.of(
        Arguments.of("text/rtf", text("{\\rtf1 how \\\\objdata is written, {\\pict\\pngblip 89}}")),
        Arguments.of("text/rtf", text("{\\rtf1 {\\*\\template C:\\\\Letters\\\\Jos\\'e9.dotm}}")),
        Arguments.of("text/plain", text("In RTF \\objdata is the data of an object")),
        Arguments.of(DOCX, SampleContent.docxWithObject(SampleContent.ole("Workbook"))));
  }

  @ParameterizedTest
  @MethodSource("withoutFiles")
  void whatOnlyLooksLikeItIsTaken(String type, byte[] bytes) {
    assertThat(check(type, bytes).rejecting()).isEmpty();
  }

  @Test
  void whoBelievesDeclaredTypesStillHasAPolicy() {
    AttachmentChecks believing = AttachmentChecks.believing(AttachmentPolicy.USUAL);
    assertThat(believing.check(attachment("application/pdf", text("no PDF")), "")).isEmpty();
    assertThat(believing.check(attachment("text/html", text("<html>")), "").valid()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("withMacros")
  void macrosAreRefusedWith20004(String type, byte[] bytes) {
    assertThat(check(type, bytes).rejecting())
        .singleElement()
        .extracting(Finding::code)
        .isEqualTo(ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED);
  }

  @Test
  void aTypeOutsideThePolicyIsRefusedWith20004WhateverTheContent() {
    assertThat(check("text/html", text("<html>")).leading())
        .get()
        .extracting(Finding::code, Finding::expected)
        .containsExactly(
            ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED,
            "one of [application/msword, application/pdf,"
                + " application/rtf, application/vnd.openxmlformats-officedocument"
                + ".wordprocessingml.document, image/gif, image/jpeg, image/png, image/tiff,"
                + " text/plain, text/rtf]");
  }

  @ParameterizedTest
  @CsvSource({
    "image/jpg, jpeg, image/jpeg",
    "image/pjpeg, jpeg, image/jpeg",
    "image/tif, tiff, image/tiff",
    "IMAGE/JPG, jpeg, image/jpeg"
  })
  void aTypeUnderAnotherNameIsTakenWithAWarning(String type, String format, String registered) {
    Findings findings = check(type, SampleContent.picture(format));
    assertThat(findings.valid()).isTrue();
    assertThat(findings.warnings())
        .singleElement()
        .extracting(Finding::fix)
        .isEqualTo("Declare " + registered);
  }

  @Test
  void anEncryptedPdfThatOpensForEverybodyIsTakenWithAWarning() {
    Findings findings = check("application/pdf", SampleContent.restrictedPdf());
    assertThat(findings.valid()).isTrue();
    assertThat(findings.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/FlateDecode, true",
    "/FlateDecode, false",
    "[/FlateDecode /LZWDecode], true",
    "[/FlateDecode /LZWDecode], false",
    "/F#6cateDecode, false"
  })
  void aPdfThatUnpacksToFarMoreThanItIsCostsNeitherMemoryNorItsReader(
      String filters, boolean withTable) {
    byte[] bytes = SampleContent.packedPdf(filters, withTable);
    AttachmentContent content = AttachmentContent.of(bytes);
    Attachment attachment = Attachment.of("application/pdf", "A file", content);
    CHECKS.check(attachment, "the file"); // classes are loaded
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(CHECKS.check(attachment, "the file").valid()).isFalse();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64L << 20);
  }

  @Test
  void typesThatOnlyThisPolicyTakesAreJudgedToo() {
    String xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    AttachmentChecks checks =
        AttachmentChecks.of(new AttachmentPolicy(Set.of(xlsx, "text/csv", "audio/mpeg", "x/own")));
    assertThat(checks.check(attachment(xlsx, SampleContent.docx()), "").valid()).isFalse();
    assertThat(checks.check(attachment("text/csv", text("a,b\n1,2")), "").valid()).isTrue();
    assertThat(checks.check(attachment("text/csv", SampleContent.pdf()), "").valid()).isFalse();
    assertThat(checks.check(attachment("audio/mpeg", text("no sound")), "").valid()).isFalse();
    assertThat(checks.check(attachment("x/own", new byte[] {0, 1, 2, 3}), "").valid()).isTrue();
  }

  private static Attachment attachment(String type, byte[] bytes) {
    return Attachment.of(type, "A file", AttachmentContent.of(bytes));
  }

  @ParameterizedTest
  @MethodSource("good")
  void theMarksAndTikaAgree(String type, byte[] bytes) throws IOException {
    String declared = MediaTypes.registered(type.replaceFirst(";.*", ""));
    if (MediaTypes.beginsAs(declared, bytes) && !declared.startsWith("text/")) {
      String found = MediaTypes.detected(new ByteArrayInputStream(bytes));
      assertThat(declared.equals("application/msword") ? "application/x-tika-msoffice" : declared)
          .isEqualTo(found);
    }
  }

  @Test
  void aLargePdfIsLookedIntoWithoutHoldingIt() {
    byte[] pdf = SampleContent.pdf();
    byte[] large = Arrays.copyOf(pdf, 6 << 20);
    assertThat(check("application/pdf", large).valid()).isTrue();
  }

  @Test
  void whatTheScannerFindsIsRefusedAndWhatItCannotSeeDoesNotPass() {
    AttachmentChecks finding = CHECKS.scanning(content -> Optional.of("Eicar-Test-Signature"));
    assertThat(finding.check(attachment("text/plain", text("x")), "the file").rejecting())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.code()).isEqualTo(ResponseCode.ATTACHMENT_TYPE_NOT_APPROVED);
              assertThat(fault.found()).contains("Eicar-Test-Signature");
            });
    AttachmentChecks away =
        CHECKS.scanning(
            content -> {
              throw new MalwareScanner.UnreachableException("clamd", "nobody there", null);
            });
    assertThatThrownBy(() -> away.check(attachment("text/plain", text("x")), "the file"))
        .isInstanceOf(MalwareScanner.UnreachableException.class);
  }
}
