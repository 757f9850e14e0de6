package gpcm.cli.testbench;

import gpcm.consultation.NhsNumber;
import gpcm.mesh.MailboxAddress;
import gpcm.mesh.MeshClient;
import gpcm.message.ResponseCode;
import gpcm.testbench.Exemplar;
import gpcm.testbench.ExemplarOutcome;
import gpcm.testbench.MessageFault;
import gpcm.testbench.SyntheticSender;
import gpcm.testbench.TestPatient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
    name = "send",
    description = {
      "The synthetic sender: send exemplar messages, wait for the answers and say whether they are"
          + " the right ones",
      "Without --good, --fault or --code it sends one good Consultation Summary."
    },
    mixinStandardHelpOptions = true)
final class SendExemplarsCommand extends TestbenchCall {
  private static final String ALL = "all";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "MAILBOX",
      description = "mailbox of the receiver, or GPPROVIDER for the patient's registered practice")
  private String to;

  @Option(
      names = "--good",
      split = ",",
      paramLabel = "NAME",
      description = "a good message, or all; see gpcm testbench list")
  private List<String> good = List.of();

  @Option(
      names = "--fault",
      split = ",",
      paramLabel = "NAME",
      description = "a faulty message, or all")
  private List<String> faults = List.of();

  @Option(
      names = "--code",
      split = ",",
      paramLabel = "CODE",
      description =
          "a good message that asks the synthetic receiver for this code by its patient's given"
              + " name, or all")
  private List<String> codes = List.of();

  @Option(
      names = "--nhs-number",
      defaultValue = "9990000018",
      description = "a patient the receiver knows (default ${DEFAULT-VALUE})")
  private String nhsNumber;

  @Option(
      names = "--birth-date",
      paramLabel = "YYYY-MM-DD",
      defaultValue = "1957-01-09",
      description = "that patient's date of birth (default ${DEFAULT-VALUE})")
  private LocalDate birthDate;

  @Option(
      names = "--surname",
      defaultValue = "Testpatient",
      description = "that patient's family name (default ${DEFAULT-VALUE})")
  private String surname;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "longest wait for the answers; 0 to look once (default ${DEFAULT-VALUE})")
  private int wait;

  @Option(
      names = "--poll",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "pause between two looks into the mailbox (default ${DEFAULT-VALUE})")
  private int poll;

  @Override
  int run(MeshClient mesh) throws IOException, InterruptedException {
    List<Exemplar> chosen = chosen();
    InstantSource clock = InstantSource.system();
    Duration pause = seconds("--poll", poll, 1);
    Duration patience = seconds("--wait", wait, 0);
    String number = option("--nhs-number", () -> new NhsNumber(nhsNumber).value());
    TestPatient patient = new TestPatient(number, birthDate, surname);
    SyntheticSender sender =
        new SyntheticSender(
            mesh,
            patient,
            to.equalsIgnoreCase("GPPROVIDER")
                ? option("--surname", patient::address)
                : option("--to", () -> new MailboxAddress(to)),
            clock);
    for (Exemplar exemplar : chosen) {
      progress("sent " + sender.outcomes().size() + " of " + chosen.size());
      sender.send(exemplar);
    }
    Instant end = clock.instant().plus(patience);
    boolean complete = sender.collect();
    while (!complete && clock.instant().isBefore(end)) {
      progress(answered(sender.outcomes()) + " of " + chosen.size() + " answered");
      Thread.sleep(pause);
      complete = sender.collect();
    }
    // An answer too many would come after the last one that is due.
    sender.collect();
    progress("");
    List<ExemplarOutcome> results = sender.results();
    results.forEach(this::show);
    return summary(results, sender.others());
  }

  private static long answered(List<ExemplarOutcome> outcomes) {
    return outcomes.stream().filter(ExemplarOutcome::complete).count();
  }

  private List<Exemplar> chosen() {
    List<Exemplar> chosen = new ArrayList<>();
    add(chosen, "--good", good, List.of(Exemplar.Good.values()), Exemplar::typed);
    add(chosen, "--fault", faults, List.of(MessageFault.values()), Exemplar::typed);
    add(chosen, "--code", codes, Exemplar.asking(), SendExemplarsCommand::code);
    return chosen.isEmpty() ? List.of(Exemplar.Good.CONSULTATION_SUMMARY) : chosen;
  }

  private static String code(Exemplar exemplar) {
    return exemplar instanceof Exemplar.Asking(ResponseCode code) ? code.code() : "";
  }

  private void add(
      List<Exemplar> chosen,
      String option,
      List<String> wanted,
      List<? extends Exemplar> all,
      Function<Exemplar, String> name) {
    for (String want : wanted) {
      List<? extends Exemplar> found =
          want.equals(ALL)
              ? all
              : all.stream().filter(one -> name.apply(one).equals(want)).toList();
      if (found.isEmpty()) {
        throw new ParameterException(
            spec().commandLine(),
            option + " " + want + ": there is none of that name; see gpcm testbench list");
      }
      chosen.addAll(found);
    }
  }

  private void show(ExemplarOutcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append(outcome.asExpected() ? "@|green as expected|@  " : "@|bold,red NOT EXPECTED|@ ")
        .append(outcome.exemplar().typed())
        .append(": ")
        .append(outcome.exemplar().text());
    for (ExemplarOutcome.Answer answer : outcome.answers()) {
      text.append("%n    %-15s".formatted(answer.acknowledgement()))
          .append(printable(answer.text()));
      answer
          .diagnostics()
          .ifPresent(why -> text.append("%n      ".formatted()).append(printable(why)));
    }
    outcome
        .reports()
        .forEach(report -> text.append("%n    MESH: ".formatted()).append(printable(report)));
    if (!outcome.asExpected()) {
      text.append("%n    expected: ".formatted())
          .append(ListCommand.codes(outcome.exemplar(), ", then "));
    }
    print(text.toString(), object(outcome));
  }

  private static Map<String, Object> object(ExemplarOutcome outcome) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("exemplar", outcome.exemplar().typed());
    object.put("messageIds", outcome.messageIds());
    object.put("meshMessageIds", outcome.meshIds());
    object.put("expected", outcome.exemplar().expected().stream().map(ResponseCode::code).toList());
    object.put("answers", outcome.answers().stream().map(SendExemplarsCommand::object).toList());
    object.put("meshReports", outcome.reports());
    object.put("asExpected", outcome.asExpected());
    return object;
  }

  private static Map<String, Object> object(ExemplarOutcome.Answer answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("code", answer.code());
    object.put("acknowledgement", answer.acknowledgement());
    object.put("positive", answer.positive());
    answer.diagnostics().ifPresent(text -> object.put("diagnostics", text));
    return object;
  }

  private int summary(List<ExemplarOutcome> outcomes, int others) {
    long right = outcomes.stream().filter(ExemplarOutcome::asExpected).count();
    if (!json()) {
      print(
          Stream.of(
                  outcomes.size() + " sent",
                  right + " answered as expected",
                  (outcomes.size() - answered(outcomes)) + " not answered in full",
                  (answered(outcomes) - right) + " answered otherwise")
              .reduce((a, b) -> a + ", " + b)
              .orElseThrow(),
          Map.of());
    }
    if (others > 0) {
      spec()
          .commandLine()
          .getErr()
          .println(
              others
                  + " messages in the mailbox answer nothing that was sent now; they stay there");
    }
    return right == outcomes.size() ? 0 : 1;
  }
}
