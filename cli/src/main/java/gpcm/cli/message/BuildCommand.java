package gpcm.cli.message;

import gpcm.cli.terminal.FileInput;
import gpcm.cli.terminal.FileOutput;
import gpcm.consultation.DeclaredAttachment;
import gpcm.consultation.Document;
import gpcm.fhir.AttachmentContent;
import gpcm.message.Attachment;
import gpcm.message.EnclosedFiles;
import gpcm.message.MailboxId;
import gpcm.message.SendDocument;
import gpcm.message.Tolerances;
import gpcm.report.DocumentReport;
import gpcm.report.ReportSettings;
import gpcm.rules.CrashedRule;
import gpcm.rules.Findings;
import gpcm.rules.Verdict;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpcm build}: a message from a consultation, without a node. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description =
        "Builds a Send Document message from a consultation (JSON, as in examples/); the report is"
            + " rendered when none is given.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the message was written",
      "2:the input cannot be read, is not complete, or makes no message that a receiver takes; the"
          + " output cannot be used, or the command was used wrongly",
      "70:it failed, such as on a full disk"
    })
public final class BuildCommand implements Callable<Integer> {
  @Option(
      names = "--use-case",
      description =
          "consultation-summary, online-consultation or generic; the input says which, and this"
              + " makes sure")
  private Optional<String> useCase = Optional.empty();

  @Mixin private FileInput input;

  @Option(
      names = "--attach",
      paramLabel = "FILE",
      description =
          "a file the consultation declares, by its name; those beside the input are found by"
              + " themselves")
  private List<Path> attach = List.of();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "a finished report (PDF) instead of a rendered one")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--mailbox", description = "the sender's MESH mailbox (${DEFAULT-VALUE})")
  private String mailbox = "TESTBENCH1";

  @Mixin private FileOutput output;

  @Mixin private MessageOutput form;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    output.check();
    InstantSource clock = InstantSource.system();
    Document document = ConsultationFile.read(input);
    if (useCase.isPresent() && !useCase.get().equals(document.useCase())) {
      throw new ParameterException(
          spec.commandLine(),
          "--use-case "
              + useCase.get()
              + ": the input says \"useCase\": \""
              + document.useCase()
              + "\"; give the one or the other");
    }
    List<Attachment> files = attachments(document);
    SendDocument message =
        SendDocument.of(
            document,
            new MailboxId(mailbox),
            new EnclosedFiles(report(document, files, clock), files),
            clock,
            UUID::randomUUID);
    check(message);
    form.write(message, output, spec.commandLine().getOut());
    return 0;
  }

  // Whatever a receiver would send back, the input says: nothing else goes into a message.
  private void check(SendDocument message) {
    Findings findings = RuleCatalogue.rules(Tolerances.NONE).check(message);
    switch (findings.verdict()) {
      case Verdict.Valid() -> {}
      case Verdict.Invalid invalid ->
          throw new IllegalArgumentException(
              "%s: a receiver would send its message back. %s"
                  .formatted(input.name(), findings.diagnostics()));
      case Verdict.Undecided(List<CrashedRule> crashed) ->
          throw new IllegalStateException(crashed.getFirst().description());
    }
  }

  private Optional<AttachmentContent> report(
      Document document, List<Attachment> files, InstantSource clock) throws IOException {
    if (report.isPresent()) {
      return Optional.of(pdf(report.get(), document));
    }
    return new DocumentReport(ReportSettings.defaults())
        .render(
            document,
            declared -> files.get(document.attachments().indexOf(declared)).content().open(),
            clock.instant())
        .map(AttachmentContent::of);
  }

  private static AttachmentContent pdf(Path file, Document document) throws IOException {
    AttachmentContent content = AttachmentContent.of(() -> MessageFile.open(file));
    SendableFile.check(
        Attachment.of("application/pdf", "Report", content),
        "--report " + file + ": is no PDF that a receiver takes",
        document.replaces().isPresent());
    return content;
  }

  private List<Attachment> attachments(Document document) throws IOException {
    Map<String, Path> given = new HashMap<>();
    attach.forEach(path -> given.put(path.getFileName().toString(), path));
    List<Attachment> attachments = new ArrayList<>();
    for (DeclaredAttachment declared : document.attachments()) {
      Path path =
          given.containsKey(declared.file())
              ? given.remove(declared.file())
              : ConsultationFile.beside(input, declared.file());
      if (!Files.isRegularFile(path)) {
        throw new ParameterException(
            spec.commandLine(),
            "the consultation declares the attachment "
                + declared.file()
                + ", and "
                + path
                + " is not there: give it with --attach");
      }
      attachments.add(
          Attachment.of(declared.contentType(), declared.title(), AttachmentContent.of(path)));
      SendableFile.check(attachments.getLast(), path.toString(), document.replaces().isPresent());
    }
    if (!given.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--attach "
              + given.keySet()
              + ": not declared in the consultation, so nothing says what it is");
    }
    return attachments;
  }
}
