package gpcm.node.config;

import gpcm.consultation.OdsCode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How people sign in.
 *
 * @param providers the OpenID providers they may choose from; none for accounts of the node's own
 *     alone
 * @param localAccounts whether accounts of the node's own sign in; without a provider they do,
 *     unless said otherwise
 * @param branches what a provider may call an organisation by: its branches' codes, each with the
 *     organisation it belongs to
 * @param refusedWords words of the place, of which no password is made up
 * @param breachedPasswords a file of hashes of passwords that are known from elsewhere
 * @param secondFactor whether a password alone leads accounts of the node's own to nothing but the
 *     pages of their own account
 */
public record SignInSettings(
    List<ProviderSettings> providers,
    boolean localAccounts,
    Map<OdsCode, OdsCode> branches,
    List<String> refusedWords,
    Optional<Path> breachedPasswords,
    SecondFactor secondFactor) {
  private static final ValueFormat<Branch> BRANCH =
      new ValueFormat<>(
          "a branch's ODS code, '=' and its organisation's",
          "A20047001 = A20047",
          Branch::parse,
          false);

  private static final ValueFormat<Boolean> LOCAL =
      new ValueFormat<>("true or false", "true", SignInSettings::flag, false);

  /** Whether accounts of the node's own need more than a password. */
  public enum SecondFactor {
    /** Who has a passkey may use it. */
    OPTIONAL,
    /** Nobody sees data without one. */
    REQUIRED
  }

  public SignInSettings {
    providers = List.copyOf(providers);
    branches = Map.copyOf(branches);
    refusedWords = List.copyOf(refusedWords);
  }

  /** Without a provider. */
  public static SignInSettings none() {
    return new SignInSettings(
        List.of(), true, Map.of(), List.of(), Optional.empty(), SecondFactor.OPTIONAL);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private record Branch(OdsCode code, OdsCode parent) {
    static Branch parse(String text) {
      String[] parts = text.split("=", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException();
      }
      return new Branch(
          ValueFormat.ODS.parser().apply(parts[0].strip()),
          ValueFormat.ODS.parser().apply(parts[1].strip()));
    }
  }

  static SignInSettings read(
      SectionReader section, List<OrganisationSettings> organisations, HttpSettings http) {
    Set<String> ids = new HashSet<>();
    Set<String> issuers = new HashSet<>();
    List<ProviderSettings> providers =
        section.sections("providers").stream().map(each -> readOne(each, ids, issuers)).toList();
    Map<OdsCode, OdsCode> branches = new LinkedHashMap<>();
    for (Branch branch : section.list("branches", BRANCH, List.of())) {
      if (organisations.stream().noneMatch(each -> each.ods().equals(branch.parent()))) {
        section.problem(
            "branches",
            "'%s = %s'".formatted(branch.code().value(), branch.parent().value()),
            "must name one of the organisations listed under organisations after the '='");
      }
      branches.put(branch.code(), branch.parent());
    }
    boolean local =
        section.value(
            "local-accounts", LOCAL, providers::isEmpty, "true without a provider, false with one");
    if (!local && providers.isEmpty()) {
      section.problem(
          "local-accounts", "false", "nobody could sign in: list a provider, or leave them on");
    }
    List<String> words = section.list("refused-words", ValueFormat.TEXT, List.of());
    Optional<Path> breached = section.optionalPath("breached-passwords");
    SecondFactor second =
        section.value(
            "second-factor",
            ValueFormat.oneOf(SecondFactor.class),
            () -> http.reachedByOthers() ? SecondFactor.REQUIRED : SecondFactor.OPTIONAL,
            "required where others than this machine reach the node, else optional");
    if (local
        && second == SecondFactor.REQUIRED
        && http.reachedByOthers()
        && http.isNamedByNumber()) {
      section.problem(
          "second-factor",
          "required",
          "nobody could sign in: browsers make no passkeys for the number in http.public-url. Give"
              + " it a name, or set this to optional");
    }
    section.refuseUnknownKeys();
    return new SignInSettings(providers, local, branches, words, breached, second);
  }

  private static ProviderSettings readOne(
      SectionReader section, Set<String> ids, Set<String> issuers) {
    ProviderSettings provider = ProviderSettings.read(section);
    if (!ids.add(provider.id()) && section.has("id")) {
      section.problem(
          "id", "'%s' again".formatted(provider.id()), "give each provider an id of its own");
    }
    // Persons are known by issuer and subject: twice the same issuer would be two ways to be one.
    if (!issuers.add(provider.issuer()) && section.has("issuer")) {
      section.problem(
          "issuer", "'%s' again".formatted(provider.issuer()), "list each provider once");
    }
    return provider;
  }
}
