package gpcm.rules.structure;

import gpcm.rules.Element;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.dstu3.model.Extension;

/** What an extension's definition asks, found by its url and nothing near it. */
final class Extensions {
  private static final List<String> PREFIXES =
      List.of("extension-", "careconnect-", "gpc-", "gpconnect-", "itk-");
  private static final List<String> PUBLISHERS =
      List.of(
          "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-",
          "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-");

  /** What a definition says that may stand on any element. */
  private static final List<String> EVERYWHERE = List.of("*", "Element", "Resource");

  private static final Pattern VERSION = Pattern.compile("[-|][0-9.]*$");

  private final Facts facts;
  private final Faults faults;

  Extensions(Facts facts, Faults faults) {
    this.facts = facts;
    this.faults = faults;
  }

  /**
   * @param owner the element it stands on, such as {@code Patient.identifier}
   * @param asked what the profiles of its owner ask of extensions there
   */
  List<Layer> layers(Extension extension, Element at, String owner, List<Layer> asked) {
    String url = extension.getUrl();
    if (url == null) {
      return List.of();
    }
    Optional<Profile> definition = facts.extension(url);
    if (definition.isPresent()) {
      Profile known = definition.get();
      place(known, at, owner);
      return List.of(known.asked());
    }
    if (at.owner().value() instanceof Extension) {
      part(url, at, asked);
    } else {
      near(url, at);
    }
    return List.of();
  }

  private void place(Profile known, Element at, String owner) {
    Set<String> fitting = known.contexts();
    boolean fits =
        fitting.isEmpty()
            || fitting.contains(owner)
            || fitting.contains(at.owner().type())
            || EVERYWHERE.stream().anyMatch(fitting::contains);
    if (!fits) {
      faults.must(
          known.asked(),
          at.path(),
          "this extension of another element",
          "the extension " + known.name() + " only on " + String.join(", ", known.contexts()),
          "Move the extension to the element it belongs to");
    }
  }

  /** The parts of an extension are named by its definition, and no other may stand there. */
  private void part(String url, Element at, List<Layer> asked) {
    for (Layer layer : asked) {
      List<ElementFacts> parts = layer.facts().slices();
      if (!parts.isEmpty() && !among(parts, url)) {
        faults.must(
            layer,
            at.path() + ".url",
            url,
            "one of " + String.join(", ", parts.stream().map(ElementFacts::key).toList()),
            "Name the part of the extension as its definition does");
      }
    }
  }

  private static boolean among(List<ElementFacts> parts, String url) {
    for (ElementFacts part : parts) {
      if (part.key().equals(url)) {
        return true;
      }
    }
    return false;
  }

  /** A url that is nearly a known one is a mistake: who reads it exactly does not find it. */
  private void near(String url, Element at) {
    for (Profile known : facts.near(bare(url))) {
      if (!alike(url, known)) {
        continue;
      }
      boolean otherName =
          PUBLISHERS.stream()
              .anyMatch(
                  publisher ->
                      url.equals(publisher + "GPC-" + end(known))
                          || url.equals(publisher + end(known)));
      String expected = "the url " + known.url();
      String fix = "Write the extension's url exactly so";
      if (otherName) {
        faults.otherName(known.name(), at.path() + ".url", url, expected, fix);
      } else {
        faults.must(known.asked(), at.path() + ".url", url, expected, fix);
      }
      return;
    }
  }

  /** Whether this is an extension whose url is the known one but for its spelling. */
  static boolean near(Element child, String url) {
    return child.value() instanceof Extension extension
        && extension.getUrl() != null
        && bare(extension.getUrl()).equals(bare(url));
  }

  /** Another publisher may well have a word of FHIR's own in an extension's name. */
  private static boolean alike(String url, Profile known) {
    String lower = url.toLowerCase(Locale.ROOT);
    return known.name().startsWith("Extension-")
        ? lower.contains("extension-")
        : lower.startsWith("http://hl7.org/fhir/");
  }

  private static String end(Profile known) {
    return known.name().replaceFirst("^Extension-CareConnect-(GPC-)?", "");
  }

  /** {@code recorder} from {@code .../Extension-CareConnect-GPC-Recorder-1}. */
  static String bare(String url) {
    String name = url.substring(url.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    for (String prefix : PREFIXES) {
      name = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }
    return VERSION.matcher(name).replaceFirst("");
  }
}
