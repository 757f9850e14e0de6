package gpcm.mesh.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The journal of an earlier version stays readable, and what is written stays what it was. */
class ChangeCodecTest {
  private static final StoredMessage MESSAGE =
      new StoredMessage(
          "20261121093015000001_A1",
          false,
          new Parties("HUB", "PRACTICE"),
          new MessageLabels("GPFED_CONSULT_REPORT", "A99901", "a subject", "m.xml", "partner"),
          new BodyForm("application/xml", "gzip", "abc", true, false, 2),
          1_000,
          new MessageState(MessageStatus.ERROR, 2_000, "EPL-151", "SEND", "No patient"),
          "LINKED");
  private static final String JOURNAL =
      """
      {"message":{"id":"20261121093015000001_A1","report":false,"sender":"HUB","recipient":"PRACTICE",\
      "workflowId":"GPFED_CONSULT_REPORT","localId":"A99901","subject":"a subject","fileName":"m.xml",\
      "partnerId":"partner","contentType":"application/xml","contentEncoding":"gzip","checksum":"abc",\
      "compressed":true,"encrypted":false,"totalChunks":2,"sentAt":1000,"status":"ERROR","statusAt":2000,\
      "statusCode":"EPL-151","statusEvent":"SEND","statusDescription":"No patient",\
      "linkedMessageId":"LINKED"}}\
      """;

  @Test
  void the_values_of_a_message_lie_side_by_side() throws Exception {
    Change created = new Change.Created(MESSAGE);
    byte[] before = JOURNAL.getBytes(StandardCharsets.UTF_8);
    assertThat(ChangeCodec.read(ChangeCodec.type(created), before)).isEqualTo(created);
    assertThat(new String(ChangeCodec.write(created), StandardCharsets.UTF_8)).isEqualTo(JOURNAL);
  }

  @Test
  void what_an_earlier_version_did_not_know_of_is_empty() throws Exception {
    byte[] old =
        "{\"message\":{\"id\":\"M1\",\"sender\":\"HUB\",\"status\":\"ACCEPTED\"},\"sequence\":7}"
            .getBytes(StandardCharsets.UTF_8);
    Change.Snapshot read =
        (Change.Snapshot) ChangeCodec.read(ChangeCodec.type(new Change.Snapshot(MESSAGE, 7)), old);
    assertThat(read.sequence()).isEqualTo(7);
    assertThat(read.message().parties().sender()).isEqualTo("HUB");
    assertThat(read.message().body().totalChunks()).isZero();
    assertThat(read.message().status()).isEqualTo(MessageStatus.ACCEPTED);
  }
}
