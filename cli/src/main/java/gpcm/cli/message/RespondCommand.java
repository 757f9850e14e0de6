package gpcm.cli.message;

import gpcm.cli.terminal.FileInput;
import gpcm.cli.terminal.FileOutput;
import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.ItkResponse;
import gpcm.message.ItkResponseBuilder;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.ResponseCode;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm respond}: an ITK3 response to a message, for testing. */
@Command(
    name = "respond",
    mixinStandardHelpOptions = true,
    description =
        "Builds an ITK3 response with a code of your choice to a message, for testing a sender;"
            + " what cannot be read is answered as unreadable.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the response was written",
      "2:the file cannot be opened, the output cannot be used, or the command was used wrongly",
      "70:it failed, such as on a full disk"
    })
public final class RespondCommand implements Callable<Integer> {
  @Mixin private FileInput input;

  @Option(
      names = "--code",
      required = true,
      description = "the response code, such as 20013, 20009 or 30001")
  private String code = "";

  @Option(
      names = "--diagnostics",
      description = "text for issue.diagnostics; must hold no patient data")
  private String diagnostics = "";

  @Option(
      names = "--ods",
      description = "ODS code of the organisation that answers (${DEFAULT-VALUE})")
  private String ods = "ZZ999";

  @Option(
      names = "--mailbox",
      description = "MESH mailbox of the organisation that answers (${DEFAULT-VALUE})")
  private String mailbox = "TESTBENCH1";

  @Mixin private FileOutput output;

  @Mixin private MessageOutput form;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ResponseCode chosen =
        ResponseCode.of(code)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--code "
                            + code
                            + " is no response code; there are "
                            + Stream.of(ResponseCode.values())
                                .map(ResponseCode::code)
                                .collect(Collectors.joining(", "))));
    output.check();
    ItkResponseBuilder.From answer = original().code(chosen);
    ItkResponse response =
        (diagnostics.isBlank() ? answer : answer.diagnostics(diagnostics))
            .from(new OdsCode(ods), new MailboxId(mailbox))
            .build(InstantSource.system(), UUID::randomUUID);
    form.write(response, output, spec.commandLine().getOut());
    return 0;
  }

  private ItkResponseBuilder.Code original() throws IOException {
    MessageFile file = MessageFile.one(input.name(), System.in);
    try {
      return ItkResponse.to(
          file.read(
              new MessageReader(ReadLimits.STANDARD, Tolerances.ALL), AttachmentSink.discarding()));
    } catch (UnreadableMessageException e) {
      return ItkResponse.to(e);
    }
  }
}
