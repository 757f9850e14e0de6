package gpcm.node.config;

import gpcm.consultation.OdsCode;
import gpcm.message.coded.CodedKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What organisations do with the coded entries of what they receive.
 *
 * @param codes the file of codes that staff may choose from when they change one; without it any
 *     SNOMED CT code may be written
 * @param rules the first that fits an entry holds for it; where none fits, an entry is accepted
 *     after review
 */
public record CodedSettings(Optional<Path> codes, List<Rule> rules) {
  /** Copies the list. */
  public CodedSettings {
    rules = List.copyOf(rules);
  }

  /** What is done with a coded entry. */
  public enum Handling {
    ACCEPT_AFTER_REVIEW,
    PAUSE,
    DOCUMENT_ONLY
  }

  /**
   * What one organisation does with some of them.
   *
   * @param organisation whose worklist they come to
   * @param senders from whom; empty for all
   * @param kinds which; empty for all
   */
  public record Rule(
      OdsCode organisation, Set<OdsCode> senders, Set<CodedKind> kinds, Handling handling) {
    /** Copies the sets. */
    public Rule {
      senders = Set.copyOf(senders);
      kinds = Set.copyOf(kinds);
    }
  }

  private static final ValueFormat<CodedKind> KIND =
      ValueFormat.oneOf(Arrays.stream(CodedKind.values()).filter(CodedKind::decided).toList());

  /** Everything is accepted after review, and any code may be written. */
  public static CodedSettings defaults() {
    return new CodedSettings(Optional.empty(), List.of());
  }

  static CodedSettings read(
      SectionReader section,
      List<OrganisationSettings> organisations,
      ReceivingSettings receiving) {
    Set<OdsCode> receivers = new HashSet<>();
    organisations.stream()
        .filter(OrganisationSettings::receives)
        .forEach(each -> receivers.add(each.ods()));
    CodedSettings settings =
        new CodedSettings(
            section.optionalPath("codes"),
            section.sections("rules").stream()
                .map(each -> rule(each, receivers, receiving))
                .toList());
    section.refuseUnknownKeys();
    return settings;
  }

  private static Rule rule(
      SectionReader section, Set<OdsCode> receivers, ReceivingSettings receiving) {
    Rule rule =
        new Rule(
            section.required("organisation", ValueFormat.ODS),
            Set.copyOf(section.list("senders", ValueFormat.ODS, List.of(), "all")),
            Set.copyOf(section.list("kinds", KIND, List.of(), "all")),
            section.required("handling", ValueFormat.oneOf(Handling.class)));
    if (section.has("organisation") && !receivers.contains(rule.organisation())) {
      section.problem(
          "organisation",
          "'%s'".formatted(rule.organisation().value()),
          "must be the ODS code of an organisation of this node that receives");
    }
    rule.senders().stream()
        .filter(
            sender ->
                !receiving.permittedSenders().isEmpty()
                    && !receiving.permittedSenders().contains(sender))
        .forEach(
            sender ->
                section.problem(
                    "senders",
                    "'%s'".formatted(sender.value()),
                    "must be a sender that receiving.permitted-senders lists"));
    section.refuseUnknownKeys();
    return rule;
  }
}
