package gpcm.node;

import static gpcm.node.TestNetwork.HUB_MAILBOX;
import static gpcm.node.TestNetwork.KNOWN;
import static gpcm.node.TestNetwork.PRACTICE_MAILBOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpcm.consultation.OdsCode;
import gpcm.exchange.DocumentState;
import gpcm.message.SendDocument;
import gpcm.node.receiving.WorklistEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A replacement that is sent back before its payload is read leaves the original as it is, at the
 * receiver.
 */
class UnreadReplacementTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String WORKFLOW = "GPFED_CONSULT_REPORT";

  @Running TestNetwork network;

  /** Rows 1 and 2: nothing of it is known. */
  @ParameterizedTest
  @EnumSource
  void whatCannotBeReadLeavesTheOriginalAsItIs(Unread fault) throws IOException {
    SuppliersMessage original = filed();
    SuppliersMessage replacement = replacementOf(original);

    send(replacement.with("</Bundle>", fault.end));

    assertThat(codes(1)).containsExactly(fault.code);
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(network.entries(replacement.documentId())).isEmpty();
    assertThat(network.alerts("void/")).isEmpty();
  }

  enum Unread {
    TOO_LARGE("20015", "</Bundle>" + " ".repeat(6 << 20)),
    UNREADABLE("10009", "</Bundel>");

    private final String code;
    private final String end;

    Unread(String code, String end) {
      this.code = code;
      this.end = end;
    }
  }

  /** Row 6: the same message twice; the first copy counts. */
  @Test
  void theSameReplacementTwiceLeavesEverythingAsTheFirstCopyLeftIt() throws IOException {
    SuppliersMessage original = filed();
    SuppliersMessage replacement = replacementOf(original);
    send(replacement);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");

    send(replacement);

    assertThat(codes(1)).containsExactly("20007");
    assertThat(entry(replacement).state()).isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(entry(original).state()).isEqualTo(WorklistEntry.State.REPLACED);
    assertThat(network.alerts("void/")).isEmpty();
  }

  /**
   * Row 7: who is no longer permitted replaces nothing, and spoils nothing. The other code of the
   * row, 20002, no node gives: a mailbox serves one organisation, and a message names no addressee.
   */
  @Test
  void aReplacementFromWhomPolicyDoesNotPermitLeavesTheOriginalAsItIs() throws IOException {
    UUID sent = network.submit(TestNetwork.document("generic.json", TestNetwork.HUB));
    await().atMost(PATIENCE).until(() -> network.state(sent) == DocumentState.COMPLETED);
    SendDocument first = network.sentMessage();
    String original = first.documentId().orElseThrow();
    String replacement = UUID.randomUUID().toString();
    String xml =
        new String(network.sentBytes(), StandardCharsets.UTF_8)
            .replace(first.messageId().orElseThrow(), UUID.randomUUID().toString())
            .replace(original, replacement)
            .replaceFirst("<section>", replaces(original) + "<section>");
    network.restartNode(
        c -> c.with(c.receiving().permitting(Set.of(new OdsCode(TestNetwork.PHARMACY)))));

    try (OtherMailbox hub = network.other(HUB_MAILBOX)) {
      hub.sends(xml.getBytes(StandardCharsets.UTF_8), PRACTICE_MAILBOX, WORKFLOW);
    }

    await()
        .atMost(PATIENCE)
        .until(() -> !network.alerts("sent-back/20012/" + HUB_MAILBOX).isEmpty());
    assertThat(network.entries(original))
        .singleElement()
        .extracting(WorklistEntry::state)
        .isEqualTo(WorklistEntry.State.TO_DO);
    assertThat(network.entries(replacement)).isEmpty();
    assertThat(network.alerts("void/")).isEmpty();
  }

  private static String replaces(String document) {
    return """
    <relatesTo><code value="replaces"/><targetIdentifier>\
    <system value="https://tools.ietf.org/html/rfc4122"/><value value="%s"/>\
    </targetIdentifier></relatesTo>\
    """
        .formatted(document);
  }

  private SuppliersMessage filed() throws IOException {
    SuppliersMessage original = SuppliersMessage.about(TestNetwork.consultation(KNOWN));
    send(original);
    assertThat(codes(2)).containsExactlyInAnyOrder("20013", "30001");
    return original;
  }

  private static SuppliersMessage replacementOf(SuppliersMessage original) throws IOException {
    return SuppliersMessage.about(
        TestNetwork.newVersion(original.encounterId(), original.documentId()));
  }

  private void send(SuppliersMessage message) {
    network.supplierSends(message.bytes(), PRACTICE_MAILBOX, WORKFLOW, "a document");
  }

  private WorklistEntry entry(SuppliersMessage message) {
    List<WorklistEntry> entries = network.entries(message.documentId());
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private List<String> codes(int count) {
    return network.supplierAwaits(count).stream()
        .map(answer -> answer.codeText().orElseThrow())
        .toList();
  }
}
