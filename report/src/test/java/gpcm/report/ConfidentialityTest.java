package gpcm.report;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.consultation.Address;
import gpcm.consultation.Consultation;
import gpcm.consultation.OdsCode;
import gpcm.consultation.Organisation;
import gpcm.consultation.PersonName;
import gpcm.consultation.Practitioner;
import gpcm.consultation.SdsUserId;
import gpcm.consultation.Section;
import gpcm.consultation.SectionItem;
import gpcm.consultation.Telephone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;

/**
 * GPCM-SD-CS-008 to -010, to the letter: confidential content is not shown, and not in the file at
 * all.
 */
class ConfidentialityTest {
  private static final Practitioner OTHER_CLINICIAN =
      new Practitioner(
          new SdsUserId("555000000099"),
          new PersonName("Secretname", List.of("Delta"), Optional.of("Dr")),
          "Secretrole",
          Optional.of(new Telephone("01632960999")));
  private static final Organisation OTHER_ORGANISATION =
      new Organisation(
          new OdsCode("A99955"),
          "Secretorganisation 王",
          Optional.of(new Telephone("01632960888")),
          Optional.of("secret@elsewhere.example"),
          Optional.of("Secretbranch"),
          Optional.of(Samples.tenLines()));

  @Test
  void aConfidentialConsultationShowsOnlyWhatIsAllowed() {
    String text = Samples.text(Samples.pdf(Samples.confidential(Samples.example())));
    assertThat(text)
        .contains(
            "The details of this consultation have been set as confidential",
            "Summary Reason:",
            "TESTPATIENT, Alpha Example (Ms)",
            "999 000 0018",
            "Consultation Date: 20-Nov-2026 18:35",
            "Receiving GP Practice: Testford Surgery")
        .doesNotContain(
            "Clinician",
            "Branch Location",
            "Organisation:",
            "Email",
            "Consulting Organisation",
            "Follow-up")
        .doesNotContain(
            "FICTIONAL",
            "Sampleton Evening Hub",
            "01632 960100",
            "throat",
            "History",
            "Pharyngitis",
            "Review");
  }

  /** The count stays true; what is linked does not travel, and the report says so. */
  @Test
  void theReportSaysThatDocumentsAreWithheldAndHowManyThereAre() throws IOException {
    Consultation confidential = Samples.confidential(Samples.example());
    assertThat(confidential.attachments()).hasSize(1);

    assertThat(rendered(ReportSettings.defaults(), confidential))
        .contains("Number of related documents: 1")
        .contains("Documents that are linked to this consultation are withheld");
    assertThat(rendered(ReportSettings.defaults().disclosing(), confidential))
        .contains("Number of related documents: 1")
        .doesNotContain("withheld");
    assertThat(rendered(ReportSettings.defaults(), Samples.example())).doesNotContain("withheld");
  }

  private static String rendered(ReportSettings settings, Consultation consultation)
      throws IOException {
    return Samples.text(
            new DocumentReport(settings)
                .render(consultation, file -> InputStream.nullInputStream(), Samples.NOW)
                .orElseThrow())
        .replaceAll("\\s+", " ");
  }

  /** The organisation's name and its town, not its whole address. */
  @Test
  void anOpenReportNamesTheOrganisationByNameAndTown() {
    Organisation organisation =
        new Organisation(
            new OdsCode("A99955"),
            "Sampleton Evening Hub",
            Optional.of(new Telephone("01632960888")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new Address(
                    List.of("9 Unseen Lane"),
                    Optional.of("Sampleton"),
                    Optional.of("Unseenshire"),
                    Optional.empty(),
                    Optional.empty())));

    String text =
        Samples.text(
            Samples.pdf(
                Samples.encounter(
                    Samples.example(), Samples.example().practitioner(), organisation)));

    assertThat(text)
        .contains("Organisation: Sampleton Evening Hub, Sampleton")
        .doesNotContain("Unseen");
  }

  @Test
  void twoConfidentialConsultationsThatDifferOnlyInWhatIsHiddenAreTheSameFile() {
    Consultation one = Samples.confidential(Samples.example());
    Consultation other =
        Samples.copy(
            one,
            true,
            one.patient(),
            OTHER_CLINICIAN,
            OTHER_ORGANISATION,
            List.of(new Section("Secrettitle", List.of(Samples.text("Secrettext 王", false)))),
            List.of(Samples.text("Secretaction", false)));

    assertThat(Samples.pdf(other)).isEqualTo(Samples.pdf(one));
  }

  @Test
  void eachConfidentialItemIsReplacedOnItsOwn() {
    Consultation consultation =
        Samples.notes(
            new Section(
                "Mixed",
                List.of(
                    Samples.text("Openly said", false),
                    Samples.text("Secrettext", true),
                    Samples.code("Secretterm", true),
                    Samples.value("Secretvalue", "77.7", true),
                    Samples.table(List.of("Secretcolumn"), 2, true),
                    Samples.code("Openly coded", false))));

    String text = Samples.text(Samples.pdf(consultation));

    assertThat(text.split("Confidential item", -1))
        .as("one warning for each of the four")
        .hasSize(5);
    assertThat(text)
        .containsSubsequence("Mixed:", "Openly said", "Confidential item", "Openly coded")
        .doesNotContain("Secret", "77.7", "r0c0");
  }

  @Test
  void confidentialItemsThatDifferLeaveTheSameFile() {
    assertThat(Samples.pdf(withConfidential(Samples.text("王 one thing", true))))
        .isEqualTo(Samples.pdf(withConfidential(Samples.code("Quite another", true))));
  }

  @Test
  void confidentialFollowUpActionsAreReplacedToo() {
    Consultation c = Samples.example();
    String text =
        Samples.text(
            Samples.pdf(
                Samples.copy(
                    c,
                    false,
                    c.patient(),
                    c.practitioner(),
                    c.organisation(),
                    c.sections(),
                    List.of(Samples.text("Secretaction", true)))));
    assertThat(text)
        .contains("Follow-up Actions: Confidential item")
        .doesNotContain("Secretaction");
  }

  @Test
  void noConfidentialWordStandsAnywhereInTheDecompressedFile() throws IOException {
    Consultation hidden =
        Samples.confidential(
            Samples.encounter(Samples.example(), OTHER_CLINICIAN, OTHER_ORGANISATION));
    assertThat(decompressed(Samples.pdf(hidden)))
        .contains("Consultation Report")
        .doesNotContainIgnoringCase("secret")
        .doesNotContainIgnoringCase("pharyngitis");
    assertThat(decompressed(Samples.pdf(withConfidential(Samples.text("Secrettext", true)))))
        .doesNotContainIgnoringCase("secret");
  }

  /** The metadata of an open report tells nothing about the patient either. */
  @Test
  void theMetadataNameNobody() throws IOException {
    try (PDDocument document = Loader.loadPDF(Samples.pdf(Samples.example()))) {
      String xmp =
          new String(
              document.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
      assertThat(xmp + document.getDocumentInformation().getCOSObject())
          .contains("Consultation Report")
          .doesNotContainIgnoringCase("testpatient")
          .doesNotContain("999000", "1957");
      assertThat(document.getDocumentInformation().getMetadataKeys())
          .containsExactlyInAnyOrder("Title", "Producer", "CreationDate");
    }
  }

  private static Consultation withConfidential(SectionItem item) {
    return Samples.notes(new Section("Mixed", List.of(Samples.text("Openly said", false), item)));
  }

  /**
   * Everything in the file: objects as written, streams unpacked, and the text that the glyphs
   * stand for.
   */
  private static String decompressed(byte[] pdf) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(pdf);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (COSObjectKey key : document.getDocument().getXrefTable().keySet()) {
        COSBase object = document.getDocument().getObjectFromPool(key).getObject();
        if (object instanceof COSStream stream) {
          try (InputStream content = stream.createInputStream()) {
            content.transferTo(all);
          }
        }
        all.write(String.valueOf(object).getBytes(StandardCharsets.UTF_8));
      }
    }
    String bytes = all.toString(StandardCharsets.ISO_8859_1);
    return bytes + bytes.replace("\0", "") + Samples.text(pdf);
  }
}
