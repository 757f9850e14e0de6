package gpcm.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import gpcm.node.Node;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What staff do with what has arrived: each signs in and works through the node's API. */
final class DemoWork {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Node node;
  private final Duration patience;
  private final Consumer<String> say;
  private final List<Done> done = new ArrayList<>();

  /**
   * @param say tells a line, in picocli's markup
   */
  DemoWork(Node node, Duration patience, Consumer<String> say) {
    this.node = node;
    this.patience = patience;
    this.say = say;
  }

  /**
   * Something that somebody did.
   *
   * @param who such as {@code clerk at the practice}
   * @param what in words
   */
  record Done(String who, String what) {}

  /** All that was done, in its order. */
  List<Done> done() {
    return List.copyOf(done);
  }

  /**
   * The pharmacy looks at a consultation, declines to treat the patient, and sends it on.
   *
   * @return the document that goes to the practice
   */
  UUID escalate(UUID document) throws IOException, InterruptedException {
    try (DemoPerson pharmacist = signIn(DemoPersona.PHARMACIST)) {
      String entry = entry(pharmacist, document);
      pharmacist.post(
          "/api/v1/worklist/" + entry + "/decision",
          Map.of(
              "code", "30007",
              "reason", "The rash needs an examination that a pharmacy cannot make",
              "practiceOds", "A99902",
              "practiceName", "Testford Surgery"));
      tell(pharmacist, "looked at the consultation and sent it on to the practice (30007)");
      String place = "/api/v1/worklist/" + entry;
      leaveCoded(pharmacist, place, "The practice has it now, and decides");
      finish(pharmacist, place, "passed-on");
      return UUID.fromString(
          pharmacist.get("/api/v1/worklist/" + entry).at("/escalation/document").asText());
    }
  }

  /** The pharmacy looks at a consultation and declines it, so that its sender has to act. */
  void decline(UUID document) throws IOException, InterruptedException {
    try (DemoPerson pharmacist = signIn(DemoPersona.PHARMACIST)) {
      String place = "/api/v1/worklist/" + entry(pharmacist, document);
      pharmacist.post(
          place + "/decision",
          Map.of(
              "code", "30017",
              "reason", "An ear with loss of hearing has to be looked into, which we cannot do"));
      tell(pharmacist, "looked at another one and declined it (30017)");
      leaveCoded(pharmacist, place, "Declined: nothing of it is kept here");
      finish(pharmacist, place, "sent-back");
    }
  }

  /**
   * A document on which a review was asked for.
   *
   * @param waits whether it stands in review
   */
  record Asked(String entry, boolean waits) {}

  /** The practice's clerk takes a document, and asks the clinician about an allergy in it. */
  Asked askForReview(UUID document) throws IOException, InterruptedException {
    try (DemoPerson clerk = signIn(DemoPersona.CLERK)) {
      String entry = entry(clerk, document);
      String place = "/api/v1/worklist/" + entry;
      clerk.post(place + "/take", version(clerk, place));
      clerk.post(
          place + "/review",
          Map.of(
              "instruction", "Is this allergy to be filed? The record here says otherwise.",
              "person", DemoPersona.CLINICIAN.account(node).id().toString(),
              "version", clerk.get(place).at("/work/version").asLong()));
      tell(clerk, "asked the clinician to look at an allergy, which waits for that");
      return new Asked(entry, clerk.get(place).at("/work/state").asText().equals("in-review"));
    }
  }

  /**
   * What two people see of a confidential document.
   *
   * @param masked whether the list names no title to the clerk, for whom it does not open
   * @param open whether it opens for the clinician
   */
  record Seen(String entry, boolean masked, boolean open) {}

  /** Clerk and clinician look at a confidential document. */
  Seen confidential(UUID document) throws IOException, InterruptedException {
    try (DemoPerson clerk = DemoPerson.signIn(DemoPersona.CLERK, node);
        DemoPerson clinician = DemoPerson.signIn(DemoPersona.CLINICIAN, node)) {
      String entry = entry(clinician, document);
      String page = "/worklist/" + entry;
      boolean titled = row(clerk, entry).filter(row -> row.has("title")).isPresent();
      return new Seen(entry, !titled && !clerk.opens(page), clinician.opens(page));
    }
  }

  private static Optional<JsonNode> row(DemoPerson person, String entry)
      throws IOException, InterruptedException {
    for (JsonNode row : person.get("/api/v1/worklist?limit=100").path("entries")) {
      if (row.path("id").asText().equals(entry)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private static void leaveCoded(DemoPerson person, String place, String reason)
      throws IOException, InterruptedException {
    for (JsonNode each : person.get(place + "/coded").path("entries")) {
      if (each.path("state").asText().equals("to-review")) {
        person.post(
            place + "/coded/" + each.path("n").asInt() + "/reject", Map.of("reason", reason));
      }
    }
  }

  private void finish(DemoPerson person, String place, String outcome)
      throws IOException, InterruptedException {
    person.post(
        place + "/complete",
        Map.of("outcome", outcome, "version", person.get(place).at("/work/version").asLong()));
    tell(person, "completed it");
  }

  /**
   * The practice works a document with coded entries to its end, and looks at a confidential one.
   */
  void work(UUID coded, UUID confidential) throws IOException, InterruptedException {
    try (DemoPerson clerk = signIn(DemoPersona.CLERK);
        DemoPerson clinician = signIn(DemoPersona.CLINICIAN)) {
      masked(clerk, confidential);
      String place = "/api/v1/worklist/" + entry(clerk, coded);
      clerk.post(place + "/take", version(clerk, place));
      tell(clerk, "took \"" + clerk.get(place).path("title").asText() + "\"");
      for (JsonNode each : clinician.get(place + "/coded").path("entries")) {
        if (each.path("state").asText().equals("to-review")) {
          clinician.post(place + "/coded/" + each.path("n").asInt() + "/confirm", Map.of());
          tell(
              clinician,
              "confirmed the %s \"%s\", which had waited for a person"
                  .formatted(
                      each.path("kind").asText().replace('-', ' '),
                      each.at("/code/display").asText()));
        }
      }
      finish(clerk, place, "coded-only");
    }
  }

  private void masked(DemoPerson clerk, UUID confidential)
      throws IOException, InterruptedException {
    row(clerk, entry(clerk, confidential))
        .ifPresent(
            row ->
                tell(
                    clerk,
                    "sees of the confidential report only \""
                        + row.path("subject").asText()
                        + "\""));
  }

  private static Map<String, Long> version(DemoPerson person, String place)
      throws IOException, InterruptedException {
    return Map.of("version", person.get(place).at("/work/version").asLong());
  }

  private DemoPerson signIn(DemoPersona persona) throws IOException, InterruptedException {
    DemoPerson person = DemoPerson.signIn(persona, node);
    tell(person, "signed in");
    return person;
  }

  private void tell(DemoPerson person, String what) {
    done.add(new Done(person.name(), what));
    say.accept("  @|bold %s|@ %s".formatted(person.name(), what));
  }

  /** The entry of a document in the worklist of somebody's organisation, once it is there. */
  private String entry(DemoPerson person, UUID document) throws IOException, InterruptedException {
    String id = node.outbox().find(document).orElseThrow().identifiers().documentId().orElseThrow();
    Instant begun = Instant.now();
    while (true) {
      Optional<String> found = find(person, id);
      if (found.isPresent()) {
        return found.get();
      }
      if (Duration.between(begun, Instant.now()).compareTo(patience) > 0) {
        throw new IOException(
            "%s did not find document %s in the worklist".formatted(person.name(), id));
      }
      Thread.sleep(GLANCE);
    }
  }

  private static Optional<String> find(DemoPerson person, String documentId)
      throws IOException, InterruptedException {
    for (JsonNode row : person.get("/api/v1/worklist?limit=100").path("entries")) {
      if (row.path("documentId").asText().equals(documentId)) {
        return Optional.of(row.path("id").asText());
      }
    }
    return Optional.empty();
  }
}
