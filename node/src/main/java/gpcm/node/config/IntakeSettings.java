package gpcm.node.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How an organisation takes documents in.
 *
 * @param kind what it is to those who send to it
 * @param register where its patients are looked up, when they are in no file
 * @param doubtful what becomes of a document whose patient is doubtful
 * @param matchingDays within how many working days a person decides who a doubtful patient is
 * @param businessAnswer when the business answer of an online consultation goes
 * @param decisionDeadline how long a person may take to decide about one
 * @param attachments what its attachments may be, beyond what the whole node says
 * @param restrictedRecords who may open what is about patients whose record is restricted, beside
 *     clinicians with B1611: user names, and what providers call people
 */
public record IntakeSettings(
    Kind kind,
    Optional<RegisterSettings> register,
    Doubtful doubtful,
    int matchingDays,
    BusinessAnswer businessAnswer,
    Duration decisionDeadline,
    AttachmentLimits attachments,
    Set<String> restrictedRecords) {

  private static final ValueFormat<String> PERSON =
      ValueFormat.matching(
          "a user name, or what a provider calls a person: 1 to 255 characters without blanks",
          "a.fictional",
          "[!-~]{1,255}");

  /** Copies the names. */
  public IntakeSettings {
    restrictedRecords = Set.copyOf(restrictedRecords);
  }

  /** What becomes of a document whose patient is doubtful. */
  public enum Doubtful {
    /** It is answered by what the register says. */
    ANSWER,
    /** It waits for a person who says whose it is. */
    WAIT
  }

  /** When the business answer of an online consultation goes. */
  public enum BusinessAnswer {
    /** When it has landed in the worklist, with one of the codes 30001 to 30004. */
    LANDING,
    /** When a person has decided, with one of the codes 30001 to 30018. */
    DECISION
  }

  /** What an organisation is to those who send to it. */
  public enum Kind {
    /** A practice where patients are registered. */
    PRACTICE,
    /** Another provider, such as a pharmacy. */
    OTHER_PROVIDER;

    private BusinessAnswer usual() {
      return this == PRACTICE ? BusinessAnswer.LANDING : BusinessAnswer.DECISION;
    }
  }

  /**
   * What attachments may be.
   *
   * @param types their media types; empty for those of the whole node
   * @param largest how large one may be
   * @param most how many there may be, the document itself included
   */
  public record AttachmentLimits(
      List<String> types, Optional<ByteSize> largest, Optional<Integer> most) {
    /** What the whole node says, and no more. */
    public static final AttachmentLimits NONE =
        new AttachmentLimits(List.of(), Optional.empty(), Optional.empty());

    /** Copies the types. */
    public AttachmentLimits {
      types = List.copyOf(types);
    }

    private static AttachmentLimits read(SectionReader section) {
      return new AttachmentLimits(
          section.list(
              "attachment-types",
              ValueFormat.MEDIA_TYPE,
              List.of(),
              "those of receiving.attachment-types"),
          section.optional(
              "largest-attachment",
              ValueFormat.size(ByteSize.ofKibibytes(1), ByteSize.ofMebibytes(1024))),
          section.optional("most-attachments", ValueFormat.number(1, 1000)));
    }
  }

  /** What applies unless something else is configured. */
  public static IntakeSettings defaults() {
    return new IntakeSettings(
        Kind.PRACTICE,
        Optional.empty(),
        Doubtful.ANSWER,
        1,
        BusinessAnswer.LANDING,
        Duration.ofDays(1),
        AttachmentLimits.NONE,
        Set.of());
  }

  /** The same with another register. */
  public IntakeSettings asking(RegisterSettings other) {
    return new IntakeSettings(
        kind,
        Optional.of(other),
        doubtful,
        matchingDays,
        businessAnswer,
        decisionDeadline,
        attachments,
        restrictedRecords);
  }

  /** The same of an organisation of another kind. */
  public IntakeSettings of(Kind other) {
    return new IntakeSettings(
        other,
        register,
        doubtful,
        matchingDays,
        businessAnswer,
        decisionDeadline,
        attachments,
        restrictedRecords);
  }

  /** The same, where documents of doubtful patients wait for a person. */
  public IntakeSettings withDoubtfulWaiting() {
    return new IntakeSettings(
        kind,
        register,
        Doubtful.WAIT,
        matchingDays,
        businessAnswer,
        decisionDeadline,
        attachments,
        restrictedRecords);
  }

  /** The same, where a person decides about online consultations within a time. */
  public IntakeSettings deciding(Duration deadline) {
    return new IntakeSettings(
        kind,
        register,
        doubtful,
        matchingDays,
        BusinessAnswer.DECISION,
        deadline,
        attachments,
        restrictedRecords);
  }

  /** The same with other limits of attachments. */
  public IntakeSettings with(AttachmentLimits other) {
    return new IntakeSettings(
        kind,
        register,
        doubtful,
        matchingDays,
        businessAnswer,
        decisionDeadline,
        other,
        restrictedRecords);
  }

  /** The same, where these people may open what is about restricted records. */
  public IntakeSettings naming(Set<String> people) {
    return new IntakeSettings(
        kind,
        register,
        doubtful,
        matchingDays,
        businessAnswer,
        decisionDeadline,
        attachments,
        people);
  }

  static IntakeSettings read(SectionReader organisation) {
    Kind kind = organisation.value("kind", ValueFormat.oneOf(Kind.class), Kind.PRACTICE);
    Optional<RegisterSettings> register = RegisterSettings.read(organisation);
    if (register.isPresent() && organisation.has("patients")) {
      organisation.problem(
          "patients", "set, and register as well", "keep one of the two: a file or a register");
    }
    Set<String> named =
        Set.copyOf(organisation.list("restricted-records", PERSON, List.of(), "nobody"));
    SectionReader section = organisation.section("intake");
    IntakeSettings standard = defaults();
    IntakeSettings settings =
        new IntakeSettings(
            kind,
            register,
            section.value(
                "doubtful-patient", ValueFormat.oneOf(Doubtful.class), standard.doubtful()),
            section.value(
                "matching-working-days", ValueFormat.number(1, 30), standard.matchingDays()),
            section.value(
                "business-answer",
                ValueFormat.oneOf(BusinessAnswer.class),
                kind::usual,
                "landing for a practice, decision for another provider"),
            section.value(
                "decision-deadline",
                ValueFormat.duration(Duration.ofMinutes(1), Duration.ofDays(60)),
                standard.decisionDeadline()),
            AttachmentLimits.read(section),
            named);
    section.refuseUnknownKeys();
    return settings;
  }
}
