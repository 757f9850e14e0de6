package gpcm.node;

import static gpcm.node.TestNetwork.PRACTICE;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static gpcm.node.TestNetwork.SUPPLIER;
import static gpcm.node.TestNetwork.SUPPLIER_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.Document;
import gpcm.consultation.json.DocumentJson;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.MessageWriter;
import gpcm.message.SendDocument;
import gpcm.message.coded.CodedKind;
import gpcm.node.coded.CodedChoice;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.ConfirmedEntries;
import gpcm.node.people.Acting;
import gpcm.node.people.Person;
import gpcm.node.people.Role;
import gpcm.node.receiving.WorklistEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** GPCM-SD-024: when a document becomes void, nothing coded in it counts, and people are told. */
class VoidCodedEntriesTest {
  @Running TestNetwork network;

  private static Document document(String more) throws IOException {
    String json =
        new String(
            DocumentJson.write(TestNetwork.document("generic-coded.json", SUPPLIER)),
            StandardCharsets.UTF_8);
    return DocumentJson.read(
        json.replaceFirst("\"version\"\\s*:\\s*1", more).getBytes(StandardCharsets.UTF_8));
  }

  private static SendDocument message(Document document) throws IOException {
    return SendDocument.of(
        document,
        new MailboxId(SUPPLIER_MAILBOX),
        EnclosedFiles.withoutReport(
            List.of(
                Attachment.of(
                    "application/rtf",
                    "Walk-in clinic letter",
                    AttachmentContent.of(
                        Files.readAllBytes(TestNetwork.example("generic-letter.rtf")))))),
        InstantSource.system(),
        UUID::randomUUID);
  }

  private static String xml(SendDocument message) throws IOException {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    new MessageWriter().writeXml(message, xml);
    return xml.toString(StandardCharsets.UTF_8);
  }

  private void send(String xml) {
    network.supplierSends(
        xml.getBytes(StandardCharsets.UTF_8), PRACTICE_MAILBOX, "GPFED_CONSULT_REPORT", "A letter");
  }

  private Acting clinician() {
    Person person =
        network
            .served()
            .directory()
            .people()
            .known("https://provider.example", "golf", "Golf Fictional", Optional.empty());
    return new Acting(
        person.id(),
        "Golf Fictional",
        PRACTICE,
        Set.of(Role.CLINICIAN),
        Set.of(),
        Set.of(),
        UUID.randomUUID(),
        network.clock().instant(),
        Optional.empty(),
        Optional.empty(),
        false,
        false);
  }

  @Test
  void whoConfirmedAnEntryOfItIsNamedAndTheEntryCountsNoMore() throws IOException {
    SendDocument first = message(document("\"version\": 1"));
    send(xml(first));
    String id = first.documentId().orElseThrow();
    await().atMost(Duration.ofMinutes(4)).until(() -> network.entries(id).size() == 1);
    UUID entry = network.entries(id).getFirst().id();
    int allergy =
        network.served().coded().review().of(PRACTICE, entry).stream()
            .filter(item -> item.kind() == CodedKind.ALLERGY)
            .findFirst()
            .orElseThrow()
            .ordinal();
    network
        .served()
        .coded()
        .review()
        .decide(entry, List.of(allergy), new CodedChoice.Confirm(), clinician());
    ConfirmedEntries confirmed = network.served().coded().confirmed();
    assertThat(confirmed.of(PRACTICE, entry))
        .extracting(CodedItem::kind)
        .containsExactly(CodedKind.ALLERGY);

    send(
        xml(message(document("\"version\": 2, \"replaces\": \"" + id + "\"")))
            .replace("<confidentiality value=\"N\"/>", "<confidentiality value=\"U\"/>"));

    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.entries(id).getFirst().state() == WorklistEntry.State.VOID);
    assertThat(network.entries(id).getFirst().warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains("Coded entries of it had been confirmed: 1, by Golf Fictional"));
    assertThat(confirmed.of(PRACTICE, entry)).isEmpty();
  }

  /** They have not opened it here: what they confirmed is all that names them. */
  @Test
  void whoConfirmedAnEntryOfItIsToldThatItIsVoid() throws IOException {
    SendDocument first = message(document("\"version\": 1"));
    send(xml(first));
    String id = first.documentId().orElseThrow();
    await().atMost(Duration.ofMinutes(4)).until(() -> network.entries(id).size() == 1);
    UUID entry = network.entries(id).getFirst().id();
    Acting clinician = clinician();
    network
        .served()
        .coded()
        .review()
        .decide(entry, List.of(1), new CodedChoice.Confirm(), clinician);

    send(
        xml(message(document("\"version\": 2, \"replaces\": \"" + id + "\"")))
            .replace("<confidentiality value=\"N\"/>", "<confidentiality value=\"U\"/>"));

    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> network.entries(id).getFirst().state() == WorklistEntry.State.VOID);
    assertThat(
            network.one(
                "select count(*) from work_told where entry = '%s' and person = '%s' and newer is null and seen_at is null"
                    .formatted(entry, clinician.person())))
        .isEqualTo("1");
    assertThat(
            network.one(
                "select count(*) from work_event where entry = '%s' and words = 'told Golf Fictional that it is void'"
                    .formatted(entry)))
        .isEqualTo("1");
  }
}
