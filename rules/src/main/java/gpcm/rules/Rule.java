package gpcm.rules;

import gpcm.message.ResponseCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One check, with everything a finding says about it.
 *
 * @param ids the requirements it fulfils, each in full
 * @param about the resource type or part of the message it looks at
 * @param element the element, for people
 * @param conditions what the requirement's text asks for, one by one, each by a word or two that no
 *     other condition of the rule has; each has a message that breaks only it
 * @param expected what the requirement asks for
 * @param fix how a sender mends it
 */
public record Rule(
    List<String> ids,
    Strength strength,
    ResponseCode code,
    MessagePart about,
    String element,
    List<String> conditions,
    String expected,
    String fix,
    RuleCheck check) {
  /** What every id of a Send Document requirement begins with. */
  public static final String PREFIX = "GPCM-SD-";

  /** The one condition of a rule that has no more. */
  public static final String HOLDS = "holds";

  public Rule {
    ids = List.copyOf(ids);
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty()) {
      throw new IllegalArgumentException("a rule about " + element + " asks for nothing");
    }
  }

  /** A rule of one condition. */
  public Rule(
      List<String> ids,
      Strength strength,
      ResponseCode code,
      MessagePart about,
      String element,
      String expected,
      String fix,
      RuleCheck check) {
    this(ids, strength, code, about, element, List.of(HOLDS), expected, fix, check);
  }

  /** How a finding names one of the conditions, such as {@code Composition.status value}. */
  String named(String condition) {
    return element + " " + condition;
  }

  /**
   * The requirement of the message's use case that this rule fulfils, else the one that holds for
   * all; none: it does not apply. What all three use cases ask for is asked of a message of an
   * unknown use case too, under the first id.
   */
  Optional<String> idFor(UseCaseKey useCase) {
    Optional<String> common =
        ids.stream().filter(id -> UseCaseKey.of(id) == UseCaseKey.UNKNOWN).findFirst();
    if (useCase != UseCaseKey.UNKNOWN) {
      return ids.stream().filter(id -> UseCaseKey.of(id) == useCase).findFirst().or(() -> common);
    }
    boolean all =
        Stream.of(UseCaseKey.CS, UseCaseKey.OC, UseCaseKey.GE)
            .allMatch(key -> ids.stream().anyMatch(id -> UseCaseKey.of(id) == key));
    return common.or(() -> all ? Optional.of(ids.getFirst()) : Optional.empty());
  }
}
