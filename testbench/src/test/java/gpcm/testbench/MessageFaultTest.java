package gpcm.testbench;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.ReadMessage;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exemplars are what they say: good ones strictly valid, faulty ones faulty in one way. */
class MessageFaultTest {
  /** What only a receiver with a policy or a memory can see; see TestbenchAgainstNodeTest. */
  private static final Set<MessageFault> NOT_IN_THE_MESSAGE =
      EnumSet.of(
          MessageFault.ATTACHMENT_NOT_APPROVED,
          MessageFault.ATTACHMENT_OF_OTHER_TYPE,
          MessageFault.REPEATED,
          MessageFault.SAME_DOCUMENT,
          MessageFault.REPLACEMENT_ATTACHMENT,
          MessageFault.REPLACES_UNKNOWN,
          MessageFault.REPLACES_VOID,
          MessageFault.TOO_LARGE);

  private final ExemplarMessages messages =
      new ExemplarMessages(
          new MailboxId("X26ABC1"),
          new TestPatient("9990000018", LocalDate.of(1957, 1, 9), "Testpatient"),
          InstantSource.system());

  private static ResponseCode strictly(WireMessage message, Tolerances tolerances)
      throws IOException {
    try {
      ReadMessage read =
          new MessageReader(ReadLimits.STANDARD, tolerances)
              .readXml(message.body().open(), AttachmentSink.inMemory(10 << 20));
      return RuleCatalogue.rules(tolerances).check(read).code();
    } catch (UnreadableMessageException e) {
      return e.code();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGoodExemplarPassesTheStrictReading(Exemplar.Good good) throws IOException {
    List<WireMessage> built = messages.of(good);
    assertThat(built).hasSize(good.messages());
    for (WireMessage message : built) {
      assertThat(strictly(message, Tolerances.NONE)).isEqualTo(ResponseCode.SUCCESS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFaultyExemplarProvokesItsCodeFromTheRules(MessageFault fault) throws IOException {
    List<WireMessage> built = messages.of(fault);
    assertThat(built).hasSize(fault.messages());
    ResponseCode code = strictly(built.getLast(), Tolerances.ALL);
    assertThat(code)
        .isEqualTo(
            NOT_IN_THE_MESSAGE.contains(fault)
                ? ResponseCode.SUCCESS
                : fault == MessageFault.REPLACEMENT_FAULTY
                    ? ResponseCode.PAYLOAD_INVALID // which its receiver answers with 20014
                    : fault.code());
  }

  /** 20001 to 20003 and 20010 to 20012 depend on who receives: no message provokes them. */
  @Test
  void everyCodeThatAMessageCanProvokeHasAFault() {
    assertThat(Arrays.stream(MessageFault.values()).map(fault -> fault.code().code()))
        .contains(
            "10001", "10002", "10003", "10004", "10005", "10007", "10008", "10009", "10010",
            "20004", "20005", "20006", "20007", "20008", "20009", "20014", "20015");
  }
}
