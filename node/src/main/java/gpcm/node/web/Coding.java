package gpcm.node.web;

import gpcm.audit.entry.Action;
import gpcm.consultation.CheckedText;
import gpcm.consultation.InvalidValueException;
import gpcm.consultation.SnomedCode;
import gpcm.message.coded.CodedConcept;
import gpcm.message.coded.CodedKind;
import gpcm.node.coded.CodeList;
import gpcm.node.coded.CodedChoice;
import gpcm.node.coded.CodedDecision;
import gpcm.node.coded.CodedDifference;
import gpcm.node.coded.CodedItem;
import gpcm.node.coded.CodedReview;
import gpcm.node.coded.ListedCode;
import gpcm.node.coded.UndecidableException;
import gpcm.node.receiving.WorklistEntry;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the API and the pages of coded entries have in common. */
final class Coding {
  private static final int LONGEST_REASON = 500;

  private final Served served;
  private final Access access;

  Coding(Served served, Access access) {
    this.served = served;
    this.access = access;
  }

  /** The document that the address names, if whoever asks may open it. */
  WorklistEntry entry(Context context) throws IOException {
    return WorklistApi.find(context, served.worklist(), access);
  }

  List<CodedItem> items(WorklistEntry entry) {
    return review().of(entry.organisation(), entry.id());
  }

  Optional<CodedDifference> difference(WorklistEntry entry) {
    return review().difference(entry.organisation(), entry.id());
  }

  CodedConcept type(WorklistEntry entry) {
    return review().type(entry.organisation(), entry.id());
  }

  private CodedReview review() {
    return served.coded().review();
  }

  CodeList codes() {
    return served.coded().codes();
  }

  List<ListedCode> find(String text, Optional<CodedKind> kind) {
    try {
      return codes().find(text, kind);
    } catch (CodeList.UnavailableException e) {
      throw unavailable(e);
    }
  }

  private static ProblemException unavailable(CodeList.UnavailableException e) {
    return new ProblemException(
        ProblemKind.NOT_CHECKABLE, e.getMessage() + "; tell whoever runs this node");
  }

  /**
   * The code that somebody chose: one of the list where there is one, else any code of SNOMED CT.
   */
  CodedConcept chosen(String system, String code, String display) {
    if (codes().isThere()) {
      try {
        return codes()
            .of(system, code)
            .map(ListedCode::concept)
            .orElseThrow(
                () ->
                    wrong(
                        "/code",
                        "must be a code of this node's list",
                        "look for it at /api/v1/codes"));
      } catch (CodeList.UnavailableException e) {
        throw unavailable(e);
      }
    }
    if (!system.equals(CodedConcept.SNOMED)) {
      throw wrong("/code/system", "must be " + CodedConcept.SNOMED, "choose a code of SNOMED CT");
    }
    try {
      CheckedText.line("Display", display);
      return new CodedConcept(system, new SnomedCode(code).value(), display.strip());
    } catch (InvalidValueException e) {
      throw wrong("/code", e.rule(), "send a SNOMED CT code and what it means");
    }
  }

  /** Why somebody changes or rejects something. */
  String reason(String given) {
    String reason = given.strip();
    try {
      CheckedText.line("Reason", reason);
    } catch (InvalidValueException e) {
      throw wrong("/reason", e.rule(), "say why in a few words");
    }
    if (reason.codePointCount(0, reason.length()) > LONGEST_REASON) {
      throw wrong("/reason", "must be 1 to 500 characters", "say why in a few words");
    }
    return reason;
  }

  void requireSome(Set<Integer> ordinals) {
    if (ordinals.isEmpty() || ordinals.size() > CodedReview.MOST_TOGETHER) {
      throw wrong(
          "/entries",
          "must be 1 to %d entries".formatted(CodedReview.MOST_TOGETHER),
          "confirm the rest afterwards");
    }
  }

  ProblemException wrong(String pointer, String detail, String remedy) {
    return new ProblemException(
        ProblemKind.INVALID_ENTRY,
        "%s: %s".formatted(pointer, detail),
        List.of(new ProblemException.FieldProblem(pointer, detail, remedy)));
  }

  /**
   * Decides in the name of whoever asks, with an entry of the audit log for each coded entry; what
   * a machine says is no person's word.
   */
  List<CodedItem> decide(
      Context context, WorklistEntry entry, Set<Integer> ordinals, CodedChoice choice) {
    Caller.Person person =
        Caller.of(context)
            .person()
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.FORBIDDEN,
                        "a person who has signed in decides on coded entries, and no machine"));
    Trail trail = Trail.of(context);
    try {
      return trail.doing(
          () -> review().decide(entry.id(), ordinals, choice, person.acting()),
          items ->
              items.stream()
                  .map(item -> Seen.decided(entry, item).apply(trail.entry(action(choice))))
                  .toList());
    } catch (UndecidableException e) {
      throw told(e);
    }
  }

  private static Action action(CodedChoice choice) {
    return switch (choice) {
      case CodedChoice.Confirm confirmed -> Action.CODED_ENTRY_CONFIRMED;
      case CodedChoice.Change changed -> Action.CODED_ENTRY_CHANGED;
      case CodedChoice.Reject rejected -> Action.CODED_ENTRY_REJECTED;
      case CodedChoice.TakeBack takenBack -> Action.CODED_ENTRY_TAKEN_BACK;
    };
  }

  private static ProblemException told(UndecidableException e) {
    String number = e.item().map(item -> "coded entry " + item.ordinal()).orElse("");
    return switch (e.why()) {
      case MISSING -> Query.missing();
      case DECIDED ->
          new ProblemException(
              ProblemKind.ALREADY_DECIDED,
              e.item()
                  .map(item -> number + " was " + item.state().text() + by(item))
                  .orElse(number + " was decided on"));
      case REPLACED ->
          undecidable("a newer version has taken this document's place: decide on its entries");
      case VOID -> undecidable("the document is void: nothing of it counts");
      case NOT_MATCHED ->
          undecidable("it is in doubt whose the document is: match the patient first");
      case NOT_KNOWN_HERE ->
          undecidable(
              "the document's sender was answered that the patient is not registered here: nothing"
                  + " of it counts");
      case NOT_TAKEN ->
          undecidable(number + " is not taken from this sender now, by this organisation's rules");
      case OPEN -> undecidable(number + " is to review: there is no decision to take back");
      case COMPLETED ->
          undecidable("the document is completed: reopen it before you take a decision back");
      case FOR_READING -> undecidable(number + " is for reading: there is nothing to decide");
      case ONE_BY_ONE ->
          new ProblemException(
              ProblemKind.ONE_BY_ONE,
              number + " is an allergy or a medication: look at it and confirm it by itself");
    };
  }

  private static String by(CodedItem item) {
    return item.decision().map(CodedDecision::name).map(name -> " by " + name).orElse("");
  }

  private static ProblemException undecidable(String why) {
    return new ProblemException(ProblemKind.NOT_DECIDABLE, why);
  }
}
