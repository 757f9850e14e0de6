package gpcm.cli.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshBody;
import gpcm.mesh.MeshClient;
import gpcm.mesh.OutgoingMessage;
import gpcm.mesh.testing.MeshServerExtension;
import gpcm.message.ResponseCode;
import gpcm.testbench.Exemplar;
import gpcm.testbench.MessageFault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** Sender and receiver against each other over a real MESH server, as a person types them. */
class TestbenchTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @RegisterExtension static final MeshServerExtension MESH = MeshServerExtension.sandbox();

  /** What one command printed. */
  record Ran(int code, String out, String err) {
    List<JsonNode> lines() throws Exception {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : out.lines().toList()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new TestbenchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .execute(arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private static String[] at(String mailbox, String command, String... more) {
    return Stream.concat(
            Stream.of(
                command, "--url=" + MESH.server().url(), "--mailbox=" + mailbox, "--timeout=60"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** A receiver that polls while something else runs, then ends as with Ctrl-C. */
  private static <T> T withReceiver(Callable<T> work, String... more) throws Exception {
    FutureTask<Ran> receiver =
        new FutureTask<>(
            () ->
                run(
                    at(
                        "X26ABC2",
                        "receive",
                        Stream.concat(Stream.of("--poll=1"), Stream.of(more))
                            .toArray(String[]::new))));
    Thread thread = Thread.ofVirtual().start(receiver);
    try {
      return work.call();
    } finally {
      thread.interrupt();
      receiver.get();
    }
  }

  private static Ran send(String... more) {
    return run(
        at(
            "X26ABC1",
            "send",
            Stream.concat(Stream.of("--to=X26ABC2", "--poll=1"), Stream.of(more))
                .toArray(String[]::new)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.isObject() ? one.path("code").asText() : one.asText()));
    return texts;
  }

  @Test
  void everyCodeIsProvokedSentReceivedAndShown() throws Exception {
    Ran sent = withReceiver(() -> send("--code=all", "--json"));
    assertThat(sent.code()).as(sent.err()).isZero();
    List<JsonNode> lines = sent.lines();
    assertThat(lines).hasSameSizeAs(ResponseCode.values());
    for (ResponseCode code : ResponseCode.values()) {
      JsonNode line =
          lines.stream()
              .filter(one -> one.path("exemplar").asText().equals("IB001-" + code.code()))
              .findFirst()
              .orElseThrow();
      assertThat(line.path("asExpected").asBoolean()).as("%s", line).isTrue();
      assertThat(line.path("answers"))
          .as("%s", line)
          .anySatisfy(
              answer -> {
                assertThat(answer.path("code").asText()).isEqualTo(code.code());
                assertThat(answer.path("acknowledgement").asText())
                    .isEqualToIgnoringCase(code.kind().name());
                assertThat(answer.path("positive").asBoolean()).isEqualTo(code.positive());
              });
    }
  }

  @Test
  void theReceiverFindsEveryFaultByItself() throws Exception {
    Ran sent = withReceiver(() -> send("--fault=all", "--json"));
    assertThat(sent.lines())
        .hasSameSizeAs(MessageFault.values())
        .allSatisfy(
            line ->
                assertThat(texts(line.path("answers"))).isEqualTo(texts(line.path("expected"))));
    assertThat(sent.code()).as(sent.err()).isZero();
  }

  @Test
  void everyGoodMessageIsAccepted() throws Exception {
    Ran sent = withReceiver(() -> send("--good=all", "--json"));
    assertThat(sent.lines())
        .hasSameSizeAs(Exemplar.Good.values())
        .allSatisfy(line -> assertThat(line.path("asExpected").asBoolean()).isTrue());
    assertThat(sent.code()).as(sent.err()).isZero();
  }

  @Test
  void theReceiversUserChoosesTheAnswers() throws Exception {
    Ran sent = withReceiver(() -> send("--json"), "--respond=20013,30003");
    assertThat(sent.code()).as("not what a good message is to get").isEqualTo(1);
    assertThat(texts(sent.lines().getFirst().path("answers"))).containsExactly("20013", "30003");
  }

  @Test
  void anAnswerIsShownToPeopleWithItsMeaningAndReason() throws Exception {
    Ran sent = withReceiver(() -> send("--fault=patient-without-birth-date"));
    assertThat(sent.out())
        .contains("as expected", "infrastructure", "20009 Payload validation failure")
        .contains("GPCM-SD-", "1 sent, 1 answered as expected");
  }

  @Test
  void aMissingAnswerIsTold() {
    Ran sent = send("--wait=0");
    assertThat(sent.code()).isEqualTo(1);
    assertThat(sent.out())
        .contains("NOT EXPECTED", "expected: 20013, then 30001", "1 not answered");
  }

  @Test
  void theReceiverSaysWhatItFoundAndAnswered() throws Exception {
    send("--fault=sender-missing", "--wait=0");
    Ran received = run(at("X26ABC2", "receive", "--once", "--json"));
    assertThat(received.code()).isZero();
    JsonNode line = received.lines().getFirst();
    assertThat(texts(line.path("answers"))).containsExactly("20006");
    assertThat(line.path("chosen").asBoolean()).isFalse();
    assertThat(line.path("findings").path(0).path("requirement").asText())
        .isEqualTo("GPCM-SD-CS-049");
    assertThat(received.out()).doesNotContain("9990000018", "Testpatient");
  }

  @Test
  void othersMessagesStayInTheMailbox() {
    try (MeshClient stranger = MESH.client("X26ABC3").build()) {
      stranger.send(
          OutgoingMessage.to(
                  new MailboxAddress("X26ABC1"),
                  "GPFED_CONSULT_REPORT_ACK",
                  MeshBody.of("no response".getBytes(StandardCharsets.UTF_8)))
              .build());
    }
    Ran sent = send("--wait=0");
    assertThat(sent.err()).contains("1 messages in the mailbox answer nothing");
    try (MeshClient mailbox = MESH.client("X26ABC1").build()) {
      assertThat(mailbox.count()).isEqualTo(1);
    }
  }

  @Test
  void theListNamesEveryExemplar() throws Exception {
    JsonNode list = JSON.readTree(run("list", "--json").out());
    assertThat(list)
        .hasSize(
            Exemplar.Good.values().length
                + MessageFault.values().length
                + ResponseCode.values().length);
    assertThat(run("list").out()).contains("bus-ack-requested-false", "10008", "IB001-30018");
  }

  @Test
  void wrongUseIsToldBeforeAnythingIsSent() {
    assertThat(send("--fault=nonsense").code()).isEqualTo(2);
    assertThat(send("--code=10006").err()).contains("gpcm testbench list");
    assertThat(run(at("X26ABC2", "receive", "--respond=99999")).code()).isEqualTo(2);
    assertThat(run("send", "--to=X26ABC2", "--url=http://127.0.0.1:1", "--timeout=5").code())
        .isEqualTo(3);
    assertThat(run().code()).isEqualTo(2);
  }

  @Test
  void anOptionThatCannotBeUsedIsNamed() {
    assertThat(send("--nhs-number=9990000019").err()).contains("--nhs-number: ");
    assertThat(run(at("X26ABC1", "send", "--to=X26ABC2", "--poll=0")).err())
        .contains("--poll must be 1 to 86400 seconds");
    assertThat(send("--wait=-1").err()).contains("--wait must be 0 to 86400 seconds");
    assertThat(send("--wait=-1").code()).isEqualTo(2);
    Ran answer = run(at("X26ABC2", "receive", "--ods=?"));
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("--ods: ");
    Ran unknown = run("send", "--to=X26ABC2", "--url=http://127.0.0.1:1", "--ca=nowhere.pem");
    assertThat(unknown.code()).as(unknown.err()).isEqualTo(6);
  }
}
