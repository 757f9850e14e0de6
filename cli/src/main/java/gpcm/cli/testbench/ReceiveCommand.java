package gpcm.cli.testbench;

import gpcm.cli.terminal.UntilStopped;
import gpcm.consultation.OdsCode;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshUnavailable;
import gpcm.message.ResponseCode;
import gpcm.rules.Finding;
import gpcm.rules.NotChecked;
import gpcm.testbench.AnswerChoice;
import gpcm.testbench.Receipt;
import gpcm.testbench.SyntheticReceiver;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "receive",
    description = {
      "The synthetic receiver: check the documents that arrive in a mailbox and answer them, until"
          + " Ctrl-C",
      "A patient's given name such as IB001-20009, or IB001-20013-30002 for both codes, chooses the"
          + " answer to its message. It files nothing."
    },
    mixinStandardHelpOptions = true)
final class ReceiveCommand extends TestbenchCall {
  @Option(
      names = "--respond",
      split = ",",
      paramLabel = "CODE",
      description =
          "answer with this code whatever is found; a second, business code may follow a positive"
              + " one")
  private List<String> respond = List.of();

  @Option(names = "--once", description = "answer what waits now, and end")
  private boolean once;

  @Option(
      names = "--poll",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "pause between two looks into the mailbox (default ${DEFAULT-VALUE})")
  private int poll;

  @Option(
      names = "--max-mib",
      paramLabel = "N",
      defaultValue = "5",
      description = "largest message accepted, in MiB, 1 to 1000 (default ${DEFAULT-VALUE})")
  private int maxMib;

  @Option(
      names = "--ods",
      defaultValue = "ZZ999",
      description = "ODS code of the organisation that answers (default ${DEFAULT-VALUE})")
  private String ods;

  @Override
  int run(MeshClient mesh) throws IOException, InterruptedException {
    Duration pause = seconds("--poll", poll, 1);
    SyntheticReceiver receiver = receiver(mesh);
    Runnable stopped = UntilStopped.endingWith(0);
    try {
      return answer(receiver, mesh, pause);
    } finally {
      stopped.run();
    }
  }

  private int answer(SyntheticReceiver receiver, MeshClient mesh, Duration pause)
      throws IOException, InterruptedException {
    while (true) {
      try {
        receiver.answerWaiting(this::show);
      } catch (MeshUnavailable e) {
        if (once) {
          throw e;
        }
        spec().commandLine().getErr().println(e.getMessage() + "; trying again");
      }
      if (once) {
        return 0;
      }
      progress("waiting for messages to " + mesh.mailbox());
      Thread.sleep(pause);
    }
  }

  private SyntheticReceiver receiver(MeshClient mesh) {
    OdsCode organisation = option("--ods", () -> new OdsCode(ods));
    InstantSource clock = InstantSource.system();
    return respond.isEmpty()
        ? new SyntheticReceiver(mesh, organisation, bytes(), clock)
        : new SyntheticReceiver(mesh, organisation, choice(), bytes(), clock);
  }

  private int bytes() {
    if (maxMib < 1 || maxMib > 1000) {
      throw new ParameterException(spec().commandLine(), "--max-mib must be 1 to 1000");
    }
    return maxMib << 20;
  }

  private AnswerChoice choice() {
    return AnswerChoice.of(respond)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec().commandLine(),
                    "--respond "
                        + String.join(",", respond)
                        + ": one response code is expected, or 20013 and a business code; see"
                        + " gpcm testbench list"));
  }

  private void show(Receipt receipt) {
    progress("");
    StringBuilder text = new StringBuilder();
    text.append("@|bold ")
        .append(printable(receipt.messageId().orElse("a message whose id cannot be read")))
        .append("|@ ")
        .append(receipt.useCase().orElse(""))
        .append(" from ")
        .append(printable(receipt.from()));
    for (Finding finding : receipt.findings()) {
      text.append(
          "%n    found    %s (%s) at %s: expected %s"
              .formatted(
                  finding.requirement(),
                  finding.rejects() ? finding.code().code() : "warning",
                  printable(finding.path()),
                  finding.expected()));
    }
    NotChecked.byReason(receipt.findings().notChecked())
        .forEach(
            (reason, ids) ->
                text.append("%n    not checked %s: %s".formatted(String.join(", ", ids), reason)));
    for (ResponseCode code : receipt.answers()) {
      text.append(
          "%n    answered %s %s%s"
              .formatted(code.code(), code.display(), receipt.chosen() ? " (chosen)" : ""));
    }
    receipt.ignored().ifPresent(why -> text.append("%n    not answered: %s".formatted(why)));
    print(text.toString(), object(receipt));
  }

  private static Map<String, Object> object(Receipt receipt) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("meshMessageId", receipt.meshId());
    object.put("from", receipt.from());
    object.put("messageId", receipt.messageId().orElse(null));
    object.put("useCase", receipt.useCase().orElse(null));
    object.put("findings", receipt.findings().stream().map(ReceiveCommand::object).toList());
    object.put(
        "notChecked",
        receipt.findings().notChecked().stream().map(NotChecked::requirement).distinct().toList());
    object.put("answers", receipt.answers().stream().map(ResponseCode::code).toList());
    object.put("chosen", receipt.chosen());
    receipt.ignored().ifPresent(why -> object.put("notAnswered", why));
    return object;
  }

  /** Without what was found, which may hold patient data. */
  static Map<String, Object> object(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("requirement", finding.requirement());
    object.put("strength", finding.strength().name());
    object.put("code", finding.code().code());
    object.put("path", finding.path());
    object.put("expected", finding.expected());
    object.put("fix", finding.fix());
    object.put("tolerated", finding.tolerated());
    return object;
  }
}
